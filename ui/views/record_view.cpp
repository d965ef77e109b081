// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/record_view.h"

#include <QDateTime>
#include <QEvent>
#include <QFormLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/report/saved_record.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/base/table_text.h"
#include "ui/views/class_triggers_view.h"
#include "ui/views/curve_plot.h"
#include "ui/views/curve_reader.h"
#include "ui/views/frames_view.h"
#include "ui/views/heat_maps_view.h"
#include "ui/views/image_grid.h"
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

QLabel* words(const QString& text) {
  auto* label = new QLabel(text);
  label->setTextFormat(Qt::PlainText);  // names come from files
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

/// So many rows stand in the page; more are scrolled to.
void fitHeight(QTableView& view) {
  constexpr int kMostRows = 8;
  const int rows = std::min(kMostRows, view.model()->rowCount());
  const int bar = view.style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, &view);
  const int height =
      view.horizontalHeader()->sizeHint().height() + rows * view.verticalHeader()->defaultSectionSize();
  view.setFixedHeight(height + 2 * view.frameWidth() + bar);
}

/// What stands above an artefact's view.
QString titleOf(const Artefact& artefact) {
  const auto* curve = std::get_if<Curve>(&artefact.content);
  return recordText(curve && !curve->group.empty() ? curve->group : artefact.title);
}

/// In the reader's zone and way of writing; what is no time stays.
QString timeText(const std::string& utc) {
  const QDateTime time = QDateTime::fromString(QString::fromStdString(utc), Qt::ISODate);
  return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)
                        : QString::fromStdString(utc);
}

/// One view a type of artefact; null where there is nothing to see.
struct ViewOf {
  std::shared_ptr<const Record> record;
  const Artefact& artefact;
  std::map<std::string, QWidget*>& lasting;

  QWidget* operator()(const ImageSet& images) const {
    if (isFilm(artefact)) {
      QWidget*& known = lasting[artefact.id];
      auto* film = known ? static_cast<FramesView*>(known) : new FramesView;
      known = film;
      film->setFrames(record, images, recordText(artefact.title));
      return film;
    }
    auto* grid = new ImageGrid;
    grid->setImages(images, recordText(artefact.title));
    return grid;
  }
  QWidget* operator()(const Labels&) const { return nullptr; }  // the table says it readably
  QWidget* operator()(const Curve& curve) const {
    const auto members = record->plotFrom(artefact);
    if (members.empty()) return nullptr;
    std::vector<PlotCurve> together;
    for (const Artefact* member : members) {
      const Curve& drawn = std::get<Curve>(member->content);
      together.push_back({cellText(member->title), drawn.x, drawn.y, drawn.low, drawn.high});
    }
    const QString vertical = recordText(sharedLabel(members));
    // Sizes and indices have a spread too, but no end at 100 %.
    const bool shares = !curve.low.empty() &&
                        std::none_of(curve.y.begin(), curve.y.end(), [](double y) { return y < 0 || y > 1; });
    if (together.size() > 1 && !curve.logarithmic && CurveReader::canRead(together)) {
      QWidget*& known = lasting[artefact.id];
      auto* reader = known ? static_cast<CurveReader*>(known) : new CurveReader;
      known = reader;
      reader->setAxes(recordText(curve.xLabel), vertical, shares);
      reader->plot().setAccessibleName(titleOf(artefact));
      reader->setCurves(std::move(together), !record->partial);
      return reader;
    }
    auto* plot = new CurvePlot;
    plot->setAxes(recordText(curve.xLabel), vertical, 0, shares ? 1 : 0);
    plot->setPercent(shares);
    if (curve.logarithmic) plot->setLogarithmic(true);
    plot->setCurves(std::move(together));
    plot->setAccessibleName(titleOf(artefact));
    return plot;
  }
  QWidget* operator()(const Table& table) const {
    auto* view = new QTableView;
    auto* model = new ArtefactTableModel(std::shared_ptr<const Table>(record, &table), view);
    auto* sorted = new QSortFilterProxyModel(view);
    sorted->setSourceModel(model);
    sorted->setSortRole(ArtefactTableModel::SortRole);
    view->setModel(sorted);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setTabKeyNavigation(false);
    view->setWordWrap(false);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setResizeContentsPrecision(50);
    view->resizeColumnsToContents();
    fitHeight(*view);
    view->setAccessibleName(recordText(artefact.title));
    return view;
  }
  QWidget* operator()(const HeatMaps& maps) const {
    return maps.count() > 0 ? new HeatMapsView(record, maps, recordText(artefact.title)) : nullptr;
  }
  QWidget* operator()(const ModelFile& model) const { return words(recordText(model.words)); }
};

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
  layout.addWidget(words(recordText(verdict->blocked ? *verdict->blocked : verdict->words)));
  if (!ClassTriggersView::fits(*m_record)) return;
  QWidget*& known = m_lasting["classes"];
  auto* triggers = known ? static_cast<ClassTriggersView*>(known) : new ClassTriggersView;
  known = triggers;
  triggers->setRecord(m_record);
  if (!verdict->blocked) {
    const auto& captions = m_record->get<ImageSet>("mask")->captions;
    for (const std::int64_t flagged : verdict->flagged) {
      const std::size_t place = ClassTriggersView::placeOf(*m_record, flagged);
      if (place >= captions.size()) continue;
      auto* button = new QPushButton(tr("Look at “%1”").arg(captionText(captions[place])));
      button->setObjectName("flaggedClass");
      button->setToolTip(tr("Mask and pattern of the trigger that was found for this class"));
      button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
      connect(button, &QPushButton::clicked, triggers, [this, triggers, flagged] {
        triggers->showClass(flagged);
        m_scroll->ensureWidgetVisible(triggers);
      });
      layout.addWidget(button);
    }
  }
  layout.addWidget(triggers);
}

