// SPDX-License-Identifier: GPL-3.0-or-later
/// A data set with some samples exchanged: the original is never touched, only what was changed is kept in memory.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>

#include "core/data/data_set.h"

namespace adversarium {

class PoisonedData final : public DataSet {
 public:
  explicit PoisonedData(std::shared_ptr<const DataSet> source)
      : DataSet(source->info()), m_source(std::move(source)) {}

  /// From now on sample `index` is `image` (float32 C×H×W) with `label`; an undefined image keeps the source's.
  void exchange(std::int64_t index, const at::Tensor& image, std::int64_t label);

  void read(std::int64_t index, std::span<float> planes) const override;
  int label(std::int64_t index) const override;
  /// Of the source and everything exchanged.
  std::string sha256() const override;

 private:
  struct Sample {
    std::vector<float> planes;
    int label = 0;
  };
  std::shared_ptr<const DataSet> m_source;
  std::map<std::int64_t, Sample> m_exchanged;
};

}  // namespace adversarium
