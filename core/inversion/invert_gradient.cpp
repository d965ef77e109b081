// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <limits>

#include "core/base/words.h"
#include "core/evasion/batch_rows.h"
#include "core/inversion/inversion.h"
#include "core/record/gradient_caveats.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

/// Fredrikson, Jha, Ristenpart, CCS 2015, algorithm 1, with −log f in place of 1 − f: the same direction, but it
/// does not fade where the model is sure of another class.
struct InvertGradient {
  static constexpr AlgorithmInfo info{
      "invert-gradient", "Inversion by gradients", Chapter::Extraction, "Fredrikson et al. 2015, CCS",
      "Starts from a grey picture and follows the gradient of the model's confidence: "
      "what a small model knows of a person becomes visible."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::Gradients;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : InversionParams {
    int steps = 1000;
    double rate = 0.1;
    int patience = 100;
    double enough = 0.99;
    double smooth = 0.01;
    double start = 0.5;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::steps, "steps", "Steps", "Gradient steps, at most", {1, 1000000, 10, 5000, true})
              .as(Role::Steps),
          param(&Params::rate, "rate", "Step size", "Length of a step, in multiples of the gradient",
                {1e-6, 1000, 1e-3, 10, true}),
          param(&Params::patience, "patience", "Patience",
                "A picture is finished after so many steps without gain", {1, 100000, 10, 500, true}),
          param(&Params::enough, "enough", "Confidence asked for",
                "A picture is finished when the model is so sure", {0, 1, 0.5, 1}),
          param(&Params::smooth, "smooth", "Weight of smoothness",
                "How much differences of neighbouring pixels count", {0, 100, 0, 1}),
          param(&Params::start, "start", "Grey of the start", "Every pixel's value before the first step",
                {0, 1, 0, 1}),
      },
      inversionParams<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<InvertGradient> kInvertGradientRegistered;

void InvertGradient::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  requireAccess(assignment.model->info(), catalogueEntry(info.id));
  InversionJudge judge(run, params);
  const at::NoGradGuard noGradient;
  const ImageShape shape = assignment.model->info().input;
  const std::int64_t n = judge.labels().size(0);
  const auto fast = assignment.model->attackCopy(run.request().precision);
  const Oracle oracle(fast ? fast : assignment.model, n);
  GradientAccess victim(oracle.model, oracle.meter);
  at::Generator random = generatorFrom(run.request().seed);
  // Copies start a little apart, or they would all become one.
  at::Tensor current = at::full({n, shape.channels, shape.height, shape.width}, params.start, at::kFloat);
  if (params.copies > 1) current = (current + at::empty_like(current).normal_(0, 0.05, random)).clamp_(0, 1);
  at::Tensor result = current.clone(), rows = at::arange(n), labels = judge.labels(), best = current.clone();
  at::Tensor least = at::full({n}, std::numeric_limits<float>::infinity()), idle = at::zeros({n});
  Film film;
  const auto put = [&](const at::Tensor& which) {
    result.index_copy_(0, rows.index_select(0, which), best.index_select(0, which));
  };
  const auto writeDown = [&] {
    run.record.found.clear();
    judge.judge(result, "");
    run.record.found.push_back(
        {"inverted", translatable("records", "Drawn out of the model"), imageSetOf(result)});
    judge.exhibit(result);
    if (!film.empty())
      run.record.found.push_back(
          {"frames", translatable("records", "How the first picture came about"), film.frames()});
    reportGradients(run.record, oracle.meter->looks);
    run.record.measures.set(kQueries, double(oracle.meter->queries), n);
    run.record.measures.set(kGradientsMean, double(oracle.meter->gradients) / double(n), n);
  };
  const int between = std::max(1, params.steps / 20);
  try {
    for (int step = 0; step < params.steps && rows.numel() > 0; ++step) {
      run.progress.step(step, params.steps);
      const auto loss = [&](const at::Tensor& logits) {
        return logits.log_softmax(1).gather(1, labels.unsqueeze(1)).squeeze(1);
      };
      const InputGradient look = victim.inputGradient(current, loss, rows);
      at::Tensor roughness, pull;
      {
        const at::AutoGradMode withGradient(true);
        const at::Tensor input = current.detach().requires_grad_(true);
        const at::Tensor variation = totalVariation(input);
        pull = torch::autograd::grad({variation.sum()}, {input})[0];
        roughness = variation.detach();
      }
      const at::Tensor cost = params.smooth * roughness - look.loss;
      const at::Tensor better = cost.lt(least - 1e-4);
      best = at::where(perImage(cost.lt(least)), current, best);
      least = at::minimum(least, cost);
      idle = at::where(better, at::zeros_like(idle), idle + 1);
      if (step % between == 0 && rows[0].item<std::int64_t>() == 0) film.add(step, current.slice(0, 0, 1));
      current = (current + params.rate * (look.gradient - params.smooth * pull)).clamp_(0, 1);
      const at::Tensor finished = idle.ge(params.patience).logical_or(look.loss.exp().ge(params.enough));
      if (finished.any().item<bool>()) {
        best = at::where(perImage(look.loss.exp().ge(params.enough)), current, best);
        put(rowsWhere(finished));
        keepRows(rowsWhere(finished.logical_not()), rows, labels, current, best, least, idle);
      }
    }
  } catch (const Cancelled&) {
    put(at::arange(rows.numel()));
    writeDown();
    throw;
  }
  if (rows.numel() > 0) put(at::arange(rows.numel()));
  writeDown();
}

}  // namespace
}  // namespace adversarium
