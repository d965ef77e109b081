// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <map>
#include <numbers>

#include "core/error.h"
#include "core/extraction/inversion.h"
#include "core/model/access.h"
#include "core/provenance/measured.h"
#include "core/tensor/convert.h"
#include "core/text.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

/// Yin et al., CVPR 2020, eq. (2) to (4).
struct DeepInversion {
  static constexpr AlgorithmInfo info{"deep-inversion", "Deep inversion", Chapter::Extraction,
                                      "Yin et al. 2020, arXiv:1912.08795",
                                      "Draws pictures of the classes whose features have the means and variances "
                                      "that the model's batch norm remembers of its training, and the same ones "
                                      "without that memory."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::WhiteBox;
  struct Params : InversionParams {
    Params() { copies = 5; }
    int steps = 2000;
    double rate = 0.1;
    double features = 10;
    double firstLayer = 10;
    double smooth = 2.5e-5;
    int jitter = 2;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::features, "r_feature", "Weight of the statistics",
                    "How much means and variances of the features count beside the class; 0.01 suits large models",
                    {0, 1000, 0, 20}),
          param(&Params::steps, "steps", "Steps", "Gradient steps, for each of the two runs",
                {1, 1000000, 10, 5000, true}),
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

  static void carryOut(Enquiry& enquiry, const Params& params);
};
const RegisteredEnquiry<DeepInversion> kDeepInversionRegistered;

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
    const at::Tensor loss =
        (x.mean(dims) - norms[i].mean).norm() + (x.var(dims, false) - norms[i].variance).norm();
    const at::Tensor part = i == 0 ? firstLayer * loss : loss;
    sum = sum.defined() ? sum + part : part;
  }
  return sum;
}

class Drawing {
 public:
  Drawing(Enquiry& enquiry, const DeepInversion::Params& params, const InversionJudge& judge)
      : m_enquiry(enquiry),
        m_params(params),
        m_labels(judge.labels()),
        m_graph(enquiry.assignment.model->graph()->on(at::kCPU)) {
    m_norms = batchNormsOf(m_graph);
    if (m_norms.empty())
      throw UsageError(enquiry.assignment.model->info().where,
                       "has no batch norm: nothing remembers the training");
  }

  /// With the weight of the statistics; frames of the first picture go to `frames` where it is not null.
  at::Tensor draw(double features, ImageSet* frames, Progress& progress) {
    constexpr float kMiddle = 0.5F, kSpread = 0.25F;  // Adam works where pixels have about unit variance
    const ImageShape shape = m_enquiry.assignment.model->info().input;
    at::Generator random = generatorFrom(m_enquiry.request().seed);
    const std::int64_t n = m_labels.size(0);
    at::Tensor pixels = at::empty({n, shape.channels, shape.height, shape.width}).normal_(0, 1, random);
    TrainPlan plan;
    plan.weightDecay = 0;
    pixels.set_requires_grad(true);
    OptimiserState optimiser(plan, {pixels});
    std::vector<at::Tensor> kept;
    const int between = std::max(1, m_params.steps / 20);
    const auto imageOf = [&](const at::Tensor& p) { return p * kSpread + kMiddle; };
    for (int step = 0; step < m_params.steps; ++step) {
      progress.step(step, m_params.steps);
      useThreadsFor(n);
      if (frames && step % between == 0) {
        kept.push_back(imageOf(pixels.detach()[0]).clamp(0, 1));
        frames->captions.push_back(std::to_string(step));
      }
      const at::AutoGradMode withGradient(true);
      at::Tensor images = imageOf(pixels);
      if (m_params.jitter > 0) {
        const auto by = integersOf(at::randint(-m_params.jitter, m_params.jitter + 1, {2}, random, at::kLong));
        images = at::roll(images, {by[0], by[1]}, {2, 3});
      }
      std::vector<at::Tensor> read(m_norms.size());
      std::map<std::string, std::vector<std::size_t>, std::less<>> wanted;
      for (std::size_t i = 0; i < m_norms.size(); ++i) {
        if (m_norms[i].input < 0)
          read[i] = images;
        else
          wanted[m_graph.nodes[std::size_t(m_norms[i].input)].name].push_back(i);
      }
      const at::Tensor logits = m_graph.run(images, {false,
                                                     [&](const Node& node, const at::Tensor& value) {
                                                       const auto found = wanted.find(node.name);
                                                       if (found == wanted.end()) return;
                                                       for (const std::size_t i : found->second) read[i] = value;
                                                     },
                                                     nullptr});
      at::Tensor loss = at::cross_entropy_loss(logits, m_labels);
      if (features > 0) loss = loss + features * statisticsLoss(m_norms, read, m_params.firstLayer);
      if (m_params.smooth > 0) loss = loss + m_params.smooth * totalVariation(pixels).sum().sqrt();
      const at::Tensor gradient = torch::autograd::grad({loss}, {pixels})[0];
      const double done = double(step) / double(m_params.steps);
      optimiser.step({gradient}, m_params.rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
      const at::NoGradGuard noGradient;
      pixels.clamp_(-kMiddle / kSpread, kMiddle / kSpread);
      progress.show({"", {{"loss", loss.item<double>()}}});
    }
    if (frames && !kept.empty()) {
      auto captions = std::move(frames->captions);
      *frames = imageSetOf(at::stack(kept), std::move(captions));
    }
    return imageOf(pixels.detach()).clamp(0, 1);
  }

 private:
  Enquiry& m_enquiry;
  const DeepInversion::Params& m_params;
  at::Tensor m_labels;
  Graph m_graph;
  std::vector<RememberedNorm> m_norms;
};

void DeepInversion::carryOut(Enquiry& enquiry, const Params& params) {
  const Assignment& assignment = enquiry.assignment;
  requireAccess(assignment.model->info(), catalogueEntry(info.id));
  if (!assignment.model->graph())
    throw UsageError(assignment.model->info().where,
                     "hides its inside: the statistics of its batch norm are needed");
  InversionJudge judge(enquiry, params);
  Drawing drawing(enquiry, params, judge);
  Record& record = enquiry.record;
  PartProgress first(enquiry.progress, 0, 0.5), second(enquiry.progress, 0.5, 1);
  ImageSet frames;
  const at::Tensor with = drawing.draw(params.features, &frames, first);
  const auto writeDown = [&](const at::Tensor& without) {
    const std::int64_t n = with.size(0), runs = without.defined() ? 2 : 1;
    record.measures["queries"] = {double(runs * n * params.steps), {}, {}, n, "queries"};
    record.found.clear();
    record.found.push_back({"inverted", translatable("records", "Drawn with the statistics"), imageSetOf(with)});
    if (without.defined())
      record.found.push_back(
          {"without", translatable("records", "The same without the statistics"), imageSetOf(without)});
    judge.exhibit(with);
    record.found.push_back({"frames", translatable("records", "How the first picture came about"), frames});
  };
  judge.judge(with, "");
  writeDown({});
  enquiry.publish();
  const at::Tensor without = drawing.draw(0, nullptr, second);
  judge.judge(without, "_without");
  record.measures["distance_gain"] = meanOf(judge.distances(without) - judge.distances(with), "pixel value");
  if (const at::Tensor sure = judge.evaluatorConfidence(with); sure.defined())
    record.measures["evaluator_gain"] =
        meanOf(sure - judge.evaluatorConfidence(without), "probability difference");
  writeDown(without);
}

}  // namespace
}  // namespace adversarium