void RecordView::fill(QBoxLayout& layout) {
  if (!m_record) {
    auto* empty = words(tr("No run yet."));
    empty->setAlignment(Qt::AlignCenter);
    layout.addWidget(empty, 1);
    return;
  }
  addVerdict(layout);
  for (const Caveat& caveat : m_record->caveats) {
    if (m_goesOn && caveat.id == "partial") continue;
    layout.addWidget(words(QStringLiteral("⚠ ") + recordText(caveat.words)));
  }
  auto* measures = new QWidget;
  auto* rows = new QFormLayout(measures);
  rows->setContentsMargins(0, 0, 0, 0);
  for (const auto& [name, measure] : m_record->measures) {
    QString text = measureText(measure);
    if (measure.n > 0 && measure.unit == "rate") text += tr(", n = %1").arg(measure.n);
    rows->addRow(measureTitle(name, measure), words(text));
  }
  layout.addWidget(heading(tr("Measures")));
  layout.addWidget(measures);
  for (const Artefact& artefact : m_record->found) {
    QWidget* view = std::visit(ViewOf{m_record, artefact, m_lasting}, artefact.content);
    if (!view) continue;
    if (auto* maps = qobject_cast<HeatMapsView*>(view))
      connect(maps, &HeatMapsView::regionChosen, this, &RecordView::regionChosen);
    layout.addWidget(heading(titleOf(artefact)));
    layout.addWidget(view);
  }
  const Origin& origin = m_record->origin;
  layout.addWidget(heading(tr("Provenance")));
  const QString model = QString::fromStdString(m_record->request.model);
  layout.addWidget(words(origin.modelSha256.empty()
                             ? tr("Model %1").arg(model)  // there was no file yet
                             : tr("Model %1 (%2)").arg(model, QString::fromStdString(origin.modelSha256))));
  layout.addWidget(
      words(tr("Data %1 (%2)")
                .arg(QString::fromStdString(m_record->request.data), QString::fromStdString(origin.dataSha256))));
  layout.addWidget(words(tr("Seed %1, LibTorch %2, %3, %4, %5")
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
