// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <functional>
#include <map>
#include <numbers>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/inversion/inversion.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/training/optimiser.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kDistanceGain{"distance_gain", translatable("measures", "What the statistics bring nearer"),
                                    "pixel value"};
constexpr MeasureSpec kEvaluatorGain{"evaluator_gain",
                                     translatable("measures", "What the statistics add for the evaluator"), ""};
constexpr MeasureSpec kFeatureGain{
    "feature_gain", translatable("measures", "What the statistics bring nearer in features"), "ratio"};

/// Yin et al., CVPR 2020, eq. (2) to (4).
struct DeepInversion {
  static constexpr AlgorithmInfo info{"deep-inversion", "Deep inversion", Chapter::Extraction,
                                      "Yin et al. 2020, arXiv:1912.08795",
                                      "Draws pictures of the classes whose features have the means and variances "
                                      "that the model's batch norm remembers of its training, and the same ones "
                                      "without that memory."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : InversionParams {
    Params() { copies = 5; }
    int steps = 2000;
    double rate = 0.1;
    double features = 0.1;
    double firstLayer = 10;
    double smooth = 2.5e-5;
    int jitter = 2;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::features, "r_feature", "Weight of the statistics",
                    "How much means and variances of the features count beside the class; less for large models",
                    {0, 1000, 0, 20}),
          param(&Params::steps, "steps", "Steps", "Gradient steps, for each of the two runs",
                {1, 1000000, 10, 5000, true})
              .as(Role::Steps),
          param(&Params::rate, "rate", "Learning rate", "Step size of Adam, falling to zero along a cosine",
                {1e-5, 10, 1e-3, 1, true}),
          param(&Params::firstLayer, "first_layer", "Factor of the first layer",
                "The first batch norm counts so many times as much", {0, 1000, 1, 20}),
          param(&Params::smooth, "smooth", "Weight of smoothness",
                "How much differences of neighbouring pixels count", {0, 1, 0, 1e-3}),
          param(&Params::jitter, "jitter", "Jitter", "Pictures are moved by up to so many pixels in each step",
                {0, 32, 0, 8, false, "pixels"}),
      },
      inversionParams<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<DeepInversion> kDeepInversionRegistered;

/// A batch norm and the node whose output it reads; −1 where it reads the images.
struct RememberedNorm {
  int input;
  at::Tensor mean, variance;
};

std::vector<RememberedNorm> batchNormsOf(const Graph& graph) {
  std::vector<RememberedNorm> norms;
  for (const Node& node : graph.nodes) {
    if (node.op == "batch_norm")
      norms.push_back({node.inputs.front(), node.tensor("running_mean"), node.tensor("running_var")});
  }
  return norms;
}

/// Distances of the batch's statistics from the remembered ones, eq. (4); a scalar.
at::Tensor statisticsLoss(const std::vector<RememberedNorm>& norms, const std::vector<at::Tensor>& read,
                          double firstLayer) {
  at::Tensor sum;
  for (std::size_t i = 0; i < norms.size(); ++i) {
    const at::Tensor& x = read[i];
    std::vector<std::int64_t> dims{0};
    for (std::int64_t d = 2; d < x.dim(); ++d) dims.push_back(d);
    const at::Tensor mean = x.mean(dims), variance = x.square().mean(dims) - mean.square();
    const at::Tensor loss = (mean - norms[i].mean).norm() + (variance - norms[i].variance).norm();
    const at::Tensor part = i == 0 ? firstLayer * loss : loss;
    sum = sum.defined() ? sum + part : part;
  }
  return sum;
}

using Look = std::function<void(int step, const at::Tensor& images)>;

class Drawing {
 public:
  Drawing(const Run& run, const DeepInversion::Params& params, at::Tensor labels)
      : m_params(params),
        m_shape(run.assignment.model->info().input),
        m_seed(run.request().seed),
        m_labels(std::move(labels)),
        m_graph(run.assignment.model->graph()->on(at::kCPU).laidOut(at::kFloat)),
        m_quick(run.assignment.model->attackCopy("float32")),
        m_norms(batchNormsOf(m_graph)) {
    if (m_norms.empty())
      throw UsageError(run.assignment.model->info().where, "has no batch norm: nothing remembers the training");
  }

