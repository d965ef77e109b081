// SPDX-License-Identifier: GPL-3.0-or-later
/// Classifiers with known answers, for tests whose truth is a formula.
#pragma once

#include <ATen/ATen.h>

#include "core/victim/classifier.h"

namespace adversarium {

/// logits = W·x + b on flattened images.
class LinearClassifier : public Classifier {
 public:
  LinearClassifier(at::Tensor weight, at::Tensor bias, ImageShape shape, Access access = Access::WhiteBox)
      : Classifier(infoFor(weight, shape, access)), m_weight(std::move(weight)), m_bias(std::move(bias)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    return at::linear(images.flatten(1), m_weight, m_bias);
  }

 private:
  static ModelInfo infoFor(const at::Tensor& weight, ImageShape shape, Access access) {
    ModelInfo info;
    info.where = "linear";
    info.kind = "fake";
    info.input = shape;
    info.classes = weight.size(0);
    info.access = access;
    info.accessReason = access == Access::WhiteBox ? Words() : Words("it is a fake");
    return info;
  }
  at::Tensor m_weight, m_bias;
};

/// Counts the pictures that it was shown.
class CountingClassifier final : public Classifier {
 public:
  explicit CountingClassifier(std::shared_ptr<const Classifier> model)
      : Classifier(model->info()), m_model(std::move(model)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    shown += images.size(0);
    return m_model->logits(images);
  }
  mutable std::int64_t shown = 0;

 private:
  std::shared_ptr<const Classifier> m_model;
};

/// Random samples in memory.
class MemoryData : public DataSet {
 public:
  MemoryData(at::Tensor images, at::Tensor labels)
      : DataSet({"memory",
                 "memory",
                 images.size(0),
                 static_cast<int>(images.size(1)),
                 static_cast<int>(images.size(2)),
                 static_cast<int>(images.size(3)),
                 true,
                 {}}),
        m_images(images.contiguous()),
        m_labels(labels.contiguous()) {}
  void read(std::int64_t index, std::span<float> planes) const override {
    const at::Tensor one = m_images[index].contiguous();
    std::copy_n(one.data_ptr<float>(), one.numel(), planes.begin());
  }
  int label(std::int64_t index) const override { return static_cast<int>(m_labels[index].item<std::int64_t>()); }
  std::string sha256() const override { return std::string(64, '0'); }

 private:
  at::Tensor m_images, m_labels;
};

}  // namespace adversarium
