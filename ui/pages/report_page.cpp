// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report_page.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "ui/base/core_text.h"
#include "ui/base/theme.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

enum Column { RunColumn, MethodColumn, ModelColumn, FoundColumn };

/// The verdict, or the rates that the run measured.
QString foundText(const Record& record) {
  if (record.verdict)
    return recordText(record.verdict->blocked ? *record.verdict->blocked : record.verdict->words);
  QStringList rates;
  for (const auto& [name, measure] : record.measures) {
    if (measure.unit == "rate" && !std::isnan(measure.value))
      rates << measureTitle(name, measure) + ' ' + measureText(measure);
  }
  return rates.join(QStringLiteral("; "));
}

}  // namespace

ReportPage::ReportPage(QWidget* parent) : QWidget(parent) {
  setObjectName("reportPage");
  m_stack = new QStackedWidget(this);
  m_empty = new EmptyState("search", "reportInspectButton", this);

  auto* full = new QWidget(this);
  m_heading = boldLabel(full, kTitleScale);
  m_save = new QPushButton(themedIcon("export"), {}, full);
  m_save->setObjectName("reportSave");
  m_titleLabel = new QLabel(full);
  m_title = new QLineEdit(full);
  m_title->setObjectName("reportTitle");
  m_titleLabel->setBuddy(m_title);
  m_remarksLabel = new QLabel(full);
  m_remarks = new QPlainTextEdit(full);
  m_remarks->setObjectName("reportRemarks");
  m_remarks->setTabChangesFocus(true);
  m_remarks->setMaximumHeight(4 * fontMetrics().lineSpacing());
  m_remarksLabel->setBuddy(m_remarks);
  m_listLabel = new QLabel(full);
  m_list = new QTreeWidget(full);
  m_list->setObjectName("reportRuns");
  m_list->setRootIsDecorated(false);
  m_list->setColumnCount(4);
  m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_list->header()->setSectionResizeMode(FoundColumn, QHeaderView::Stretch);
  m_listLabel->setBuddy(m_list);
  m_gist = new QLabel(full);
  m_gist->setObjectName("reportGist");
  m_gist->setTextFormat(Qt::PlainText);  // names come from files
  m_gist->setWordWrap(true);
  m_gist->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_gist->setMinimumHeight(3 * fontMetrics().lineSpacing());
  m_withFiles = new QCheckBox(full);
  m_withFiles->setObjectName("reportWithFiles");
  auto* head = new QHBoxLayout;
  head->addWidget(m_heading, 1);
  head->addWidget(m_save);
  auto* form = new QFormLayout;
  form->addRow(m_titleLabel, m_title);
  form->addRow(m_remarksLabel, m_remarks);
  auto* layout = new QVBoxLayout(full);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(head);
  layout->addLayout(form);
  layout->addWidget(m_listLabel);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_gist);
  layout->addWidget(m_withFiles);

  m_stack->addWidget(m_empty);
  m_stack->addWidget(full);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  connect(&m_empty->button(), &QPushButton::clicked, this, &ReportPage::inspectRequested);
  connect(m_save, &QPushButton::clicked, this, &ReportPage::saveRequested);
  connect(m_list, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem* item, int column) {
    if (column != RunColumn) return;
    const QString letter = item->text(RunColumn);
    if (item->checkState(RunColumn) == Qt::Checked) {
      m_leftOut.remove(letter);
    } else {
      m_leftOut.insert(letter);
    }
    refresh();
  });
  connect(m_list, &QTreeWidget::currentItemChanged, this, &ReportPage::refresh);
  retranslate();
}

void ReportPage::setRuns(std::vector<ReportOrder::Run> runs) {
  m_runs = std::move(runs);
  m_stack->setCurrentIndex(m_runs.empty() ? 0 : 1);
  fill();
}

void ReportPage::fill() {
  const int current = m_list->indexOfTopLevelItem(m_list->currentItem());
  {
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const auto& run : m_runs) {
      const QString found = foundText(*run.record);
      auto* item = new QTreeWidgetItem(
          m_list, {run.letter, runTitle(*run.record), QString::fromStdString(run.record->request.model), found});
      item->setCheckState(RunColumn, m_leftOut.contains(run.letter) ? Qt::Unchecked : Qt::Checked);
      item->setToolTip(FoundColumn, found);
    }
    const int count = m_list->topLevelItemCount();
    m_list->setCurrentItem(m_list->topLevelItem(current >= 0 && current < count ? current : count - 1));
  }
  refresh();
}

void ReportPage::refresh() {
  const QTreeWidgetItem* current = m_list->currentItem();
  m_gist->setText(current ? current->text(FoundColumn) : QString());
  m_save->setEnabled(!order().runs.empty());
}

ReportOrder ReportPage::order() const {
  ReportOrder order;
  for (const auto& run : m_runs) {
    if (!m_leftOut.contains(run.letter)) order.runs.push_back(run);
  }
  order.words = wordsInForce();
  order.words.title = m_title->text().trimmed().toStdString();
  order.words.remarks = m_remarks->toPlainText().trimmed().toStdString();
  order.withFiles = m_withFiles->isChecked();
  return order;
}

void ReportPage::retranslate() {
  m_empty->text().setText(tr("Nothing to report yet. Every finished run can become part of a report."));
  m_empty->button().setText(tr("Inspect a model"));
  m_heading->setText(tr("Report"));
  m_save->setText(tr("Save report…"));
  m_save->setToolTip(tr("One page (HTML) with verdicts, pictures, numbers and hashes"));
  m_titleLabel->setText(tr("&Title"));
  m_title->setPlaceholderText(tr("Robustness report"));
  m_title->setAccessibleName(tr("Title of the report"));
  m_remarksLabel->setText(tr("Re&marks"));
  m_remarks->setPlaceholderText(tr("Where the model came from, what was suspected, what you conclude"));
  m_remarks->setAccessibleName(tr("Remarks"));
  m_listLabel->setText(tr("&Runs in the report"));
  m_list->setAccessibleName(tr("Runs in the report"));
  m_list->setHeaderLabels({tr("Run"), tr("Method"), tr("Model"), tr("What it found")});
  m_withFiles->setText(tr("Also save every run beside it, with its pictures, arrays and models"));
  m_withFiles->setToolTip(tr("A repaired model is saved there as model.adv, with its lineage"));
  fill();
}

void ReportPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
