// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/manual/manual_window.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QImage>
#include <QKeySequence>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/manual/manual_text.h"

namespace adversarium {
namespace {

/// The page that an address means; empty where it lies outside the manual.
QString pageOf(const QUrl& url) {
  if (!url.isLocalFile()) return {};
  const QString page = QDir(manualFolder()).relativeFilePath(url.toLocalFile());
  return page.startsWith(QStringLiteral("..")) ? QString() : page;
}

QUrl urlOf(const QString& page) {
  const qsizetype mark = page.indexOf('#');
  QUrl url = QUrl::fromLocalFile(manualFolder() + page.left(mark));
  if (mark >= 0) url.setFragment(page.mid(mark + 1));
  return url;
}

/// Pages come with their method's declaration, pictures no wider than the text.
class PageBrowser : public QTextBrowser {
 public:
  using QTextBrowser::QTextBrowser;

 protected:
  QVariant loadResource(int type, const QUrl& name) override {
    const QString page = pageOf(name);
    if (page.endsWith(QStringLiteral(".md"))) {
      // Markdown read into a document that is shown is laid out anew with every piece; HTML, once.
      QTextDocument text;
      text.setMarkdown(manualText(page));
      return text.toHtml();
    }
    const QVariant found = QTextBrowser::loadResource(type, name);
    if (type != QTextDocument::ImageResource) return found;
    const QImage picture = QImage::fromData(found.toByteArray());
    // Beside the scroll bar, which may not be there yet.
    const int beside =
        verticalScrollBar()->sizeHint().width() + 3 * static_cast<int>(document()->documentMargin());
    const int room = std::max(200, contentsRect().width() - beside);
    return picture.width() > room ? picture.scaledToWidth(room, Qt::SmoothTransformation) : picture;
  }
};

}  // namespace

ManualWindow::ManualWindow(QWidget* parent) : QDialog(parent) {
  setObjectName("manual");
  m_search = new QLineEdit(this);
  m_search->setObjectName("manualSearch");
  m_search->setClearButtonEnabled(true);
  m_list = new QListWidget(this);
  m_list->setObjectName("manualPages");
  m_text = new PageBrowser(this);
  m_text->setObjectName("manualText");
  m_text->setOpenLinks(false);  // what leads out of the manual is opened elsewhere
  const auto button = [this](const char* name, Qt::ArrowType arrow) {
    auto* made = new QToolButton(this);
    made->setObjectName(name);
    made->setArrowType(arrow);
    made->setEnabled(false);
    return made;
  };
  m_back = button("manualBack", Qt::LeftArrow);
  m_forward = button("manualForward", Qt::RightArrow);

  auto* bar = new QHBoxLayout;
  bar->addWidget(m_back);
  bar->addWidget(m_forward);
  bar->addWidget(m_search, 1);
  auto* split = new QSplitter(this);
  split->addWidget(m_list);
  split->addWidget(m_text);
  split->setStretchFactor(1, 1);
  split->setSizes({220, 640});
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(bar);
  layout->addWidget(split, 1);
  resize(880, 640);

  connect(m_back, &QToolButton::clicked, m_text, &QTextBrowser::backward);
  connect(m_forward, &QToolButton::clicked, m_text, &QTextBrowser::forward);
  connect(m_text, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
  connect(m_text, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
  connect(m_text, &QTextBrowser::anchorClicked, this, &ManualWindow::follow);
  // Not sourceChanged(): source() is still the page before when that comes.
  connect(m_text, &QTextBrowser::historyChanged, this, &ManualWindow::arrive);
  connect(m_search, &QLineEdit::textChanged, this, &ManualWindow::fillList);
  connect(m_search, &QLineEdit::returnPressed, this, &ManualWindow::nextHit);
  connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
    if (item) choose(item->data(Qt::UserRole).toString());
  });
  new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(); });
  new QShortcut(QKeySequence::Back, this, [this] { m_text->backward(); });
  new QShortcut(QKeySequence::Forward, this, [this] { m_text->forward(); });
  retranslate();
}

