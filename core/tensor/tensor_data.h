// SPDX-License-Identifier: GPL-3.0-or-later
/// Samples that are tensors already, as a data set for whatever reads one: features, drawn or condensed images.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/data/data_set.h"

namespace adversarium {

class TensorData final : public DataSet {
 public:
  /// Float32 N×C×H×W and int64 N; both are kept, not copied. A table's rows are 1×1×F.
  TensorData(at::Tensor images, at::Tensor labels, std::vector<std::string> classNames = {});
  void read(std::int64_t index, std::span<float> planes) const override;
  int label(std::int64_t index) const override;
  /// Of the values.
  std::string sha256() const override;

 private:
  at::Tensor m_images, m_labels;
};

}  // namespace adversarium
