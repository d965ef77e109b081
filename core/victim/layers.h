// SPDX-License-Identifier: GPL-3.0-or-later
/// What a model is made of, layer by layer, for a person to read; torch-free.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adversarium {

class Classifier;

struct Layer {
  std::string name;
  std::string operation;
  std::vector<std::int64_t> shape;  ///< of its output for one image, without the batch
  std::int64_t parameters = 0;
  double milliseconds = 0;  ///< for one image, the median of several passes
};

/// In order of execution. Runs the model a few times on one grey image. Of a model whose inside cannot be run part
/// by part, the names and parameters that its file shows, if any, without shapes and times.
std::vector<Layer> layersOf(const Classifier& model);

}  // namespace adversarium