  /// One picture a label, the statistics counting `features` times; `look` sees them now and then and at the end.
  void draw(double features, Progress& progress, const Look& look) {
    constexpr float kMiddle = 0.5F, kSpread = 0.25F;  // Adam works where pixels have about unit variance
    constexpr int kLooks = 20;
    at::Generator random = generatorFrom(m_seed);
    const std::int64_t n = m_labels.size(0);
    at::Tensor pixels = at::empty({n, m_shape.channels, m_shape.height, m_shape.width}).normal_(0, 1, random);
    TrainPlan plan;
    plan.weightDecay = 0;
    pixels.set_requires_grad(true);
    OptimiserState optimiser(plan, {pixels});
    const int between = std::max(1, m_params.steps / kLooks);
    const auto imageOf = [&](const at::Tensor& p) { return p * kSpread + kMiddle; };
    const auto show = [&](int step) { look(step, imageOf(pixels.detach()).clamp(0, 1)); };
    for (int step = 0; step < m_params.steps; ++step) {
      progress.step(step, m_params.steps);
      useThreadsFor(n);
      if (step % between == 0) show(step);
      const at::AutoGradMode withGradient(true);
      at::Tensor images = imageOf(pixels);
      if (m_params.jitter > 0) {
        const auto by = integersOf(at::randint(-m_params.jitter, m_params.jitter + 1, {2}, random, at::kLong));
        images = at::roll(images, {by[0], by[1]}, {2, 3});
      }
      at::Tensor loss = features > 0 ? lossWithStatistics(images, features)
                                     : at::cross_entropy_loss(m_quick->logits(images), m_labels);
      if (m_params.smooth > 0) loss = loss + m_params.smooth * totalVariation(pixels).sum().sqrt();
      const at::Tensor gradient = torch::autograd::grad({loss}, {pixels})[0];
      const double done = double(step) / double(m_params.steps);
      optimiser.step({gradient}, m_params.rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
      const at::NoGradGuard noGradient;
      pixels.clamp_(-kMiddle / kSpread, kMiddle / kSpread);
      m_gradients += n;
      progress.show({"", {{"loss", loss.item<double>()}}});
    }
    show(m_params.steps);
  }

  std::int64_t gradients() const { return m_gradients; }

 private:
  at::Tensor lossWithStatistics(const at::Tensor& images, double features) const {
    std::vector<at::Tensor> read(m_norms.size());
    std::map<std::string, std::vector<std::size_t>, std::less<>> wanted;
    for (std::size_t i = 0; i < m_norms.size(); ++i) {
      if (m_norms[i].input < 0)
        read[i] = images;
      else
        wanted[m_graph.nodes[std::size_t(m_norms[i].input)].name].push_back(i);
    }
    const auto tap = [&](const Node& node, const at::Tensor& value) {
      const auto found = wanted.find(node.name);
      if (found == wanted.end()) return;
      for (const std::size_t i : found->second) read[i] = value;
    };
    const at::Tensor logits =
        m_graph.run(images.contiguous(at::MemoryFormat::ChannelsLast), {false, tap, nullptr});
    return at::cross_entropy_loss(logits, m_labels) +
           features * statisticsLoss(m_norms, read, m_params.firstLayer);
  }

  const DeepInversion::Params& m_params;
  ImageShape m_shape;
  std::uint64_t m_seed;
  at::Tensor m_labels;
  Graph m_graph;
  std::shared_ptr<const Classifier> m_quick;  ///< for a run without the statistics, which it does not show
  std::vector<RememberedNorm> m_norms;
  std::int64_t m_gradients = 0;
};

void DeepInversion::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  requireAccess(assignment.model->info(), catalogueEntry(info.id));
  if (!assignment.model->graph())
    throw UsageError(assignment.model->info().where,
                     "hides its inside: the statistics of its batch norm are needed");
  InversionJudge judge(run, params);
  Drawing drawing(run, params, judge.labels());
  Record& record = run.record;
  at::Tensor with, without;
  Film film;
  const auto writeDown = [&] {
    record.measures.set(kQueries, double(drawing.gradients()), with.size(0));
    record.found.clear();
    record.found.push_back({"inverted", translatable("records", "Drawn with the statistics"), imageSetOf(with)});
    if (without.defined())
      record.found.push_back(
          {"without", translatable("records", "The same without the statistics"), imageSetOf(without)});
    judge.exhibit(with);
    record.found.push_back({"frames", translatable("records", "How the first picture came about"), film.frames()});
    run.publish();
  };
  PartProgress first(run.progress, 0, 0.6), second(run.progress, 0.6, 1);
  drawing.draw(params.features, first, [&](int step, const at::Tensor& images) {
    with = images;
    film.add(step, images.slice(0, 0, 1));
    judge.judge(with, "");
    writeDown();
  });
  drawing.draw(0, second, [&](int, const at::Tensor& images) {
    without = images;
    judge.judge(without, "_without");
    writeDown();
  });
  record.measures.set(kDistanceGain, meanOf(judge.distances(without) - judge.distances(with), "pixel value"));
  if (const at::Tensor sure = judge.evaluatorConfidence(with); sure.defined())
    record.measures.set(kEvaluatorGain,
                        meanOf(sure - judge.evaluatorConfidence(without), "probability difference"));
  if (const at::Tensor away = judge.featureDistances(without); away.defined())
    record.measures.set(kFeatureGain, meanOf(away - judge.featureDistances(with), "ratio"));
}

}  // namespace
}  // namespace adversarium
