// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known of a model before anything runs on it; torch-free.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/algorithm/catalogue.h"
#include "core/data/data_set.h"

namespace adversarium {

struct ModelInfo {
  std::string where;  ///< as it was asked for: a path or demo:NAME
  std::string kind;   ///< "adversarium", "onnx", "torchscript", "safetensors"
  std::string architecture;
  ImageShape input;  ///< zeros where the file does not say
  std::int64_t classes = 0;
  std::vector<std::string> classNames;
  std::vector<float> mean;  ///< normalisation inside the model, per channel; empty: none
  std::vector<float> deviation;
  std::int64_t parameters = 0;
  std::string sha256;
  Access access = Access::Labels;  ///< the most that this model can grant
  std::string accessReason;        ///< why no more, in words; empty for full access
};

}  // namespace adversarium
