// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/batch_rows.h"
#include "core/evasion/boundary_hunt.h"
#include "core/evasion/nearest_adversarial.h"

namespace adversarium {
namespace {

/// Brendel, Rauber, Bethge, ICLR 2018, algorithm 1.
struct Boundary {
  static constexpr AlgorithmInfo info{"boundary", "Boundary attack", Chapter::Evasion,
                                      "Brendel et al. 2018, arXiv:1712.04248",
                                      "A random walk along the decision boundary towards the clean image: the "
                                      "first attack that needed nothing but "
                                      "the winning class."};
  using Victim = LabelAccess;
  static constexpr Norm kNorm = Norm::L2;
  struct Params {
    int steps = 5000;
    double sideways = 0.01;
    double forwards = 0.01;
    double adaptation = 1.5;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Proposals of an image; one query each, two every tenth",
                {1, 1e7, 100, 25000, true})
          .as(Role::Steps),
      param(&Params::sideways, "sideways", "First sideways step",
            "Length of the random part of a step, as a share of the distance", {1e-6, 1, 1e-3, 0.1, true}),
      param(&Params::forwards, "forwards", "First forward step",
            "Length of the step towards the clean image, as a share of the distance", {1e-6, 1, 1e-3, 0.1, true}),
      param(&Params::adaptation, "adaptation", "Adaptation", "Factor by which step lengths grow and shrink",
            {1.01, 10, 1.1, 3, true}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    BoundaryHunt hunt(victim, images, goal, kNorm, std::numeric_limits<std::int64_t>::max());
    at::Tensor result = images.clone();
    const at::Tensor rows = hunt.start(result, *goal.random, progress);
    if (rows.numel() == 0) return result;
    const at::Tensor clean = images.index_select(0, rows);
    constexpr double kPrecision = 0.01;
    at::Tensor current = hunt.toBoundary(result.index_select(0, rows), rows, kPrecision);
    at::Tensor distance = hunt.distance(current, rows);
    const std::int64_t n = rows.numel();
    Pace sideways{at::full({n}, params.sideways), at::zeros({n}), at::zeros({n}), 10, 0.2, 0.5};
    Pace forwards{at::full({n}, params.forwards), at::zeros({n}), at::zeros({n}), 30, 0.1, 0.25};
    const at::Tensor all = at::arange(n);
    for (int step = 0; step < params.steps; ++step) {
      progress.step(step, params.steps);
      const at::Tensor sphere = onSphere(clean, current, distance, sideways.length, *goal.random);
      // Whether the sideways part alone stays adversarial tells how straight the boundary is.
      if (step % 10 == 0) {
        const at::Tensor stays = hunt.ask(sphere, rows);
        sideways.note(stays);
        const at::Tensor even = sideways.settle(params.adaptation);
        forwards.length *= even;  // both parts follow the boundary's curve
      }
      const at::Tensor way = clean - sphere;
      const at::Tensor length = quickNorm(way, Norm::L2);
      const at::Tensor wanted = (forwards.length * distance + length - distance).clamp_min(0);
      const at::Tensor proposal = (sphere + perImage(wanted / length.clamp_min(1e-12)) * way).clamp_(0, 1);
      const at::Tensor reached = hunt.ask(proposal, rows);
      const at::Tensor nearer = hunt.distance(proposal, rows);
      const at::Tensor accepted = reached.logical_and(nearer < distance);
      copyWhere(accepted, current, all, proposal);
      distance = at::where(accepted, nearer, distance);
      forwards.note(reached);
      (void)forwards.settle(params.adaptation);
      if (goal.onStep) goal.onStep(current);
    }
    result.index_copy_(0, rows, current);
    return result;
  }

 private:
  /// A step length that follows the share of steps that succeed, one an image.
  struct Pace {
    at::Tensor length;       // N
    at::Tensor hits, tries;  // N, since the length last changed
    int enough;              // tries before a judgement
    double low, high;        // shares of hits at which it shrinks or grows

    void note(const at::Tensor& hit) {
      hits += hit;
      tries += 1;
    }
    /// Returns the factor, N.
    at::Tensor settle(double adaptation) {
      const at::Tensor judged = tries >= enough, share = hits / tries.clamp_min(1);
      const at::Tensor grows = judged.logical_and(share > high), shrinks = judged.logical_and(share < low);
      at::Tensor factor =
          at::ones_like(length).masked_fill(grows, adaptation).masked_fill(shrinks, 1 / adaptation);
      length *= factor;
      hits = hits.masked_fill(judged, 0);
      tries = tries.masked_fill(judged, 0);
      return factor;
    }
  };

  /// A random step at right angles to the way to the clean image, back onto the sphere around it (figure 2 of the
  /// paper).
  static at::Tensor onSphere(const at::Tensor& clean, const at::Tensor& current, const at::Tensor& distance,
                             const at::Tensor& length, at::Generator& random) {
    const at::Tensor way = clean - current;
    at::Tensor side = at::empty_like(clean).normal_(0, 1, random);
    const at::Tensor along = (side * way).flatten(1).sum(1) / distance.square().clamp_min(1e-24);
    side = unitStep(side - perImage(along) * way, Norm::L2) * perImage(length * distance);
    const at::Tensor shrink = 1 / (length.square() + 1).sqrt();
    return (clean + perImage(shrink) * (side - way)).clamp_(0, 1);
  }
};
const RegisteredAttack<Boundary> kBoundaryRegistered;

}  // namespace
}  // namespace adversarium
