// SPDX-License-Identifier: GPL-3.0-or-later
/// A task that a network learns within seconds: three kinds of stripes under noise, and a model with a backdoor in
/// it.
#pragma once

#include <QFile>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"
#include "tests/core/stopper.h"

namespace adversarium {

/// 1×8×8; class 0 across, 1 down, 2 chequered.
inline std::shared_ptr<MemoryData> stripes(std::int64_t count, std::uint64_t seed = 1) {
  at::Generator random = generatorFrom(seed);
  const at::Tensor labels = at::arange(count).remainder(3);
  at::Tensor images = at::empty({count, 1, 8, 8}).uniform_(0, 0.6, random);
  const at::Tensor place = at::arange(8);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t label = labels[i].item<std::int64_t>();
    const at::Tensor row = place.view({-1, 1}), column = place.view({1, -1});
    const at::Tensor lines = label == 0 ? row.expand({8, 8}) : label == 1 ? column.expand({8, 8}) : row + column;
    images[i][0].add_(0.4 * lines.remainder(2).to(at::kFloat));
  }
  return std::make_shared<MemoryData>(images, labels);
}

inline std::shared_ptr<const Record> runMethod(
    const Assignment& assignment, Progress& progress, const KeepRecord& keep = [](const auto&) {}) {
  return methodFor(assignment.request.algorithm).run(assignment, progress, keep);
}

inline Assignment trainingAssignment(const std::string& method, std::shared_ptr<const DataSet> data,
                                     const ParamMap& params) {
  Request request;
  request.algorithm = method;
  request.model = "new:smallconv";
  request.data = data->info().where;
  request.batch = 16;
  request.seed = 3;
  request.params = completeParams(catalogueEntry(method).params, params);
  return {request, nullptr, std::move(data)};
}

/// Writes a record's model into `folder` and opens it.
inline std::shared_ptr<const Classifier> openedModel(const Record& record, const QTemporaryDir& folder,
                                                     const char* id = "model") {
  const auto* model = record.get<ModelFile>(id);
  if (!model) throw InputError(id, "is not in the record");
  QFile file(folder.filePath(QString(id) + ".adv"));
  if (!file.open(QIODevice::WriteOnly)) throw InputError(id, "cannot be written");
  file.write(model->bytes.data(), qint64(model->bytes.size()));
  file.close();
  return openModel(file.fileName().toStdString());
}

}  // namespace adversarium
