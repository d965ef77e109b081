// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include <map>
#include <utility>
#include <vector>
#include "core/method/catalogue.h"
#include "ui/base/images.h"
#include "ui/base/numbers.h"
#include "ui/base/theme.h"
#include "ui/base/wheel_guard.h"
#include "ui/views/page_parts.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

constexpr int kMostPictures = 12;
constexpr int kPictureEdge = 64;

/// The samples that every run attacked, in the first one's order.
std::vector<std::int64_t> sharedSamples(const std::vector<ComparePage::Run>& runs) {
  std::vector<std::int64_t> shared;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto* indices = runs[i].record->get<Labels>("indices");
    if (!indices) return {};
    if (i == 0) {
      shared = indices->values;
    } else {
      std::erase_if(shared, [&](std::int64_t index) {
        return std::find(indices->values.begin(), indices->values.end(), index) == indices->values.end();
      });
    }
  }
  return shared;
}

bool sameData(const std::vector<ComparePage::Run>& runs) {
  return std::all_of(runs.begin(), runs.end(), [&](const auto& run) {
    return run.record->request.data == runs.front().record->request.data;
  });
}

QPixmap pictureOf(const Record& record, const char* artefact, std::int64_t sample) {
  const auto* images = record.get<ImageSet>(artefact);
  const auto* indices = record.get<Labels>("indices");
  if (!images || !indices) return {};
  const auto at = std::find(indices->values.begin(), indices->values.end(), sample);
  const auto row = at - indices->values.begin();
  if (at == indices->values.end() || row >= images->count()) return {};
  return QPixmap::fromImage(toQImage(images->image(row))
                                .scaled(kPictureEdge, kPictureEdge, Qt::KeepAspectRatio, Qt::FastTransformation));
}

QTableWidget* makeTable(const QString& name, QWidget* parent) {
  auto* table = new QTableWidget(parent);
  table->setObjectName(name);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setTabKeyNavigation(false);
  table->setAlternatingRowColors(true);
  return table;
}

}  // namespace

ComparePage::ComparePage(QWidget* parent) : QWidget(parent) {
  setObjectName("comparePage");
  m_stack = new QStackedWidget(this);
  auto* empty = new QWidget(this);
  m_emptyText = new QLabel(empty);
  m_emptyText->setAlignment(Qt::AlignCenter);
  m_emptyText->setWordWrap(true);
  m_explore = new QPushButton(themedIcon("explore"), {}, empty);
  m_explore->setObjectName("compareExploreButton");
  auto* emptyLayout = new QVBoxLayout(empty);
  emptyLayout->addStretch(1);
  emptyLayout->addWidget(m_emptyText);
  emptyLayout->addWidget(m_explore, 0, Qt::AlignHCenter);
  emptyLayout->addStretch(1);

  auto* full = new QWidget(this);
  m_title = boldLabel(full, kTitleScale);
  m_note = new QLabel(full);
  m_note->setWordWrap(true);
  m_pictures = makeTable("comparePictures", full);
  m_pictures->setIconSize({kPictureEdge, kPictureEdge});
  m_pictures->setShowGrid(false);
  m_pictures->setAlternatingRowColors(false);
  m_table = makeTable("compareTable", full);
  m_curveLabel = new QLabel(full);
  m_curveBox = new QComboBox(full);
  m_curveBox->setObjectName("compareCurveBox");
  guardWheel(m_curveBox);
  m_plot = new CurvePlot(full);
  m_plot->setObjectName("comparePlot");
  m_plot->setPercent(true);
  auto* curveHead = new QHBoxLayout;
  curveHead->addWidget(m_curveLabel);
  curveHead->addWidget(m_curveBox);
  curveHead->addStretch(1);
  auto* curves = new QWidget(full);
  auto* curvesLayout = new QVBoxLayout(curves);
  curvesLayout->setContentsMargins(0, 0, 0, 0);
  curvesLayout->addLayout(curveHead);
  curvesLayout->addWidget(m_plot, 1);
  auto* lower = new QSplitter(Qt::Horizontal, full);
  lower->setChildrenCollapsible(false);
  lower->addWidget(m_table);
  lower->addWidget(curves);
  lower->setStretchFactor(0, 4);
  lower->setStretchFactor(1, 3);
  auto* rows = new QSplitter(Qt::Vertical, full);
  rows->setChildrenCollapsible(false);
  rows->addWidget(m_pictures);
  rows->addWidget(lower);
  rows->setStretchFactor(1, 1);
  auto* layout = new QVBoxLayout(full);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addWidget(m_title);
  layout->addWidget(m_note);
  layout->addWidget(rows, 1);

  m_stack->addWidget(empty);
  m_stack->addWidget(full);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  connect(m_explore, &QPushButton::clicked, this, &ComparePage::exploreRequested);
  connect(m_curveBox, &QComboBox::activated, this, &ComparePage::fillCurves);
  retranslate();
}

void ComparePage::setRuns(std::vector<Run> runs) {
  m_runs = std::move(runs);
  m_stack->setCurrentIndex(m_runs.empty() ? 0 : 1);
  if (m_runs.empty()) return;
  const auto has = [&](const char* id) {
    return std::any_of(m_runs.begin(), m_runs.end(),
                       [&](const Run& run) { return run.record->get<Curve>(id) != nullptr; });
  };
  m_curveBox->setCurrentIndex(has("success") || !has("confidence") ? 0 : 1);
  m_curveBox->setEnabled(has("confidence"));
  retranslate();
}

