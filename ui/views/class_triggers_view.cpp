// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/class_triggers_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "ui/base/core_text.h"
#include "ui/base/images.h"
#include "ui/base/numbers.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

constexpr const char* kParts[] = {"mask", "pattern", "worn"};
constexpr int kPaneHeight = 220;

/// A row's number under a column's name; not a number where there is none.
double cellOf(const Table& table, const std::vector<Table::Cell>& row, const char* column) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& candidate) { return candidate.id == column; });
  const auto at = found - table.columns.begin();
  const auto* number =
      std::size_t(at) < row.size() ? std::get_if<double>(&row[static_cast<std::size_t>(at)]) : nullptr;
  return number ? *number : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

bool ClassTriggersView::fits(const Record& record) {
  const auto* first = record.get<ImageSet>(kParts[0]);
  return first && first->count() > 0 && record.get<Table>("classes") &&
         std::all_of(std::begin(kParts), std::end(kParts), [&](const char* part) {
           const auto* images = record.get<ImageSet>(part);
           return images && images->count() == first->count();
         });
}

ClassTriggersView::ClassTriggersView(QWidget* parent) : QWidget(parent) {
  setObjectName("classTriggers");
  m_label = new QLabel(this);
  m_class = new QComboBox(this);
  m_class->setObjectName("triggerClassBox");
  m_class->setSizeAdjustPolicy(QComboBox::AdjustToContents);  // names come with each record
  guardWheel(m_class);
  m_label->setBuddy(m_class);
  m_words = new QLabel(this);
  m_words->setObjectName("triggerWords");
  m_words->setTextFormat(Qt::PlainText);  // names come from files
  m_words->setWordWrap(true);
  m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* head = new QHBoxLayout;
  head->addWidget(m_label);
  head->addWidget(m_class);
  head->addStretch(1);
  auto* panes = new QHBoxLayout;
  for (ImagePane*& pane : m_panes) {
    pane = new ImagePane(&m_view, this);
    pane->setMinimumHeight(kPaneHeight);
    panes->addWidget(pane);
    connect(pane, &ImagePane::hovered, this, [this](QPoint pixel) {
      for (ImagePane* other : m_panes) other->setCursorPixel(pixel);
    });
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(head);
  layout->addLayout(panes);
  layout->addWidget(m_words);
  connect(m_class, &QComboBox::activated, this, [this] { m_chosen = true; });
  connect(m_class, &QComboBox::currentIndexChanged, this, &ClassTriggersView::draw);
  retranslate();
}

void ClassTriggersView::setRecord(std::shared_ptr<const Record> record) {
  m_record = std::move(record);
  retranslate();
}

std::size_t ClassTriggersView::placeOf(const Record& record, std::int64_t target) {
  const auto* targets = record.get<Labels>("targets");  // searches of old have all classes in order
  if (!targets) return static_cast<std::size_t>(target);
  return static_cast<std::size_t>(std::find(targets->values.begin(), targets->values.end(), target) -
                                  targets->values.begin());
}

void ClassTriggersView::showClass(std::int64_t target) {
  const std::size_t place = placeOf(*m_record, target);
  if (place >= static_cast<std::size_t>(m_class->count())) return;
  m_chosen = true;
  m_class->setCurrentIndex(static_cast<int>(place));
}

void ClassTriggersView::draw() {
  const int index = m_class->currentIndex();
  if (!m_record || index < 0) return;
  for (int part = 0; part < 3; ++part) {
    const auto& images = *m_record->get<ImageSet>(kParts[part]);
    m_panes[part]->setImage(toQImage(images.image(index)));
    m_panes[part]->setSummary(m_class->currentText());
  }
  m_words->setText(wordsFor(classAt(index)));
}

std::int64_t ClassTriggersView::classAt(int index) const {
  const auto* targets =
      m_record ? m_record->get<Labels>("targets") : nullptr;  // searches of old have all classes in order
  return index >= 0 && targets && std::size_t(index) < targets->values.size() ? targets->values[std::size_t(index)]
                                                                              : index;
}

QString ClassTriggersView::wordsFor(std::int64_t target) const {
  const Table& table = *m_record->get<Table>("classes");
  QStringList lines;
  for (const auto& row : table.rows) {
    if (cellOf(table, row, "class") != double(target)) continue;
    const auto number = [&](const char* column) { return cellOf(table, row, column); };
    lines << tr("Seed %1: %2 pixels, anomaly index %3; takes %4 of %5 held-out images along (%6 – %7).")
                 .arg(numberText(number("seed"), 6), numberText(number("size")), numberText(number("index"), 3),
                      percentText(number("success")), numberText(number("n"), 6), percentText(number("low")),
                      percentText(number("high")));
  }
  return lines.isEmpty() ? tr("This class is not searched yet.") : lines.join('\n');
}

void ClassTriggersView::retranslate() {
  m_label->setText(tr("Trigger of &class"));
  m_class->setAccessibleName(tr("Class whose trigger is shown"));
  m_panes[0]->setTitle(tr("Mask"));
  m_panes[1]->setTitle(tr("Pattern"));
  m_panes[2]->setTitle(tr("A clean image that wears it"));
  if (!m_record) return;
  const auto& captions = m_record->get<ImageSet>(kParts[0])->captions;
  const auto count = m_record->get<ImageSet>(kParts[0])->count();
  const auto& verdict = m_record->verdict;
  const auto flagged = verdict && !verdict->blocked ? verdict->flagged : std::vector<std::int64_t>();
  const int before = m_class->currentIndex();
  {
    const QSignalBlocker quiet(m_class);
    m_class->clear();
    int first = 0;
    for (int i = 0; i < count; ++i) {
      const QString name =
          std::size_t(i) < captions.size() ? captionText(captions[std::size_t(i)]) : QString::number(i);
      const bool standsOut = std::find(flagged.begin(), flagged.end(), classAt(i)) != flagged.end();
      if (standsOut && classAt(i) == flagged.front()) first = i;
      m_class->addItem(standsOut ? tr("⚑ %1 (stands out)").arg(name) : name);
    }
    m_class->setCurrentIndex(m_chosen && before >= 0 && before < count ? before : first);
  }
  draw();
}

void ClassTriggersView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
