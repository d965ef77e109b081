// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include <QEvent>
#include <QUrl>
#include <optional>

#include "core/method/catalogue.h"
#include "ui/base/core_text.h"

namespace adversarium {
namespace {

QString shown(std::string_view source) { return methodText(source).toHtmlEscaped(); }

}  // namespace

OverviewPage::OverviewPage(QWidget* parent) : QWidget(parent) {
  setObjectName("overviewPage");
  m_text = new QTextBrowser(this);
  m_text->setObjectName("overviewText");
  m_text->setOpenLinks(false);
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->document()->setDocumentMargin(28);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_text);
  connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
    if (link.scheme() == "explore") emit exploreRequested(link.path());
    if (link.scheme() == "card") emit cardRequested(link.path());
  });
  retranslate();
}

void OverviewPage::retranslate() {
  QString html =
      "<h1>" + tr("How robust is an image classifier?").toHtmlEscaped() + "</h1><p style='font-size:large'>" +
      tr("Drag a strength slider and watch a classifier change its mind. Start with the built-in traffic "
         "signs, or drop a model and a picture of your own anywhere on this window.")
          .toHtmlEscaped() +
      "</p><p style='font-size:large'><a href='explore:'>" + tr("Explore an attack").toHtmlEscaped() +
      " →</a></p>";
  std::optional<Chapter> chapter;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.info.chapter != chapter) {
      chapter = entry.info.chapter;
      html += QString("<h2>%1 %2</h2>").arg(static_cast<int>(*chapter)).arg(shown(titleOf(*chapter)));
    }
    const QString id = QString::fromStdString(std::string(entry.info.id));
    html += "<p><b>" + shown(entry.info.name) + "</b><br>" + shown(entry.info.summary) + "<br>";
    const QString open = entry.family == Family::Attack ? tr("Explore") : tr("Set up");
    html += "<a href='explore:" + id + "'>" + open.toHtmlEscaped() + "</a> &nbsp; ";
    html += "<a href='card:" + id + "'>" + tr("About this method").toHtmlEscaped() + "</a> &nbsp; <small>" +
            tr("needs: %1").arg(shown(wordFor(entry.access))) + "</small></p>";
  }
  m_text->setHtml(html);
  m_text->setAccessibleName(tr("Overview of the methods"));
}

void OverviewPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
