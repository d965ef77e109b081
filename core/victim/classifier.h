// SPDX-License-Identifier: GPL-3.0-or-later
/// A model ready to answer: images in [0,1] in, logits out, normalisation inside.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/graph/graph.h"
#include "core/graph/model_info.h"

namespace adversarium {

class Classifier {
 public:
  virtual ~Classifier() = default;

  const ModelInfo& info() const { return m_info; }

  /// N×C×H×W float32 in [0,1] → N×K float32 logits (or log-probabilities; attacks need no more). Differentiable in
  /// `images` where info().access grants gradients. Throws UsageError for a wrong shape.
  virtual at::Tensor logits(const at::Tensor& images) const = 0;

  /// The same model for attacking: batch norm folded, laid out for the processor, in the named arithmetic
  /// ("float32" or "bfloat16"), made once. Null where there is no faster form.
  virtual std::shared_ptr<const Classifier> attackCopy(const std::string& precision) const;

  /// The same model computing on that device; images and logits stay where they are. Throws UsageError where it
  /// cannot.
  virtual std::shared_ptr<const Classifier> on(at::Device device) const;

  /// The native graph, or null for models that are opaque (TorchScript).
  virtual const Graph* graph() const { return nullptr; }

 protected:
  explicit Classifier(ModelInfo info) : m_info(std::move(info)) {}
  ModelInfo m_info;
};

/// Wraps a graph; `info.input`, `classes` and `access` are completed from it.
std::shared_ptr<const Classifier> makeGraphClassifier(Graph graph, ModelInfo info);

/// Whether bfloat16 convolutions run on this processor's own instructions.
bool fastBfloat16();

}  // namespace adversarium
