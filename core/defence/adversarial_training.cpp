// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "core/tensor/ball.h"
#include "core/tensor/log_odds.h"
#include "core/tensor/row_state.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

enum class Recipe { Fast, Pgd, Trades };

}  // namespace

template <>
struct Choices<Recipe> {
  static constexpr std::array<std::string_view, 3> names{"fast", "pgd", "trades"};
};

namespace {

/// Fast: Wong, Rice, Kolter, ICLR 2020. PGD-7: Madry et al., ICLR 2018. TRADES: Zhang et al., ICML 2019, eq. (5).
/// AWP: Wu, Xia, Wang, NeurIPS 2020, algorithm 1.
struct AdversarialTraining {
  static constexpr AlgorithmInfo info{"adversarial-training", "Adversarial training", Chapter::Evasion,
                                      "Madry et al. 2018, arXiv:1706.06083",
                                      "Trains on attacked images instead of clean ones: the defence that has held "
                                      "up best, paid in clean accuracy."};
  struct Params : TrainParams {
    double epsilon = 8.0 / 255;
    Recipe recipe = Recipe::Fast;
    int steps = 7;
    double beta = 6;
    double awp = 0;
    double warmup = 0.1;
  };
  static constexpr auto params =
      std::tuple_cat(trainParams<Params>(),
                     std::tuple{
                         param(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a training image, L∞",
                               {0, 1, 0, 64.0 / 255, false, "pixel value"})
                             .as(Role::Strength),
                         param(&Params::recipe, "recipe", "Recipe",
                               "fast: one step from a random start; pgd: several steps; trades: clean loss plus a "
                               "penalty for change"),
                         param(&Params::steps, "steps", "Attack steps",
                               "Gradient steps per training image (recipes pgd and trades)", {1, 100, 1, 20})
                             .as(Role::Steps),
                         param(&Params::beta, "beta", "TRADES β",
                               "Weight of the penalty for change (recipe trades)", {0, 100, 1, 10}),
                         param(&Params::awp, "awp", "Weight perturbation γ",
                               "Also worsens the weights before each step, by this share of their norm; 0: off",
                               {0, 0.1, 0, 0.02}),
                         param(&Params::warmup, "warmup", "Warm-up",
                               "Share of the training during which the strength grows from zero", {0, 1, 0, 0.5}),
                     });

  static LossHook hook(const Assignment&, const Params& params) {
    return [params](TrainStep& step) {
      const double ramp = params.warmup > 0 ? std::min(1.0, step.progress / params.warmup) : 1.0;
      const double epsilon = params.epsilon * ramp;
      const at::Tensor attacked = attack(step, params, epsilon);
      if (params.awp > 0) return withWorsenedWeights(step, params, attacked);
      return loss(step, params, attacked);
    };
  }

  static Words words(const Params& params) {
    return "adversarial training (" +
           std::string(Choices<Recipe>::names[static_cast<std::size_t>(params.recipe)]) + ", strength " +
           std::to_string(params.epsilon) + "), " + std::to_string(params.epochs) + " epochs";
  }

 private:
  static at::Tensor divergence(const at::Tensor& attacked, const at::Tensor& clean) {
    const at::Tensor p = clean.softmax(1);
    return (p * (p.clamp_min(1e-12).log() - attacked.log_softmax(1))).sum(1).mean();
  }

