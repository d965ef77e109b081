// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/artefact_views.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QTableView>
#include <algorithm>
#include <map>

#include "core/record/artefact/bars.h"
#include "core/record/artefact/frames.h"
#include "core/record/artefact/triggers.h"
#include "ui/base/core_text.h"
#include "ui/base/table_text.h"
#include "ui/views/bars_view.h"
#include "ui/views/curve_plot.h"
#include "ui/views/curve_reader.h"
#include "ui/views/frames_view.h"
#include "ui/views/heat_maps_view.h"
#include "ui/views/image_grid.h"
#include "ui/views/page_parts.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

/// So many rows stand in the page; more are scrolled to.
void fitHeight(QTableView& view) {
  constexpr int kMostRows = 8;
  const int rows = std::min(kMostRows, view.model()->rowCount());
  const int bar = view.style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, &view);
  const int height =
      view.horizontalHeader()->sizeHint().height() + rows * view.verticalHeader()->defaultSectionSize();
  view.setFixedHeight(height + 2 * view.frameWidth() + bar);
}

QWidget* framesView(const ViewRequest& request) {
  auto* film = request.lasting ? static_cast<FramesView*>(request.lasting) : new FramesView;
  request.lasting = film;
  film->setFrames(request.record, request.artefact.get<Frames>()->pictures, viewTitle(request.artefact));
  return film;
}

QWidget* curveView(const ViewRequest& request) {
  const Artefact& artefact = request.artefact;
  const Curve& curve = *artefact.get<Curve>();
  const auto members = request.record->plotFrom(artefact);
  if (members.empty()) return nullptr;
  std::vector<PlotCurve> together;
  for (const Artefact* member : members) {
    const Curve& drawn = *member->get<Curve>();
    together.push_back({cellText(member->title), drawn.x, drawn.y, drawn.low, drawn.high});
  }
  const QString vertical = recordText(sharedLabel(members));
  // Sizes and indices have a spread too, but no end at 100 %.
  const bool shares =
      !curve.low.empty() && std::none_of(curve.y.begin(), curve.y.end(), [](double y) { return y < 0 || y > 1; });
  if (together.size() > 1 && !curve.logarithmic && CurveReader::canRead(together)) {
    auto* reader = request.lasting ? static_cast<CurveReader*>(request.lasting) : new CurveReader;
    request.lasting = reader;
    reader->setAxes(recordText(curve.xLabel), vertical, shares);
    reader->plot().setAccessibleName(viewTitle(artefact));
    reader->setCurves(std::move(together), !request.record->partial);
    return reader;
  }
  auto* plot = new CurvePlot;
  plot->setAxes(recordText(curve.xLabel), vertical, 0, shares ? 1 : 0);
  plot->setPercent(shares);
  if (curve.logarithmic) plot->setLogarithmic(true);
  plot->setCurves(std::move(together));
  plot->setAccessibleName(viewTitle(artefact));
  return plot;
}

QWidget* tableView(std::shared_ptr<const Table> table, const QString& name) {
  auto* view = new QTableView;
  auto* model = new ArtefactTableModel(std::move(table), view);
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
  view->setAccessibleName(name);
  return view;
}

QWidget* heatMapsView(const ViewRequest& request) {
  const HeatMaps& maps = *request.artefact.get<HeatMaps>();
  if (maps.count() == 0) return nullptr;
  auto* view = new HeatMapsView(request.record, maps, viewTitle(request.artefact));
  QObject::connect(view, &HeatMapsView::regionChosen, view, request.regionChosen);
  return view;
}

using MakeView = QWidget* (*)(const ViewRequest& request);
const std::map<const ArtefactKind*, MakeView>& views() {
  static const std::map<const ArtefactKind*, MakeView> all{
      {&kindOf<ImageSet>(),
       [](const ViewRequest& request) -> QWidget* {
         auto* grid = new ImageGrid;
         grid->setImages(*request.artefact.get<ImageSet>(), viewTitle(request.artefact));
         return grid;
       }},
      {&kindOf<Frames>(), framesView},
      {&kindOf<HeatMaps>(), heatMapsView},
      {&kindOf<Curve>(), curveView},
      {&kindOf<Bars>(),
       [](const ViewRequest& request) -> QWidget* {
         auto* view = new BarsView;
         view->setBars(*request.artefact.get<Bars>());
         view->setAccessibleName(viewTitle(request.artefact));
         return view;
       }},
      {&kindOf<Table>(),
       [](const ViewRequest& request) {
         return tableView({request.record, request.artefact.get<Table>()}, viewTitle(request.artefact));
       }},
      {&kindOf<Triggers>(),
       [](const ViewRequest& request) {
         return tableView(std::make_shared<const Table>(request.artefact.get<Triggers>()->table()),
                          viewTitle(request.artefact));
       }},
      {&kindOf<ModelFile>(),
       [](const ViewRequest& request) -> QWidget* {
         return selectableWords(recordText(request.artefact.get<ModelFile>()->words));
       }},
  };
  return all;  // labels have none: the table says them readably
}

}  // namespace

QWidget* viewOf(const ViewRequest& request) {
  const auto view = views().find(&request.artefact.content.kind());
  return view == views().end() ? nullptr : view->second(request);
}

QString viewTitle(const Artefact& artefact) {
  const auto* curve = artefact.get<Curve>();
  return recordText(curve && !curve->group.empty() ? curve->group : artefact.title);
}

}  // namespace adversarium
