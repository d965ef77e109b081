// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/explain/window_scan.h"

namespace adversarium {

enum class Masks { Sliding, Random };
template <>
struct Choices<Masks> {
  static constexpr std::array<std::string_view, 2> names{"sliding", "random"};
};

namespace {

/// One list of windows with sides between half and twice `side`, anywhere in the picture.
std::vector<Window> randomWindows(int count, int side, int height, int width, at::Generator& random) {
  const auto below = [&](std::int64_t bound) {
    return static_cast<int>(
        at::randint(0, std::max<std::int64_t>(1, bound), {1}, random, at::kLong).item<std::int64_t>());
  };
  const int least = std::max(1, side / 2), most = 2 * side;
  std::vector<Window> windows;
  for (int i = 0; i < count; ++i) {
    const int tall = std::min(height, least + below(most - least + 1));
    const int wide = std::min(width, least + below(most - least + 1));
    windows.push_back({below(height - tall + 1), below(width - wide + 1), tall, wide});
  }
  return windows;
}

/// The window without `step` rows or columns on each of its sides in turn, as far as something is left.
std::vector<Window> shrunk(const Window& w, int step) {
  std::vector<Window> smaller;
  if (w.height > step) {
    smaller.push_back({w.top + step, w.left, w.height - step, w.width});
    smaller.push_back({w.top, w.left, w.height - step, w.width});
  }
  if (w.width > step) {
    smaller.push_back({w.top, w.left + step, w.height, w.width - step});
    smaller.push_back({w.top, w.left, w.height, w.width - step});
  }
  return smaller;
}

/// Which region carries the decision: windows over the whole picture as in Zeiler and Fergus 2014, or at random as
/// in the guideline, and then the smallest box that still has the best window's effect.
struct MaskScan {
  static constexpr AlgorithmInfo info{
      "mask-scan", "Mask scan", Chapter::Poisoning,
      "BSI, AI Security Concerns in a Nutshell, chapter 5; Zeiler and Fergus 2014, arXiv:1311.2901",
      "Hides one region after the other until the decision changes: in a picture with a trigger, the region found "
      "is the trigger."};
  using Victim = ScoreAccess;
  struct Params {
    int size = 0;
    Masks masks = Masks::Sliding;
    int number = 1000;
    double kept = 0.9;
    Fill fill = Fill::Mean;
  };
  static constexpr std::tuple params{
      heroParam(&Params::size, "size", "Mask size", "Side of the hidden square; 0: a quarter of the picture",
                {0, 4096, 0, 64, false, "pixels"})
          .as(Role::Window),
      param(&Params::masks, "masks", "Masks",
            "sliding: one square over every place, coarse to fine; random: rectangles of many sizes anywhere"),
      param(&Params::number, "number", "Random masks", "How many, for random masks", {1, 1e6, 100, 5000, true}),
      param(&Params::kept, "kept", "Share kept",
            "The region is made smaller as long as hiding it keeps this share of the best mask's effect",
            {0.1, 1, 0.5, 1}),
      param(&Params::fill, "fill", "Hidden under", "What stands in the mask's place").as(Role::Fill),
  };

  static HeatWords words(const Params&) {
    return {translatable("records", "fall of the probability when hidden"), true};
  }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    const std::int64_t number = images.size(0);
    const int height = int(images.size(2)), width = int(images.size(3));
    const int side = params.size > 0 ? params.size : std::max(1, (std::min(height, width) + 2) / 4);
    const ScanSides sides = scanSides(side, 0, height, width);
    const at::Tensor hiding = hidingPictures(images, params.fill);
    Heat heat{at::zeros({number, height, width}), std::vector<std::vector<HiddenWindow>>(std::size_t(number)),
              std::vector<Window>(std::size_t(number))};
    for (std::int64_t i = 0; i < number; ++i) {
      const auto passes = params.masks == Masks::Sliding
                              ? coarseToFine(height, width, sides.size, sides.stride)
                              : std::vector<std::vector<Window>>{
                                    randomWindows(params.number, sides.size, height, width, *subject.random)};
      std::int64_t windows = 0;
      for (const auto& pass : passes) windows += std::int64_t(pass.size());
      WindowScan scan(victim, images.slice(0, i, i + 1), hiding.slice(0, i, i + 1),
                      subject.classes[i].item<std::int64_t>(), i, true);
      const auto step = [&] {
        const std::int64_t done = std::min(windows, std::int64_t(scan.hidden().size()));
        progress.step(i * windows + done, number * windows);
      };
      for (const auto& pass : passes) {
        scan.hide(pass, step);
        heat.maps[i].copy_(scan.map());
        heat.windows[std::size_t(i)] = scan.hidden();
        heat.regions[std::size_t(i)] = strongest(scan.hidden(), 0).window;
        if (subject.onMap) subject.onMap(heat);
      }
      heat.regions[std::size_t(i)] = tightened(scan, params.kept, step);
      if (subject.onMap) subject.onMap(heat);
    }
    return heat;
  }

 private:
  /// Of the windows from `first` on, the one that lowers the score most.
  static HiddenWindow strongest(const std::vector<HiddenWindow>& hidden, std::size_t first) {
    return *std::min_element(hidden.begin() + std::ptrdiff_t(first), hidden.end(),
                             [](const auto& a, const auto& b) { return a.score < b.score; });
  }

  static Window tightened(WindowScan& scan, double kept, const std::function<void()>& between) {
    const HiddenWindow best = strongest(scan.hidden(), 0);
    const double wanted = scan.score() - kept * (scan.score() - best.score);  // at most this is left of the score
    Window box = best.window;
    for (int step = std::max(box.height, box.width) / 2; step >= 1;) {
      const std::size_t before = scan.hidden().size();
      scan.hide(shrunk(box, step), between);
      if (scan.hidden().size() == before) {
        step /= 2;
        continue;
      }
      const HiddenWindow smaller = strongest(scan.hidden(), before);
      if (best.score < scan.score() && smaller.score <= wanted) {
        box = smaller.window;
      } else {
        step /= 2;
      }
    }
    return box;
  }
};
const RegisteredExplanation<MaskScan> kMaskScanRegistered;

}  // namespace
}  // namespace adversarium
