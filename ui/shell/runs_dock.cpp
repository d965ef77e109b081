// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/runs_dock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <algorithm>
#include <cmath>

#include "core/method/catalogue.h"
#include "core/record/usual_measures.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

QString shownMeasure(const Record& record, const MeasureSpec& spec) {
  const auto found = record.measures.find(spec);
  if (found == record.measures.end() || std::isnan(found->second.value)) return "–";
  const Measure& m = found->second;
  if (m.unit == "rate") return percentText(m.value);
  return numberText(m.value, 3);
}

}  // namespace

RunsDock::RunsDock(QWidget* parent) : QDockWidget(parent) {
  setObjectName("runsDock");
  auto* body = new QWidget(this);
  m_list = new QTreeWidget(body);
  m_list->setObjectName("runsList");
  m_list->setRootIsDecorated(false);
  m_list->setColumnCount(8);
  m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_list->setMinimumHeight(2 * fontMetrics().height() + 12);  // header and one run: the explorer needs the room
  m_compare = new QPushButton(body);
  m_compare->setObjectName("compareRuns");
  m_compare->setEnabled(false);
  auto* layout = new QHBoxLayout(body);  // height is what a small screen lacks
  layout->setContentsMargins(6, 4, 6, 6);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_compare, 0, Qt::AlignTop);
  setWidget(body);
  connect(m_compare, &QPushButton::clicked, this, &RunsDock::compareRequested);
  connect(m_list, &QTreeWidget::itemActivated, this, [this] {
    if (const auto record = current()) emit opened(record);
  });
  retranslate();
}

QString RunsDock::letter(int index) {
  return index < 26 ? QString(QChar('A' + index)) : letter(index / 26 - 1) + letter(index % 26);
}

QString RunsDock::add(std::shared_ptr<const Record> record) {
  auto* item = new QTreeWidgetItem(m_list);
  item->setCheckState(0, Qt::Unchecked);
  item->setText(0, letter(count()));
  fill(*item, *record);
  m_records.push_back(std::move(record));
  m_compare->setEnabled(true);
  m_list->setCurrentItem(item);
  return item->text(0);
}

void RunsDock::fill(QTreeWidgetItem& item, const Record& record) const {
  const auto* indices = record.get<Labels>("indices");
  const auto accuracy = record.measures.find(kCleanAccuracy);
  const auto images = indices                             ? static_cast<int>(indices->values.size())
                      : accuracy != record.measures.end() ? static_cast<int>(accuracy->second.n)
                                                          : 0;
  item.setText(1, runTitle(record));
  item.setText(2, QString::fromStdString(record.request.model));
  item.setText(3, images == 0              ? QStringLiteral("–")
                  : images == 1 && indices ? tr("image %1").arg(indices->values.front())
                                           : tr("%n image(s)", nullptr, images));
  const auto success = record.measures.find(kSuccessRate);
  const bool one = images == 1 && success != record.measures.end();
  item.setText(4, !one                          ? shownMeasure(record, kSuccessRate)
                  : success->second.n == 0      ? tr("– not tried")
                  : success->second.value > 0.5 ? tr("✗ flipped")
                                                : tr("✓ withstood"));
  item.setText(5, shownMeasure(record, kRobustAccuracy));
  item.setText(6, shownMeasure(record, kQueriesMean));
  item.setText(7, shownMeasure(record, kSeconds));
}

QString RunsDock::letterOf(const std::shared_ptr<const Record>& record) const {
  const auto found = std::find(m_records.begin(), m_records.end(), record);
  return found == m_records.end() ? QString() : letter(static_cast<int>(found - m_records.begin()));
}

std::vector<std::shared_ptr<const Record>> RunsDock::chosen() const {
  std::vector<std::shared_ptr<const Record>> records;
  for (int i = 0; i < count(); ++i) {
    if (m_list->topLevelItem(i)->checkState(0) == Qt::Checked)
      records.push_back(m_records[static_cast<std::size_t>(i)]);
  }
  return records.empty() ? m_records : records;
}

std::vector<ReportOrder::Run> RunsDock::all() const {
  std::vector<ReportOrder::Run> runs;
  for (int i = 0; i < count(); ++i) runs.push_back({letter(i), m_records[static_cast<std::size_t>(i)]});
  return runs;
}

std::shared_ptr<const Record> RunsDock::current() const {
  const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
  return row < 0 ? nullptr : m_records[static_cast<std::size_t>(row)];
}

void RunsDock::retranslate() {
  setWindowTitle(tr("Runs"));
  m_list->setHeaderLabels({tr("Run"), tr("Method"), tr("Model"), tr("Images"), tr("Success"),
                           tr("Robust accuracy"), tr("Queries"), tr("Seconds")});
  for (int i = 0; i < count(); ++i) fill(*m_list->topLevelItem(i), *m_records[static_cast<std::size_t>(i)]);
  m_list->setAccessibleName(tr("Runs so far"));
  m_compare->setText(tr("Compare"));
  m_compare->setToolTip(tr("Compare the ticked runs, or all"));
}

void RunsDock::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDockWidget::changeEvent(event);
}

}  // namespace adversarium