  /// Attacks made against the model in evaluation mode, so that they leave its running statistics alone.
  static at::Tensor attack(TrainStep& step, const Params& params, double epsilon) {
    const at::Tensor clean = step.images;
    if (epsilon == 0) return clean;
    const Ball ball{Norm::Linf, at::full({clean.size(0)}, epsilon, at::kFloat)};
    const bool trades = params.recipe == Recipe::Trades;
    const int steps = params.recipe == Recipe::Fast ? 1 : params.steps;
    // One step must reach across the ball; several need only be able to (Wong et al. use 1.25).
    const double length = steps == 1 ? 1.25 * epsilon : 2.5 * epsilon / steps;
    // TRADES starts almost at the image, where its divergence is still differentiable in a useful direction.
    const double spread = trades ? 1e-3 : epsilon;
    at::Tensor current = (clean + at::empty_like(clean).uniform_(-spread, spread, step.random)).clamp_(0, 1);
    at::Tensor reference;
    if (trades) {
      const at::NoGradGuard noGradient;
      reference = step.graph.run(clean);
    }
    // The weights' gradients are of no use here; keeping them out halves the cost.
    Graph frozen = step.graph;
    for (Node& node : frozen.nodes) {
      for (auto& [name, tensor] : node.tensors) tensor = tensor.detach();
    }
    frozen = frozen.folded();
    for (int i = 0; i < steps; ++i) {
      const at::Tensor input = current.detach().requires_grad_(true);
      const at::Tensor logits = frozen.run(input);
      const at::Tensor objective =
          trades ? divergence(logits, reference) : logOddsAgainst(logits, step.labels).sum();
      const at::Tensor gradient = sound(torch::autograd::grad({objective}, {input})[0], step.looks);
      const at::NoGradGuard noGradient;
      current = ball.project(current + length * gradient.sign(), clean);
    }
    return current.detach().contiguous(at::MemoryFormat::ChannelsLast);
  }

  /// Only its signs are followed; entries that are no finite number are zero.
  static at::Tensor sound(const at::Tensor& gradient, GradientLooks* looks) {
    const std::vector<RowState> states = rowStates(gradient);
    const auto count = [&](RowState state) { return std::count(states.begin(), states.end(), state); };
    const GradientLooks these{std::ssize(states), count(RowState::Zero), 0, count(RowState::Undefined)};
    if (looks) *looks += these;
    return these.undefined > 0 ? gradient.nan_to_num(0.0, 0.0, 0.0) : gradient;
  }

  static StepLoss loss(TrainStep& step, const Params& params, const at::Tensor& attacked) {
    const Pass pass{true, {}, &step.random};
    if (params.recipe != Recipe::Trades) {
      const at::Tensor logits = step.graph.run(attacked, pass);
      return {at::cross_entropy_loss(logits, step.labels), logits};
    }
    // One pass over both halves gives batch norm one set of statistics, as in the reference implementation.
    const at::Tensor both = step.graph.run(at::cat({step.images, attacked}), pass);
    const at::Tensor clean = both.slice(0, 0, step.images.size(0)), perturbed = both.slice(0, step.images.size(0));
    return {at::cross_entropy_loss(clean, step.labels) + params.beta * divergence(perturbed, clean), perturbed};
  }

  /// The loss at weights moved a little uphill; its gradient is applied to the weights as they were.
  static StepLoss withWorsenedWeights(TrainStep& step, const Params& params, const at::Tensor& attacked) {
    std::vector<at::Tensor> weights;
    for (const at::Tensor& parameter : step.graph.parameters()) {
      if (parameter.dim() > 1) weights.push_back(parameter);
    }
    const StepLoss first = loss(step, params, attacked);
    const auto gradients = torch::autograd::grad({first.loss}, weights);
    std::vector<at::Tensor> moves;
    {
      const at::NoGradGuard noGradient;
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const at::Tensor scale = params.awp * weights[i].norm() / gradients[i].norm().clamp_min(1e-12);
        moves.push_back(scale * gradients[i]);
      }
    }
    // Functional, not in place: the trainer's gradients must be those of the weights it will move.
    Graph moved = step.graph;
    std::size_t next = 0;
    for (Node& node : moved.nodes) {
      for (auto& [name, tensor] : node.tensors) {
        if (tensor.requires_grad() && tensor.dim() > 1) tensor = tensor + moves[next++];
      }
    }
    TrainStep worse{moved, step.images, step.labels, step.random, step.progress};
    return loss(worse, params, attacked);
  }
};
const RegisteredTraining<AdversarialTraining> kAdversarialTrainingRegistered;

}  // namespace
}  // namespace adversarium