void ManualWindow::open(const QString& page) {
  const QUrl url = urlOf(page);
  if (url != m_text->source()) m_text->setSource(url, QTextDocument::HtmlResource);
}

QString ManualWindow::page() const { return pageOf(m_text->source().adjusted(QUrl::RemoveFragment)); }

void ManualWindow::follow(const QUrl& link) {
  const QUrl url = m_text->source().resolved(link);
  const QString page = pageOf(url.adjusted(QUrl::RemoveFragment));
  if (page.endsWith(QStringLiteral(".md"))) {
    open(url.hasFragment() ? page + '#' + url.fragment(QUrl::FullyDecoded) : page);
  } else {
    QDesktopServices::openUrl(url);
  }
}

void ManualWindow::arrive() {
  const QString shown = page();
  setWindowTitle(tr("Manual: %1").arg(manualTitle(shown)));
  const QSignalBlocker quiet(m_list);
  m_list->setCurrentItem(nullptr);
  for (int row = 0; row < m_list->count(); ++row)
    if (m_list->item(row)->data(Qt::UserRole).toString() == shown) m_list->setCurrentRow(row);

  // Qt gives headings of Markdown no anchors.
  const QString wanted = m_text->source().fragment(QUrl::FullyDecoded);
  for (QTextBlock block = m_text->document()->begin(); !wanted.isEmpty() && block.isValid();
       block = block.next()) {
    if (block.blockFormat().headingLevel() == 0 || headingAnchor(block.text()) != wanted) continue;
    m_text->setTextCursor(QTextCursor(block));
    m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->value() + m_text->cursorRect().top());
    return;
  }
}

void ManualWindow::choose(const QString& page) {
  open(page);
  const QString wanted = m_search->text().trimmed();
  if (wanted.isEmpty()) return;
  m_text->moveCursor(QTextCursor::Start);
  m_text->find(wanted);
}

void ManualWindow::nextHit() {
  if (m_list->count() == 0) return;
  if (!m_list->currentItem()) {
    m_list->setCurrentRow(0);
    return;
  }
  if (m_text->find(m_search->text().trimmed())) return;
  // Through: on to the next page, or round on the only one.
  if (m_list->count() == 1) return choose(page());
  m_list->setCurrentRow((m_list->currentRow() + 1) % m_list->count());
}

void ManualWindow::fillList() {
  const QString shown = page();
  const QSignalBlocker quiet(m_list);
  m_list->clear();
  const auto add = [&](const QString& page, const QString& words) {
    auto* item = new QListWidgetItem(words, m_list);
    item->setData(Qt::UserRole, page);
    if (page == shown) m_list->setCurrentItem(item);
  };
  if (m_search->text().trimmed().isEmpty()) {
    for (const QString& page : manualPages()) add(page, manualTitle(page));
  } else {
    if (m_read.empty()) m_read = readManual();
    for (const ManualHit& hit : searchManual(m_read, m_search->text()))
      add(hit.page, QStringLiteral("%1 (%2)").arg(hit.title).arg(hit.count));
    m_list->setCurrentItem(nullptr);
  }
}

void ManualWindow::retranslate() {
  m_search->setPlaceholderText(tr("Search the manual"));
  m_search->setAccessibleName(tr("Search the manual"));
  m_list->setAccessibleName(tr("Pages of the manual"));
  m_text->setAccessibleName(tr("Page"));
  m_back->setToolTip(tr("Back"));
  m_back->setAccessibleName(tr("Back"));
  m_forward->setToolTip(tr("Forward"));
  m_forward->setAccessibleName(tr("Forward"));
  setWindowTitle(tr("Manual"));
  m_read.clear();
  fillList();
}

void ManualWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) {
    // The address is still the other language's: the same page within its folder.
    const QString path = m_text->source().path();
    const qsizetype at = path.lastIndexOf(QStringLiteral("/manual/"));
    retranslate();
    if (at >= 0) open(path.mid(at + 8).section('/', 1));
    m_text->clearHistory();  // pages of the other language
  }
  QDialog::changeEvent(event);
}

}  // namespace adversarium
