// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"

namespace adversarium {
namespace {

/// One rotation (degrees), shift (shares of the width and the height) and scale, and how far it is from nothing:
/// its largest part as a share of what is allowed.
struct Pose {
  double angle = 0, across = 0, down = 0, scale = 1, size = 0;
};

/// Engstrom et al., ICML 2019, section 3: the worst of a grid of rotations and translations, here with scales,
/// from the smallest to the largest so that the first one that fools the model is the mildest of the grid.
struct Spatial {
  static constexpr AlgorithmInfo info{
      "spatial", "Rotation, shift, scale", Chapter::Evasion, "Engstrom et al. 2019, arXiv:1712.02779",
      "Turns, moves and scales the picture, mildest first, until the answer changes: what a tilted camera does."};
  using Victim = LabelAccess;
  static constexpr Norm kNorm = Norm::L2;
  struct Params {
    double rotation = 30;
    double shift = 0.1;
    double scale = 0.1;
    int angles = 31;
    int shifts = 5;
    int scales = 3;
  };
  static constexpr std::tuple params{
      heroParam(&Params::rotation, "rotation", "Rotation", "Largest turn to either side",
                {0, 180, 0, 90, false, "°"}),
      param(&Params::shift, "shift", "Shift", "Largest move in each direction, as a share of the picture",
            {0, 1, 0, 0.5}),
      param(&Params::scale, "scale", "Scale", "Largest growth or shrinking, as a share", {0, 0.9, 0, 0.5}),
      param(&Params::angles, "angles", "Angles", "How many angles are tried", {1, 721, 1, 91}),
      param(&Params::shifts, "shifts", "Shifts", "How many shifts in each direction are tried", {1, 101, 1, 11}),
      param(&Params::scales, "scales", "Scales", "How many scales are tried", {1, 101, 1, 11}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const std::vector<Pose> poses = grid(params);
    const auto total = static_cast<std::int64_t>(poses.size());
    at::Tensor result = images.clone();
    at::Tensor rows = at::arange(images.size(0));
    Goal wanted = goal.rows(rows);
    for (std::int64_t i = 0; i < total && rows.numel() > 0; ++i) {
      progress.step(i, total);
      const at::Tensor turned = posed(images.index_select(0, rows), poses[static_cast<std::size_t>(i)]);
      const at::Tensor reached = wanted.reached(victim.decide(turned, rows));
      if (goal.onStep) goal.onStep(turned);
      if (!reached.any().item<bool>()) continue;
      copyWhere(reached, result, rows, turned);
      const at::Tensor kept = rowsWhere(reached.logical_not());
      keepRows(kept, rows);
      wanted = wanted.rows(kept);
    }
    return result;
  }

 private:
  /// `count` values from −most to most; only 0 for one.
  static std::vector<double> spread(double most, int count) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(count == 1 ? 0 : most * (2.0 * i / (count - 1) - 1));
    return values;
  }

  static std::vector<Pose> grid(const Params& params) {
    const auto share = [](double value, double most) { return most > 0 ? std::abs(value) / most : 0.0; };
    std::vector<Pose> poses;
    for (const double angle : spread(params.rotation, params.angles)) {
      for (const double across : spread(params.shift, params.shifts)) {
        for (const double down : spread(params.shift, params.shifts)) {
          for (const double grown : spread(params.scale, params.scales)) {
            const double size = std::max({share(angle, params.rotation), share(across, params.shift),
                                          share(down, params.shift), share(grown, params.scale)});
            poses.push_back({angle, across, down, 1 + grown, size});
          }
        }
      }
    }
    std::stable_sort(poses.begin(), poses.end(), [](const Pose& a, const Pose& b) { return a.size < b.size; });
    return poses;
  }

  /// Bilinear, with the border's pixels beyond the border: black corners would be a cue of their own.
  static at::Tensor posed(const at::Tensor& images, const Pose& pose) {
    const double angle = pose.angle * M_PI / 180, cosine = std::cos(angle) / pose.scale,
                 sine = std::sin(angle) / pose.scale;
    const double ratio = double(images.size(2)) / double(images.size(3));
    // Rows of the map from a place in the result to its source, in coordinates of [−1,1].
    const double x = -2 * pose.across, y = -2 * pose.down;
    const at::Tensor map = at::tensor({cosine, -sine * ratio, cosine * x - sine * ratio * y, sine / ratio, cosine,
                                       sine / ratio * x + cosine * y},
                                      at::kDouble)
                               .to(at::kFloat)
                               .view({1, 2, 3})
                               .expand({images.size(0), 2, 3});
    constexpr int kBilinear = 0, kBorder = 1;
    const at::Tensor places = at::affine_grid_generator(map, images.sizes(), /*align_corners=*/false);
    return at::grid_sampler(images, places, kBilinear, kBorder, /*align_corners=*/false).clamp_(0, 1);
  }
};
const RegisteredAttack<Spatial> kSpatialRegistered;

}  // namespace
}  // namespace adversarium
