// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/subjects.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/data/class_numbers.h"
#include "core/data/sources.h"
#include "core/formats/model_sources.h"
#include "core/formats/open_model.h"
#include "core/run/guard.h"
#include "core/tensor/machine.h"

namespace adversarium {
namespace {

constexpr std::string_view kNew = "new:";

}  // namespace

std::shared_ptr<const Classifier> Subjects::model(const std::string& where, ImageShape hint, bool hurried) {
  return modelOn(where, hint, m_device, hurried);
}

std::shared_ptr<const Classifier> Subjects::modelOn(const std::string& where, ImageShape hint,
                                                    const std::string& device, bool hurried) {
  return m_models.get(
      where + '\n' + device, hurried, [&] { return modelSources(where); },
      [&] {
        auto opened = adversarium::openModel(where, hint);
        return device == "cpu" ? opened : opened->on(at::Device(device));
      });
}

std::shared_ptr<const DataSet> Subjects::dataSet(const std::string& where, ImageShape wanted, bool hurried) {
  return m_data.get(
      fmt::format("{}\n{} {} {}", where, wanted.channels, wanted.height, wanted.width), hurried,
      [&] { return dataSources(where); }, [&] { return openDataSet(where, wanted); });
}

std::shared_ptr<const DataSet> Subjects::dataFor(const ModelInfo& model, const std::string& where, bool hurried) {
  const ImageShape& shape = model.input;
  return m_data.get(
      fmt::format("{}\n{} {} {}\n{} {}", where, shape.channels, shape.height, shape.width, model.classes,
                  fmt::join(model.classNames, "\n")),
      hurried, [&] { return dataSources(where); },
      [&] { return withClassesOf(dataSet(where, shape), model.classes, model.classNames); });
}

std::string Subjects::dataHash(const std::shared_ptr<const DataSet>& set) {
  {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_hashes, [](const auto& known) { return known.first.expired(); });
    if (const auto found = m_hashes.find(set); found != m_hashes.end()) return found->second;
  }
  std::string hash = set->sha256();
  const std::lock_guard lock(m_mutex);
  return m_hashes[set] = std::move(hash);
}

OpenedRequest Subjects::openedFor(Request request) {
  constexpr int kTries = 3;
  if (catalogueEntry(request.algorithm).scope == Scope::TrainingPart) request.data = trainingPart(request.data);
  const std::vector<std::filesystem::path> sources = dataSources(request.data);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const std::string before = stampOf(sources).state;
    OpenedRequest opened{assignmentFor(request), {}, before};
    opened.dataHash = dataHash(opened.assignment.data);
    if (stampOf(sources).state == before) return opened;
  }
  throw InputError(request.data, "is being changed while it is read");
}

Assignment Subjects::assignmentFor(const Request& request) {
  Assignment assignment{request, nullptr, nullptr};
  const CatalogueEntry& entry = catalogueEntry(request.algorithm);
  const bool fresh = request.model.starts_with(kNew);
  const bool training = entry.scope == Scope::TrainingPart;
  if (fresh && !training) {
    throw UsageError(request.model, "is an untrained architecture; " + request.algorithm + " needs a model");
  }
  requireDevice(request.device);
  if (request.precision != "float32" && request.precision != "bfloat16") {
    throw UsageError("precision " + request.precision, "there are float32 and bfloat16");
  }
  if (!request.guards.empty() && (fresh || learns(entry.family)))
    throw UsageError("guard " + request.guards.front().id,
                     "stands before a model that answers, not one that learns");
  if (training) assignment.request.data = trainingPart(request.data);
  assignment.data = dataSet(assignment.request.data, {});
  if (!fresh) {
    const DataInfo& info = assignment.data->info();
    assignment.model = modelOn(request.model, {info.channels, info.height, info.width}, request.device, false);
  }
  if (fresh || methodFor(request.algorithm).makesOwnClasses()) {
    const ImageShape shape = fresh ? ImageShape{} : assignment.model->info().input;
    assignment.data = withClassesToLearn(dataSet(assignment.request.data, shape));
  } else {
    assignment.data = dataFor(assignment.model->info(), assignment.request.data);
  }
  const DataInfo& info = assignment.data->info();
  assignment.request.params = suggestedParams(entry, request.params, {info.channels, info.height, info.width});
  return guarded(std::move(assignment));
}

}  // namespace adversarium
