// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/class_triggers_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/base/core_text.h"
#include "ui/base/images.h"
#include "ui/base/numbers.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

constexpr int kPaneHeight = 220;

/// The pictures of mask, pattern and an image that wears it, one a class each; null where one is missing.
std::array<const ImageSet*, 3> picturesOf(const Record& record, const Triggers& triggers) {
  std::array<const ImageSet*, 3> pictures{record.get<ImageSet>(triggers.mask),
                                          record.get<ImageSet>(triggers.pattern),
                                          record.get<ImageSet>(triggers.worn)};
  for (const ImageSet* images : pictures) {
    if (!images || images->count() == 0 || images->count() != std::ssize(triggers.targets)) return {};
  }
  return pictures;
}

}  // namespace

const Artefact* ClassTriggersView::shownOf(const Record& record) {
  const auto found = std::find_if(record.found.begin(), record.found.end(), [&](const Artefact& artefact) {
    const auto* triggers = artefact.get<Triggers>();
    return triggers && picturesOf(record, *triggers)[0];
  });
  return found == record.found.end() ? nullptr : &*found;
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
  m_triggers = shownOf(*m_record)->get<Triggers>();
  retranslate();
}

int ClassTriggersView::placeOf(std::int64_t target) const {
  const auto at = std::find(m_triggers->targets.begin(), m_triggers->targets.end(), target);
  return at == m_triggers->targets.end() ? -1 : static_cast<int>(at - m_triggers->targets.begin());
}

void ClassTriggersView::showClass(std::int64_t target) {
  const int place = placeOf(target);
  if (place < 0) return;
  m_chosen = true;
  m_class->setCurrentIndex(place);
}

QString ClassTriggersView::nameOf(std::int64_t target) const {
  const int place = placeOf(target);
  if (place < 0) return {};
  const auto& captions = picturesOf(*m_record, *m_triggers)[0]->captions;
  return std::size_t(place) < captions.size() ? captionText(captions[std::size_t(place)])
                                              : QString::number(target);
}

void ClassTriggersView::draw() {
  const int index = m_class->currentIndex();
  if (!m_record || index < 0) return;
  const auto pictures = picturesOf(*m_record, *m_triggers);
  for (std::size_t part = 0; part < pictures.size(); ++part) {
    m_panes[part]->setImage(toQImage(pictures[part]->image(index)));
    m_panes[part]->setSummary(m_class->currentText());
  }
  m_words->setText(wordsFor(shownClass()));
}

std::int64_t ClassTriggersView::shownClass() const {
  const int index = m_class->currentIndex();
  return m_triggers && index >= 0 ? m_triggers->targets[std::size_t(index)] : -1;
}

QString ClassTriggersView::wordsFor(std::int64_t target) const {
  QStringList lines;
  for (const TriggerSearch& search : m_triggers->searches) {
    if (search.target != target) continue;
    lines << tr("Seed %1: %2 pixels, anomaly index %3; takes %4 of %5 held-out images along (%6 – %7).")
                 .arg(numberText(double(search.seed), 6), numberText(search.size), numberText(search.index, 3),
                      percentText(search.success), numberText(double(search.tried), 6), percentText(search.low),
                      percentText(search.high));
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
  const auto& verdict = m_record->verdict;
  const auto flagged = verdict && !verdict->blocked ? verdict->flagged : std::vector<std::int64_t>();
  const int before = m_class->currentIndex(), count = static_cast<int>(m_triggers->targets.size());
  {
    const QSignalBlocker quiet(m_class);
    m_class->clear();
    int first = 0;
    for (int i = 0; i < count; ++i) {
      const std::int64_t target = m_triggers->targets[std::size_t(i)];
      const bool standsOut = std::find(flagged.begin(), flagged.end(), target) != flagged.end();
      if (standsOut && target == flagged.front()) first = i;
      m_class->addItem(standsOut ? tr("⚑ %1 (stands out)").arg(nameOf(target)) : nameOf(target));
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