void ComparePage::fillTable() {
  // What is known of at least one run, rates first.
  std::map<std::string, Measure> known;
  for (const Run& run : m_runs) known.insert(run.record->measures.begin(), run.record->measures.end());
  std::vector<std::pair<std::string, Measure>> measures(known.begin(), known.end());
  std::stable_partition(measures.begin(), measures.end(), [](const auto& m) { return m.second.unit == "rate"; });
  QStringList head{tr("Model"), tr("Data"), tr("Goal"), tr("Images"), tr("Seed")};
  const auto facts = static_cast<int>(head.size());
  for (const auto& [name, measure] : measures) head << measureTitle(name, measure);
  m_table->clear();
  m_table->setRowCount(static_cast<int>(head.size()));
  m_table->setColumnCount(static_cast<int>(m_runs.size()));
  m_table->setVerticalHeaderLabels(head);
  QStringList columns;
  for (int column = 0; column < static_cast<int>(m_runs.size()); ++column) {
    const Run& run = m_runs[static_cast<std::size_t>(column)];
    const Record& record = *run.record;
    columns << run.letter + "  " + runTitle(record);
    const auto* indices = record.get<Labels>("indices");
    const auto count = indices ? static_cast<qint64>(indices->values.size()) : record.request.samples.first;
    const QStringList words{
        QString::fromStdString(record.request.model), QString::fromStdString(record.request.data),
        record.request.target < 0 ? tr("any wrong class") : tr("class %1").arg(record.request.target),
        countText(count), QString::number(record.request.seed)};
    for (int row = 0; row < facts; ++row) m_table->setItem(row, column, new QTableWidgetItem(words[row]));
    for (std::size_t i = 0; i < measures.size(); ++i) {
      const auto found = record.measures.find(measures[i].first);
      m_table->setItem(facts + static_cast<int>(i), column,
                       new QTableWidgetItem(found == record.measures.end() ? "–" : measureText(found->second)));
    }
  }
  m_table->setHorizontalHeaderLabels(columns);
  m_table->resizeColumnsToContents();
  m_table->resizeRowsToContents();
}

void ComparePage::fillPictures() {
  std::vector<std::int64_t> samples = sharedSamples(m_runs);
  const bool comparable = sameData(m_runs) && !samples.empty();
  m_note->setText(comparable ? tr("%n image(s) in common.", nullptr, static_cast<int>(samples.size()))
                             : tr("⚠ These runs share no image: their numbers compare different things."));
  if (!comparable) samples.clear();
  if (samples.size() > kMostPictures) samples.resize(kMostPictures);
  m_pictures->clear();
  m_pictures->setRowCount(samples.empty() ? 0 : static_cast<int>(m_runs.size()) + 1);
  m_pictures->setColumnCount(static_cast<int>(samples.size()));
  m_pictures->setVisible(!samples.empty());
  QStringList rows{tr("clean")};
  QStringList columns;
  for (const Run& run : m_runs) rows << run.letter;
  for (int column = 0; column < static_cast<int>(samples.size()); ++column) {
    const std::int64_t sample = samples[static_cast<std::size_t>(column)];
    columns << QString("#%1").arg(sample);
    for (int row = 0; row < m_pictures->rowCount(); ++row) {
      const Record& record = *m_runs[static_cast<std::size_t>(std::max(0, row - 1))].record;
      auto* item = new QTableWidgetItem;
      item->setData(Qt::DecorationRole, pictureOf(record, row == 0 ? "clean" : "adversarial", sample));
      item->setData(Qt::AccessibleTextRole, row == 0 ? tr("Image %1, clean").arg(sample)
                                                     : tr("Image %1, run %2").arg(sample).arg(rows[row]));
      item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
      m_pictures->setItem(row, column, item);
    }
  }
  m_pictures->setVerticalHeaderLabels(rows);
  m_pictures->setHorizontalHeaderLabels(columns);
  const auto heightOf = [this](int rows) {
    return m_pictures->horizontalHeader()->sizeHint().height() + rows * (kPictureEdge + 6) + 4;
  };
  m_pictures->setMinimumHeight(heightOf(1));
  m_pictures->setMaximumHeight(heightOf(std::min(4, m_pictures->rowCount())));
  m_pictures->horizontalHeader()->setDefaultSectionSize(kPictureEdge + 8);
  m_pictures->verticalHeader()->setDefaultSectionSize(kPictureEdge + 6);
}

void ComparePage::fillCurves() {
  const bool success = m_curveBox->currentIndex() == 0;
  std::vector<PlotCurve> curves;
  for (const Run& run : m_runs) {
    const auto* curve = run.record->get<Curve>(success ? "success" : "confidence");
    if (!curve) continue;
    curves.push_back({run.letter + "  " + runTitle(*run.record), curve->x, curve->y, curve->low, curve->high});
  }
  m_plot->setAxes(tr("Strength ε"), success ? tr("Attack success") : tr("Confidence in the clean class"), 0, 1);
  m_plot->setCurves(std::move(curves));
}

void ComparePage::retranslate() {
  m_emptyText->setText(tr("Nothing to compare yet. Pin what you explore with P, or run a set; then come back."));
  m_explore->setText(tr("Explore an attack"));
  m_title->setText(tr("Compare"));
  m_curveLabel->setText(tr("Curves"));
  const int chosen = std::max(0, m_curveBox->currentIndex());
  m_curveBox->clear();
  m_curveBox->addItems({tr("Attack success, many images"), tr("Confidence, one image")});
  m_curveBox->setCurrentIndex(chosen);
  m_curveBox->setAccessibleName(tr("Which curves to draw"));
  m_pictures->setAccessibleName(tr("The same images under every run"));
  m_table->setAccessibleName(tr("Measures of every run"));
  m_plot->setAccessibleName(tr("Curves of every run"));
  if (m_runs.empty()) return;
  fillPictures();
  fillTable();
  fillCurves();
}

void ComparePage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
