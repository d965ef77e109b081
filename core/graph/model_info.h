// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known of a model before anything runs on it; torch-free.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/data_set.h"
#include "core/method/catalogue.h"

namespace adversarium {

/// One named part of a model, as far as its file shows it.
struct ModelPart {
  std::string name;                  ///< "layer1.0.conv1"
  std::string kind;                  ///< "Conv2d", "conv"
  std::int64_t parameters = 0;       ///< its own, not those of parts within it
  std::vector<std::string> tensors;  ///< "weight 64×3×7×7"
};

struct ModelInfo {
  std::string where;  ///< as it was asked for: a path or demo:NAME
  std::string kind;   ///< "adversarium", "onnx", "torchscript", "safetensors", "checkpoint"
  std::string architecture;
  ImageShape input;  ///< zeros where the file does not say
  std::int64_t classes = 0;
  std::vector<std::string> classNames;
  std::vector<float> mean;  ///< normalisation inside the model, per channel; empty: none
  std::vector<float> deviation;
  std::int64_t parameters = 0;
  std::string sha256;
  std::string lineage;             ///< what a saved model says of its making, a JSON object in text; else empty
  Access access = Access::Labels;  ///< the most that this model can grant
  Words accessReason;              ///< why no more, in words; empty for full access
  std::vector<Words> remarks;      ///< what loading found odd, in words: random answers, a batch that matters
  std::vector<ModelPart> parts;    ///< in order; empty where the file shows nothing of its inside
};

}  // namespace adversarium
