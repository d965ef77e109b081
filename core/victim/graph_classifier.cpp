// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <mutex>

#include "core/base/error.h"
#include "core/fast/blocked_convolution.h"
#include "core/fast/in_pieces.h"
#include "core/fast/quick_layers.h"
#include "core/victim/classifier.h"

namespace adversarium {
namespace {

/// How the numbers of a graph are computed.
struct Form {
  at::ScalarType type = at::kFloat;
  bool channelsLast = false;
  bool fast = false;  // made for attacks: several images at once instead of layer after layer
};

class GraphClassifier final : public Classifier {
 public:
  GraphClassifier(Graph graph, ModelInfo info, Form form = {})
      : Classifier(std::move(info)), m_graph(std::move(graph)), m_form(form) {}

  at::Tensor logits(const at::Tensor& images) const override {
    const ImageShape& input = m_info.input;
    if (images.dim() != 4 || (input.channels != 0 && images.size(1) != input.channels) ||
        (input.height != 0 && (images.size(2) != input.height || images.size(3) != input.width))) {
      throw UsageError(m_info.where,
                       fmt::format("takes images of {}×{}×{}, not of {}×{}×{}", input.channels, input.height,
                                   input.width, images.size(1), images.size(2), images.size(3)));
    }
    if (!m_form.fast || !m_graph.device().is_cpu()) return answer(images);
    return inPieces(images, [this](const at::Tensor& piece) { return answer(piece); });
  }

  std::shared_ptr<const Classifier> attackCopy(const std::string& precision) const override {
    const std::lock_guard lock(m_copyMutex);
    std::shared_ptr<const Classifier>& kept = m_copies[precision];
    if (kept) return kept;
    const at::ScalarType type = precision == "bfloat16" ? at::kBFloat16 : at::kFloat;
    Graph graph = m_graph.folded();
    if (graph.convolutional() || type != at::kFloat) graph = graph.laidOut(type);
    if (type == at::kFloat && graph.device().is_cpu()) graph = withBlockedConvolutions(withQuickLayers(graph));
    const bool channelsLast = graph.convolutional();  // those in blocks have a layout of their own
    kept = std::make_shared<GraphClassifier>(std::move(graph), m_info, Form{type, channelsLast, true});
    return kept;
  }

  std::shared_ptr<const Classifier> on(at::Device device) const override {
    return std::make_shared<GraphClassifier>(m_graph.on(device), m_info, m_form);
  }

  const Graph* graph() const override { return &m_graph; }

 private:
  at::Tensor answer(const at::Tensor& images) const {
    at::Tensor x = m_form.channelsLast ? images.contiguous(at::MemoryFormat::ChannelsLast) : images;
    if (m_form.type != at::kFloat) x = x.to(m_form.type);
    return m_graph.run(x).to(at::kFloat);
  }

  Graph m_graph;
  Form m_form;
  mutable std::mutex m_copyMutex;
  mutable std::map<std::string, std::shared_ptr<const Classifier>> m_copies;
};

}  // namespace

std::shared_ptr<const Classifier> Classifier::attackCopy(const std::string&) const { return nullptr; }

std::shared_ptr<const Classifier> Classifier::on(at::Device) const {
  throw UsageError(m_info.where, "computes on the processor only");
}

std::shared_ptr<const Classifier> makeGraphClassifier(Graph graph, ModelInfo info) {
  // Attacks never need gradients of weights, and computing them doubles the cost of a step.
  for (Node& node : graph.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach();
  }
  info.parameters = graph.parameterCount();
  info.access = Access::WhiteBox;
  return std::make_shared<GraphClassifier>(std::move(graph), std::move(info));
}

bool fastBfloat16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

}  // namespace adversarium
