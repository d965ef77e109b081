// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/preview.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/explain/runner.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

at::Tensor pictureOf(const ExplainRequest& request, const Classifier& model, const DataSet& data) {
  if (request.picture) {
    const ImageShape& shape = model.info().input;
    const Image& picture = *request.picture;
    if (shape != ImageShape{picture.channels, picture.height, picture.width})
      throw UsageError("picture", "has another size than the model takes");
    return tensorFromImage(picture);
  }
  if (request.index < 0 || request.index >= data.info().count)
    throw UsageError("sample " + std::to_string(request.index), "is not in " + request.data);
  return readBatch(data, {request.index}).images;
}

void put(Explanation& into, const Heat& heat, bool isSigned) {
  into.map = floatsOf(heat.maps[0]);
  into.range = heatRangeOf(into.map, isSigned);
  if (!heat.windows.empty()) into.windows = heat.windows[0];
}

/// The picture with all of `windows` hidden under its mean colour.
HiddenWindow hiddenTogether(const Classifier& model, const at::Tensor& image, const std::vector<Window>& windows,
                            int explained) {
  const at::Tensor replacement = hidingPictures(image, Fill::Mean);
  Window around = windows.front();
  at::Tensor hidden = image;
  for (const Window& w : windows) {
    if (!liesWithin(w, image.size(2), image.size(3))) throw UsageError("region", "does not lie in the picture");
    hidden = withHidden(hidden, replacement, {w});
    const int top = std::min(around.top, w.top), left = std::min(around.left, w.left);
    around = {top, left, std::max(around.bottom(), w.bottom()) - top, std::max(around.right(), w.right()) - left};
  }
  const at::Tensor scores = logitsInChunks(model, hidden).softmax(1)[0];
  const auto winner = scores.argmax().item<std::int64_t>();
  return {around, scores[explained].item<float>(), static_cast<int>(winner), scores[winner].item<float>()};
}

}  // namespace

std::vector<std::string> pictureExplainers() {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : catalogue()) {
    if (explanationMethodFor(entry.info.id)) ids.emplace_back(entry.info.id);
  }
  return ids;
}

std::shared_ptr<const Explanation> explainedPicture(
    const ExplainRequest& request, const Classifier& model, const DataSet& data, Progress& progress,
    const std::function<void(std::shared_ptr<const Explanation>)>& coarse) {
  const auto began = std::chrono::steady_clock::now();
  const ExplanationMethod* method = explanationMethodFor(request.algorithm);
  if (!method) throw UsageError(request.algorithm, "explains no single pictures");
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), method->entry());
  requireTarget(model, request.target);

  Explanation sofar;
  sofar.request = request;
  sofar.request.params = completeParams(method->entry().params, request.params);
  const HeatWords words = method->words(sofar.request.params);
  sofar.unit = words.unit;
  const at::Tensor image = pictureOf(request, model, data);
  sofar.image = imageFromTensor(image);
  if (!request.picture) sofar.label = data.label(request.index);
  const at::Tensor scores = logitsInChunks(model, image).softmax(1);
  sofar.scores = floatsOf(scores);
  sofar.answer = static_cast<int>(scores.argmax(1).item<std::int64_t>());
  sofar.explainedClass = request.target < 0 ? sofar.answer : request.target;
  if (!request.hidden.empty()) {
    sofar.region = hiddenTogether(model, image, request.hidden, sofar.explainedClass);
    sofar.queries = 2;
    sofar.finished = true;
    return std::make_shared<const Explanation>(std::move(sofar));
  }

  ExplainSettings settings;
  settings.target = request.target;
  settings.onMap = [&](const Heat& heat) {
    put(sofar, heat, words.isSigned);
    coarse(std::make_shared<const Explanation>(sofar));
  };
  const auto random = std::make_shared<at::Generator>(generatorFrom(request.seed));
  const ExplainedBatch batch =
      explainBatch(*method, sofar.request.params, model, image, settings, random, progress);
  put(sofar, batch.heat, words.isSigned);
  sofar.region = batch.regions[0];
  sofar.queries = batch.queries[0];
  sofar.finished = true;
  sofar.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return std::make_shared<const Explanation>(std::move(sofar));
}

}  // namespace adversarium
