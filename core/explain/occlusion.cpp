// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/explain/window_scan.h"

namespace adversarium {
namespace {

/// Zeiler and Fergus, ECCV 2014, section 4.2: hides one window after the other and watches the class's score.
struct Occlusion {
  static constexpr AlgorithmInfo info{
      "occlusion", "Occlusion map", Chapter::Evasion, "Zeiler and Fergus 2014, arXiv:1311.2901",
      "Hides one place after the other and shows by how much the class's probability falls. Needs only scores."};
  using Victim = ScoreAccess;
  struct Params {
    int size = 0;
    int stride = 0;
    Fill fill = Fill::Mean;
    bool exactReuse = true;
  };
  static constexpr std::tuple params{
      heroParam(&Params::size, "size", "Window", "Side of the hidden square; 0: a sixth of the picture",
                {0, 4096, 0, 64, false, "pixels"})
          .as(Role::Window),
      param(&Params::stride, "stride", "Step", "How far the window moves; 0: a quarter of its side",
            {0, 4096, 0, 16, false, "pixels"}),
      param(&Params::fill, "fill", "Hidden under", "What stands in the window's place").as(Role::Fill),
      param(&Params::exactReuse, "reuse", "Compute only what changes",
            "Each layer computes only the region that a window reaches; same map up to rounding, several times "
            "faster"),
  };

  static HeatWords words(const Params&) {
    return {translatable("records", "fall of the probability when hidden"), true};
  }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    const std::int64_t number = images.size(0), height = images.size(2), width = images.size(3);
    const ScanSides sides = scanSides(params.size, params.stride, height, width);
    const at::Tensor hiding = hidingPictures(images, params.fill);
    const auto passes = coarseToFine(int(height), int(width), sides.size, sides.stride);
    std::int64_t windows = 0, done = 0;
    for (const auto& pass : passes) windows += std::int64_t(pass.size());
    Heat heat{at::zeros({number, height, width}), std::vector<std::vector<HiddenWindow>>(std::size_t(number)), {}};
    for (std::int64_t i = 0; i < number; ++i) {
      WindowScan scan(victim, images.slice(0, i, i + 1), hiding.slice(0, i, i + 1),
                      subject.classes[i].item<std::int64_t>(), i, params.exactReuse);
      for (const auto& pass : passes) {
        scan.hide(pass, [&] { progress.step(done + std::int64_t(scan.hidden().size()), number * windows); });
        if (!subject.onMap && &pass != &passes.back()) continue;
        heat.maps[i].copy_(scan.map());
        heat.windows[std::size_t(i)] = scan.hidden();
        if (subject.onMap) subject.onMap(heat);
      }
      done += windows;
    }
    return heat;
  }
};
const RegisteredExplanation<Occlusion> kOcclusionRegistered;

}  // namespace
}  // namespace adversarium
