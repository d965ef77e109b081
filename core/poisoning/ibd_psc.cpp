// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/poisoning/feature_inversion.h"
#include "core/poisoning/input_detector.h"

namespace adversarium {
namespace {

/// Hou et al., "IBD-PSC", ICML 2024, eq. (3) and algorithm 1.
struct IbdPsc {
  static constexpr AlgorithmInfo info{"ibd-psc", "IBD-PSC", Chapter::Poisoning,
                                      "Hou et al. 2024, arXiv:2405.09786",
                                      "Amplifies the last layers of the network: where the answer stays sure in "
                                      "spite of that, a trigger may be at work."};
  using Rights = WhiteBox;
  struct Params : InputParams {
    double amplify = 1.5;
    double error = 0.6;
    int copies = 5;
  };
  static constexpr auto params = std::tuple_cat(
      inputParams<Params>(),
      std::tuple{param(&Params::amplify, "amplify", "Amplification",
                       "Factor on weights and biases of the layers that are amplified", {1.01, 100, 1.1, 3}),
                 param(&Params::error, "error", "Error to reach",
                       "So many last layers are amplified that this share of clean images is answered wrongly",
                       {0.05, 1, 0.3, 0.9}),
                 param(&Params::copies, "copies", "Copies", "Networks, each with one layer more amplified",
                       {1, 100, 1, 10})});

  static at::Tensor score(Scoring& scoring, const at::Tensor& images, const Params& params, Progress& progress) {
    const auto victim = scoring.run.victim<WhiteBox>();
    const std::vector<std::size_t> layers = scaledNodes(victim.graph());
    if (layers.empty()) throw UsageError("ibd-psc", "the network has no layer to amplify");
    PartProgress starting(progress, 0, 0.3), scoringPart(progress, 0.3, 1);
    const std::size_t found = firstCount(victim.graph(), layers, scoring.reference, params, starting);
    const std::size_t start = std::min(found, layers.size());
    if (found > layers.size()) {
      scoring.caveats.push_back(
          {"unmoved",
           translatable("records",
                        "However many layers are amplified, the model stays right on clean images: this detector "
                        "then tells nothing apart. Networks without batch norm are like that.")});
    }

    const double share = 1.0 / (params.copies + 1);
    PartProgress first(scoringPart, 0, share);
    const at::Tensor answers = answersIn(victim.graph(), images, first).argmax(1).unsqueeze(1);
    at::Tensor sum = at::zeros({images.size(0)}, at::kDouble);
    for (int copy = 0; copy < params.copies; ++copy) {
      PartProgress part(scoringPart, share * (copy + 1), share * (copy + 2));
      const std::size_t count = std::min(layers.size(), start + static_cast<std::size_t>(copy));
      const at::Tensor scores =
          answersIn(amplified(victim.graph(), layers, count, params.amplify), images, part).softmax(1);
      sum.add_(scores.gather(1, answers).squeeze(1).to(at::kDouble));
    }
    return sum / params.copies;
  }

 private:
  /// The last `count` layers amplified.
  static Graph amplified(const Graph& graph, const std::vector<std::size_t>& layers, std::size_t count,
                         double factor) {
    Graph result = graph;
    for (std::size_t i = layers.size() - count; i < layers.size(); ++i) {
      for (const char* name : {"weight", "bias"}) {
        Node& node = result.nodes[layers[i]];
        if (node.tensor(name).defined()) node.tensors[name] = node.tensor(name) * factor;
      }
    }
    return result;
  }

  static at::Tensor answersIn(const Graph& graph, const at::Tensor& images, Progress& progress) {
    return inChunks(images, progress, [&](const at::Tensor& chunk) { return graph.run(chunk); });
  }

  /// How many last layers have to be amplified before clean images go wrong; more than there are where they
  /// never do.
  static std::size_t firstCount(const Graph& graph, const std::vector<std::size_t>& layers, const Batch& clean,
                                const Params& params, Progress& progress) {
    for (std::size_t count = 1; count <= layers.size(); ++count) {
      PartProgress part(progress, double(count - 1) / double(layers.size()),
                        double(count) / double(layers.size()));
      const at::Tensor answers =
          answersIn(amplified(graph, layers, count, params.amplify), clean.images, part).argmax(1);
      if (answers.ne(clean.labels).to(at::kDouble).mean().item<double>() > params.error)
        return std::min(count + 1, layers.size());
    }
    return layers.size() + 1;
  }
};
const RegisteredInputDetector<IbdPsc> kIbdPscRegistered;

}  // namespace
}  // namespace adversarium
