// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/exploration_record.h"

#include <QDateTime>
#include <stdexcept>

namespace adversarium {
namespace {

ImageSet imageSetOf(const Image& image, const QString& caption) {
  return {{1, image.channels, image.height, image.width}, image.planes, {caption.toStdString()}, false};
}

Table scoresTable(const Exploration& exploration, const QStringList& names) {
  Table table;
  table.columns = {"class", "name", "clean", "attacked"};
  for (std::size_t c = 0; c < exploration.cleanScores.size(); ++c) {
    const auto index = static_cast<int>(c);
    table.rows.push_back(
        {static_cast<double>(c), index < names.size() ? names[index].toStdString() : std::string(),
         static_cast<double>(exploration.cleanScores[c]),
         c < exploration.attackedScores.size() ? static_cast<double>(exploration.attackedScores[c]) : 0.0});
  }
  return table;
}

}  // namespace

std::shared_ptr<const Record> recordOf(const Exploration& exploration, const Ribbon* ribbon,
                                       const QStringList& classNames, const ModelInfo& model,
                                       const std::string& dataSha256, int threads) {
  if (!exploration.exact) throw std::logic_error("a preview cannot become a record");
  auto record = std::make_shared<Record>();
  const ExploreRequest& asked = exploration.request;
  record->request.algorithm = asked.algorithm;
  record->request.params = asked.params;
  record->request.model = asked.model;
  record->request.data = asked.data;
  record->request.samples.indices = {asked.index};
  record->request.target = asked.target;
  record->request.seed = asked.seed;
  record->origin.modelSha256 = model.sha256;
  record->origin.dataSha256 = dataSha256;
  record->origin.version = versionString();
  record->origin.device = "cpu";
  record->origin.threads = threads;
  record->origin.seconds = exploration.seconds;
  record->origin.utc = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
  record->caveats.push_back({"single-image", "One image, chosen by hand: no rate follows from it."});
  for (const std::string& remark : model.remarks) record->caveats.push_back({"model", remark});

  auto& measures = record->measures;
  measures["success_rate"] = {exploration.succeeded ? 1.0 : 0.0, {}, {}, 1, "rate"};
  measures["norm_l0_median"] = {exploration.l0, {}, {}, 1, "pixels"};
  measures["norm_l1_median"] = {exploration.l1, {}, {}, 1, "pixel value"};
  measures["norm_l2_median"] = {exploration.l2, {}, {}, 1, "pixel value"};
  measures["norm_linf_median"] = {exploration.linf, {}, {}, 1, "pixel value"};
  measures["queries_mean"] = {static_cast<double>(exploration.queries), {}, {}, 1, "queries"};
  measures["seconds"] = {exploration.seconds, {}, {}, 1, "s"};

  const auto named = [&](int index) {
    return index >= 0 && index < classNames.size() ? classNames[index] : QString::number(index);
  };
  record->found.push_back({"clean", "Clean images", imageSetOf(exploration.clean, named(exploration.cleanClass))});
  record->found.push_back(
      {"adversarial", "Attacked images", imageSetOf(exploration.attacked, named(exploration.attackedClass))});
  record->found.push_back({"indices", "Sample indices", Labels{{asked.index}}});
  record->found.push_back({"labels", "True classes", Labels{{exploration.label}}});
  record->found.push_back({"predicted", "Answers to the attacked images", Labels{{exploration.attackedClass}}});
  record->found.push_back({"scores", "Scores", scoresTable(exploration, classNames)});
  if (ribbon && !ribbon->strengths.empty() && exploration.cleanClass >= 0) {
    Curve curve;
    curve.xLabel = "Strength ε";
    curve.yLabel = "Confidence in the clean class";
    for (std::size_t i = 0; i < ribbon->strengths.size(); ++i) {
      curve.x.push_back(ribbon->strengths[i]);
      curve.y.push_back(ribbon->scores[i][static_cast<std::size_t>(exploration.cleanClass)]);
    }
    record->found.push_back({"confidence", "Confidence against strength", curve});
  }
  return record;
}

}  // namespace adversarium
