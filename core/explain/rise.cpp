// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/explain/explain.h"

namespace adversarium {
namespace {

/// Random pictures in [0,1]: a coarse grid of ones and zeros, scaled up smoothly and cut at a random place, so
/// that no grid shows in the map. M×1×H×W.
at::Tensor randomMasks(std::int64_t count, int grid, double kept, std::int64_t height, std::int64_t width,
                       at::Generator& random) {
  const std::int64_t cellHeight = (height + grid - 1) / grid, cellWidth = (width + grid - 1) / grid;
  const at::Tensor cells = at::empty({count, 1, grid + 1, grid + 1}, at::kFloat).bernoulli_(kept, random);
  const at::Tensor large =
      at::upsample_bilinear2d(cells, {(grid + 1) * cellHeight, (grid + 1) * cellWidth}, false);
  const at::Tensor top = at::randint(0, cellHeight, {count}, random, at::kLong);
  const at::Tensor left = at::randint(0, cellWidth, {count}, random, at::kLong);
  at::Tensor masks = at::empty({count, 1, height, width}, at::kFloat);
  for (std::int64_t m = 0; m < count; ++m) {
    const std::int64_t y = top[m].item<std::int64_t>(), x = left[m].item<std::int64_t>();
    masks[m].copy_(large[m].slice(1, y, y + height).slice(2, x, x + width));
  }
  return masks;
}

/// Petsiuk, Das, Saenko, BMVC 2018, equation (6), with each pixel's own share of visible masks in place of its
/// expectation: with few masks that takes out what chance showed more often.
struct Rise {
  static constexpr AlgorithmInfo info{
      "rise", "RISE", Chapter::Evasion, "Petsiuk et al. 2018, arXiv:1806.07421",
      "Shows the picture through thousands of random masks: places that are visible whenever the class is "
      "recognised matter. Needs only scores."};
  using Victim = ScoreAccess;
  struct Params {
    int masks = 2000;
    int grid = 8;
    double kept = 0.5;
    Fill fill = Fill::Black;
  };
  static constexpr std::tuple params{
      heroParam(&Params::masks, "masks", "Masks", "Looks at each picture", {1, 1e6, 100, 8000, true}),
      param(&Params::grid, "grid", "Grid", "Cells a side of the coarse masks", {2, 256, 4, 16}),
      param(&Params::kept, "kept", "Visible share", "Share of the cells that stay visible",
            {0.01, 0.99, 0.1, 0.9}),
      param(&Params::fill, "fill", "Hidden under", "What stands where a mask hides the picture").as(Role::Fill),
  };

  static HeatWords words(const Params&) { return {translatable("records", "mean probability when visible")}; }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    constexpr std::int64_t kMasksAtOnce = 64;
    const std::int64_t number = images.size(0), height = images.size(2), width = images.size(3);
    const at::Tensor hiding = hidingPictures(images, params.fill);
    at::Tensor sums = at::zeros({number, height * width}), shown = at::full({height * width}, 1e-6);
    std::int64_t step = 0;
    const std::int64_t chunks = (params.masks + kMasksAtOnce - 1) / kMasksAtOnce;
    for (std::int64_t done = 0; done < params.masks; done += kMasksAtOnce) {
      const std::int64_t count = std::min<std::int64_t>(kMasksAtOnce, params.masks - done);
      const at::Tensor masks = randomMasks(count, params.grid, params.kept, height, width, *subject.random);
      const at::Tensor flat = masks.flatten(1);
      shown += flat.sum(0);
      for (std::int64_t i = 0; i < number; ++i) {
        progress.step(step++, chunks * number);
        const at::Tensor seen = at::lerp(hiding.slice(0, i, i + 1), images.slice(0, i, i + 1), masks);
        const at::Tensor scores = victim.logScores(seen, at::full({count}, i, at::kLong)).exp();
        sums[i] += at::mv(flat.t(), scores.select(1, subject.classes[i].item<std::int64_t>()));
      }
      if (subject.onMap) subject.onMap({(sums / shown).view({number, height, width})});
    }
    return {(sums / shown).view({number, height, width})};
  }
};
const RegisteredExplanation<Rise> kRiseRegistered;

}  // namespace
}  // namespace adversarium
