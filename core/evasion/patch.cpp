// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <array>
#include <cmath>

#include "core/base/words.h"
#include "core/evasion/attack.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

enum class PatchShape { Square, Circle };

}  // namespace

template <>
struct Choices<PatchShape> {
  static constexpr std::array<std::string_view, 2> names{"square", "circle"};
};

namespace {

/// Brown et al. 2017: the expectation over places, angles, sizes and light of the loss of images with a patch on
/// them.
struct Patch {
  static constexpr AlgorithmInfo info{"patch", "Adversarial patch", Chapter::Evasion,
                                      "Brown et al. 2017, arXiv:1712.09665",
                                      "A sticker that fools the model wherever it is put, learned on one half of "
                                      "the images and judged on the other; "
                                      "ready to print."};
  using Victim = GradientAccess;
  static constexpr Norm kNorm = Norm::L0;
  struct Params {
    double area = 0.05;
    PatchShape shape = PatchShape::Square;
    int steps = 300;
    double rate = 0.05;
    int images = 32;
    double angle = 20;
    double size = 0.1;
    double light = 0.1;
    double centimetres = 10;
  };
  static constexpr std::tuple params{
      heroParam(&Params::area, "area", "Area", "Share of the picture that the patch covers", {1e-3, 1, 0.01, 0.3}),
      param(&Params::shape, "shape", "Shape", "Outline of the patch"),
      param(&Params::steps, "steps", "Steps", "Gradient steps", {1, 100000, 10, 2000, true}).as(Role::Steps),
      param(&Params::rate, "rate", "Learning rate", "Step size of Adam",
            {1e-4, 1, 0.005, 0.2, true, "pixel value"}),
      param(&Params::images, "images", "Images a step", "Images, each with the patch at a place of its own",
            {1, 4096, 8, 256, true}),
      param(&Params::angle, "angle", "Turn", "Largest turn to either side", {0, 180, 0, 90, false, "°"}),
      param(&Params::size, "size", "Size change", "Largest growth or shrinking, as a share", {0, 0.9, 0, 0.5}),
      param(&Params::light, "light", "Light change", "Largest brightening or darkening, as a share",
            {0, 0.9, 0, 0.5}),
      param(&Params::centimetres, "centimetres", "Printed width", "How wide the patch is on paper",
            {0.1, 1000, 1, 50, true, "cm"}),
  };

  static at::Tensor learn(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    at::Generator& random = *goal.random;
    const std::int64_t n = images.size(0), some = std::min<std::int64_t>(params.images, n);
    const std::int64_t side = sideIn(images, params);
    at::Tensor patch = at::empty({1, images.size(1), side, side}).uniform_(0.25, 0.75, random);
    at::Tensor mean = at::zeros_like(patch), spread = at::zeros_like(patch);
    for (int step = 0; step < params.steps; ++step) {
      progress.step(step, params.steps);
      const at::Tensor rows =
          n <= some ? at::arange(n) : at::randperm(n, random, at::kLong).slice(0, 0, some).contiguous();
      const Goal wanted = goal.rows(rows);
      const at::Tensor chosen = images.index_select(0, rows);
      const Placement placement = placed(chosen, params, random);
      const at::AutoGradMode withGradient(true);
      const at::Tensor leaf = patch.detach().requires_grad_(true);
      const at::Tensor shown = pasted(leaf, chosen, placement, params);
      const InputGradient look = victim.inputGradient(
          shown.detach(), [&](const at::Tensor& logits) { return wanted.logOdds(logits).clamp_max(9); }, rows);
      const at::Tensor gradient = torch::autograd::grad({shown}, {leaf}, {look.gradient / double(some)})[0];
      const at::NoGradGuard noGradient;
      mean = 0.9 * mean + 0.1 * gradient;
      spread = 0.999 * spread + 0.001 * gradient.square();
      const at::Tensor up = mean / (1 - std::pow(0.9, step + 1));
      const at::Tensor scale = (spread / (1 - std::pow(0.999, step + 1))).sqrt() + 1e-8;
      patch = (patch + params.rate * (1 - 0.9 * double(step) / params.steps) * up / scale).clamp_(0, 1);
      if (goal.onStep && n == 1) goal.onStep(shown.detach());
    }
    return patch;
  }

