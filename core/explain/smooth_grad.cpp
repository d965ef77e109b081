// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/explain/explain.h"

namespace adversarium {
namespace {

/// Smilkov, Thorat, Kim, Viégas, Wattenberg 2017, section 2: the mean gradient over noisy copies.
struct SmoothGrad {
  static constexpr AlgorithmInfo info{
      "smooth-grad", "SmoothGrad", Chapter::Evasion, "Smilkov et al. 2017, arXiv:1706.03825",
      "The saliency map of many noisy copies on average: the speckle of a single gradient cancels."};
  using Victim = GradientAccess;
  struct Params {
    int samples = 50;
    double noise = 0.15;
    Quantity quantity = Quantity::Logit;
  };
  static constexpr std::tuple params{
      heroParam(&Params::samples, "samples", "Noisy copies", "Gradients that are averaged",
                {1, 10000, 1, 200, true}),
      param(&Params::noise, "noise", "Noise",
            "Standard deviation of the noise, as a share of the picture's range of values",
            {0, 1, 0, 0.5, false, "× range"}),
      param(&Params::quantity, "quantity", "Explained number",
            "The probability saturates where the model is sure, so its gradient says less there"),
  };

  static HeatWords words(const Params&) {
    return {translatable("records", "largest mean slope over the channels")};
  }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    constexpr std::int64_t kImagesAtOnce = 64;
    const std::int64_t number = images.size(0);
    const at::Tensor range = images.amax({1, 2, 3}, true) - images.amin({1, 2, 3}, true);
    at::Tensor sum = at::zeros_like(images);
    for (int done = 0; done < params.samples;) {
      progress.step(done, params.samples);
      const int copies =
          static_cast<int>(std::clamp<std::int64_t>(kImagesAtOnce / number, 1, params.samples - done));
      // Copy after copy, so that the noise does not depend on how many are computed together.
      std::vector<at::Tensor> noisy;
      for (int copy = 0; copy < copies; ++copy) {
        const at::Tensor noise = at::empty_like(images).normal_(0, 1, *subject.random);
        noisy.push_back(images + params.noise * range * noise);
      }
      const at::Tensor classes = subject.classes.repeat({copies});
      const at::Tensor rows = at::arange(number).repeat({copies});
      const auto quantity = [&](const at::Tensor& logits) { return quantityOf(logits, classes, params.quantity); };
      const at::Tensor gradient = victim.inputGradient(at::cat(noisy), quantity, rows).gradient;
      std::vector<std::int64_t> shape = images.sizes().vec();
      shape.insert(shape.begin(), copies);
      sum += gradient.reshape(shape).sum(0);
      done += copies;
      if (subject.onMap) subject.onMap({(sum / done).abs().amax(1)});
    }
    return {(sum / params.samples).abs().amax(1)};
  }
};
const RegisteredExplanation<SmoothGrad> kSmoothGradRegistered;

}  // namespace
}  // namespace adversarium
