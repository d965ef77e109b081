// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/explain/explain.h"

namespace adversarium {
namespace {

/// Names of the nodes whose output is a map of more than one place, in order; found with one image.
std::vector<std::string> spatialTaps(const Graph& graph, const at::Tensor& image, bool withPooling) {
  std::vector<std::string> names;
  (void)graph.run(image, {false,
                          [&](const Node& node, const at::Tensor& output) {
                            const bool map = output.dim() == 4 && output.size(2) * output.size(3) > 1;
                            const bool pools = node.op.find("pool") != std::string::npos;
                            if (map && (withPooling || !pools)) names.push_back(node.name);
                          },
                          nullptr});
  return names;
}

/// Selvaraju et al., ICCV 2017, equations (1) and (2), scaled up to the picture.
struct GradCam {
  static constexpr AlgorithmInfo info{
      "grad-cam", "Grad-CAM", Chapter::Evasion, "Selvaraju et al. 2017, arXiv:1610.02391",
      "Which places of an inner layer spoke for the class: coarse, but about what the model made of the picture "
      "instead of its pixels."};
  using Victim = WhiteBox;
  struct Params {
    std::string layer;
  };
  static constexpr std::tuple params{
      param(&Params::layer, "layer", "Layer",
            "Name of the layer that is looked into; empty: the last one with places before pooling"),
  };

  static HeatWords words(const Params&) { return {translatable("records", "evidence in the layer")}; }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    progress.step(0, 1);
    const auto number = [&](const at::Tensor& logits) {
      return quantityOf(logits, subject.classes, Quantity::Logit);
    };
    const TapGradient look =
        victim.tapGradient(images, chosenLayer(victim, images.slice(0, 0, 1), params), number);
    const at::Tensor weight = look.gradient.mean({2, 3}, true);            // equation (1)
    const at::Tensor map = at::relu((weight * look.output).sum(1, true));  // equation (2)
    return {at::upsample_bilinear2d(map, {images.size(2), images.size(3)}, false).squeeze(1)};
  }

 private:
  static std::string chosenLayer(Victim& victim, const at::Tensor& image, const Params& params) {
    const std::vector<std::string> taps = spatialTaps(victim.graph(), image, !params.layer.empty());
    if (taps.empty()) throw UsageError("grad-cam", "the model has no layer with places to look at");
    if (params.layer.empty()) return taps.back();
    if (std::find(taps.begin(), taps.end(), params.layer) != taps.end()) return params.layer;
    std::string known;
    for (const std::string& tap : taps) known += (known.empty() ? "" : ", ") + tap;
    throw UsageError("layer '" + params.layer + "'", "is no layer with places; there are " + known);
  }
};
const RegisteredExplanation<GradCam> kGradCamRegistered;

}  // namespace
}  // namespace adversarium