  static at::Tensor apply(const at::Tensor& patch, const at::Tensor& images, const Goal& goal,
                          const Params& params) {
    return pasted(patch, images, placed(images, params, *goal.random), params);
  }

  static Artefact exhibit(const at::Tensor& patch, const Params& params) {
    // What the outline cuts off is paper.
    const at::Tensor mask = outline(patch.size(2), params.shape);
    const at::Tensor paper = patch * mask + (1 - mask);
    ImageSet set;
    set.shape = paper.sizes().vec();
    set.values = floatsOf(paper);
    set.centimetres = params.centimetres;
    return {"patch", translatable("records", "The patch, for print"), set};
  }

 private:
  /// Maps from an image to the patch, both in coordinates of [−1,1], and the light that falls on each patch.
  struct Placement {
    at::Tensor map;    // N×2×3
    at::Tensor light;  // N×1×1×1
  };

  /// Side of the patch in pixels; the circle's square is larger than its area.
  static double exactSide(const at::Tensor& images, const Params& params) {
    const double area = params.area * double(images.size(2) * images.size(3));
    return std::sqrt(params.shape == PatchShape::Circle ? area * 4 / M_PI : area);
  }
  static std::int64_t sideIn(const at::Tensor& images, const Params& params) {
    return std::max<std::int64_t>(2, std::llround(exactSide(images, params)));
  }

  static at::Tensor outline(std::int64_t side, PatchShape shape) {
    if (shape == PatchShape::Square) return at::ones({1, 1, side, side});
    const at::Tensor at = (at::arange(side, at::kFloat) + 0.5) * (2.0 / double(side)) - 1;
    return (at.unsqueeze(0).square() + at.unsqueeze(1).square()).le(1).to(at::kFloat).view({1, 1, side, side});
  }

  /// Somewhere where the whole patch is in the picture, as far as it fits.
  static Placement placed(const at::Tensor& images, const Params& params, at::Generator& random) {
    const std::int64_t n = images.size(0);
    const auto within = [&](double most) { return at::empty({n}).uniform_(-1, 1, random) * most; };
    const double height = double(images.size(2)), width = double(images.size(3));
    const at::Tensor angle = within(params.angle * M_PI / 180);
    const at::Tensor half = exactSide(images, params) / 2 * (1 + within(params.size));  // pixels
    const at::Tensor reach = half * (angle.cos().abs() + angle.sin().abs());
    const at::Tensor x = within(1) * (width / 2 - reach).clamp_min(0),
                     y = within(1) * (height / 2 - reach).clamp_min(0);
    // From picture coordinates to pixels from the centre, to the patch's own axes, to [−1,1] of the patch.
    const at::Tensor cosine = angle.cos() / half, sine = angle.sin() / half;
    const at::Tensor map = at::stack({cosine * (width / 2), sine * (height / 2), -(cosine * x + sine * y),
                                      -sine * (width / 2), cosine * (height / 2), sine * x - cosine * y},
                                     1)
                               .view({n, 2, 3});
    return {map, (1 + within(params.light)).view({n, 1, 1, 1})};
  }

  static at::Tensor pasted(const at::Tensor& patch, const at::Tensor& images, const Placement& placement,
                           const Params& params) {
    constexpr int kBilinear = 0, kZeros = 0, kBorder = 1;
    const std::int64_t n = images.size(0);
    const at::Tensor places = at::affine_grid_generator(placement.map, images.sizes(), /*align_corners=*/false);
    const auto seen = [&](const at::Tensor& picture, int beyond) {
      return at::grid_sampler(picture.expand({n, picture.size(1), picture.size(2), picture.size(3)}), places,
                              kBilinear, beyond, /*align_corners=*/false);
    };
    const at::Tensor cover = seen(outline(patch.size(2), params.shape), kZeros);
    const at::Tensor lit = (seen(patch, kBorder) * placement.light).clamp(0, 1);
    return images * (1 - cover) + lit * cover;
  }
};
const RegisteredAttack<Patch> kPatchRegistered;

}  // namespace
}  // namespace adversarium
