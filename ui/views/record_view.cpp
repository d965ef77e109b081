// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/record_view.h"

#include <QDateTime>
#include <QEvent>
#include <QFormLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/views/artefact_views.h"
#include "ui/views/class_triggers_view.h"
#include "ui/views/page_parts.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

QLabel* heading(const QString& text) {
  QLabel* label = boldLabel(nullptr);
  label->setText(text);
  label->setContentsMargins(0, 10, 0, 2);
  return label;
}

/// In the reader's zone and way of writing; what is no time stays.
QString timeText(const std::string& utc) {
  const QDateTime time = QDateTime::fromString(QString::fromStdString(utc), Qt::ISODate);
  return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)
                        : QString::fromStdString(utc);
}

}  // namespace

RecordView::RecordView(QWidget* parent) : QWidget(parent) {
  m_scroll = new QScrollArea(this);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_scroll);
  rebuild(true);
}

void RecordView::setRecord(std::shared_ptr<const Record> record) {
  m_record = std::move(record);
  m_goesOn = false;
  rebuild(true);
}

void RecordView::updateRecord(std::shared_ptr<const Record> record, bool goesOn) {
  const int place = m_scroll->verticalScrollBar()->value();
  const bool same = m_record && record && m_record->request == record->request;
  m_record = std::move(record);
  m_goesOn = goesOn;
  rebuild(!same);
  m_scroll->widget()->adjustSize();
  m_scroll->verticalScrollBar()->setValue(place);
}

void RecordView::rebuild(bool anew) {
  m_scroll->setAccessibleName(tr("What the run found"));
  if (anew) {
    m_lasting.clear();
    m_body = new QWidget;
    auto* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(10, 6, 10, 10);
    fill(*layout);
    m_scroll->setWidget(m_body);
    return;
  }
  // A view that lasts keeps its parent: a drag on its slider goes on.
  auto& layout = static_cast<QBoxLayout&>(*m_body->layout());
  while (QLayoutItem* item = layout.takeAt(0)) {
    QWidget* widget = item->widget();
    const bool lasts =
        std::any_of(m_lasting.begin(), m_lasting.end(), [&](const auto& known) { return known.second == widget; });
    if (!lasts) delete widget;
    delete item;
  }
  fill(layout);
  std::erase_if(m_lasting, [&](const auto& known) {
    const bool gone = layout.indexOf(known.second) < 0;
    if (gone) delete known.second;
    return gone;
  });
}

void RecordView::addVerdict(QBoxLayout& layout) {
  const auto& verdict = m_record->verdict;
  if (!verdict) return;
  layout.addWidget(heading(verdict->blocked ? tr("No verdict") : tr("Verdict")));
  layout.addWidget(selectableWords(recordText(verdict->blocked ? *verdict->blocked : verdict->words)));
  const Artefact* found = ClassTriggersView::shownOf(*m_record);
  if (!found) return;
  QWidget*& known = m_lasting["verdict"];
  auto* triggers = known ? static_cast<ClassTriggersView*>(known) : new ClassTriggersView;
  known = triggers;
  triggers->setRecord(m_record);
  for (const std::int64_t flagged : verdict->blocked ? std::vector<std::int64_t>() : verdict->flagged) {
    const QString name = triggers->nameOf(flagged);
    if (name.isEmpty()) continue;
    auto* button = new QPushButton(tr("Look at “%1”").arg(name));
    button->setObjectName("flaggedClass");
    button->setToolTip(tr("Mask and pattern of the trigger that was found for this class"));
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(button, &QPushButton::clicked, triggers, [this, triggers, flagged] {
      triggers->showClass(flagged);
      m_scroll->ensureWidgetVisible(triggers);
    });
    layout.addWidget(button);
  }
  layout.addWidget(triggers);
}

void RecordView::fill(QBoxLayout& layout) {
  if (!m_record) {
    auto* empty = selectableWords(tr("No run yet."));
    empty->setAlignment(Qt::AlignCenter);
    layout.addWidget(empty, 1);
    return;
  }
  addVerdict(layout);
  for (const Caveat& caveat : m_record->caveats) {
    if (m_goesOn && caveat.id == "partial") continue;
    layout.addWidget(selectableWords(QStringLiteral("⚠ ") + recordText(caveat.words)));
  }
  auto* measures = new QWidget;
  auto* rows = new QFormLayout(measures);
  rows->setContentsMargins(0, 0, 0, 0);
  for (const auto& [name, measure] : m_record->measures) {
    QString text = measureText(measure);
    if (measure.n > 0 && measure.unit == "rate") text += tr(", n = %1").arg(measure.n);
    rows->addRow(measureTitle(name, measure), selectableWords(text));
  }
  layout.addWidget(heading(tr("Measures")));
  layout.addWidget(measures);
  for (const Artefact& artefact : m_record->found) {
    QWidget* view = viewOf({m_record, artefact, m_lasting[artefact.id],
                            [this](int index, const PixelMask& region) { emit regionChosen(index, region); }});
    if (!view) continue;
    layout.addWidget(heading(viewTitle(artefact)));
    layout.addWidget(view);
  }
  const Origin& origin = m_record->origin;
  layout.addWidget(heading(tr("Provenance")));
  const QString model = QString::fromStdString(m_record->request.model);
  layout.addWidget(selectableWords(
      origin.modelSha256.empty() ? tr("Model %1").arg(model)  // there was no file yet
                                 : tr("Model %1 (%2)").arg(model, QString::fromStdString(origin.modelSha256))));
  layout.addWidget(selectableWords(
      tr("Data %1 (%2)")
          .arg(QString::fromStdString(m_record->request.data), QString::fromStdString(origin.dataSha256))));
  layout.addWidget(
      selectableWords(tr("Seed %1, LibTorch %2, %3, %4, %5")
                          .arg(m_record->request.seed)
                          .arg(QString::fromStdString(origin.libtorch), QString::fromStdString(origin.device),
                               tr("%n thread(s)", nullptr, origin.threads), timeText(origin.utc))));
  layout.addStretch();
}

void RecordView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) rebuild(!m_record);
  QWidget::changeEvent(event);
}

}  // namespace adversarium
