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

/// In order of execution; empty for a model whose inside is not known. Runs the model a few times on one grey
/// image.
std::vector<Layer> layersOf(const Classifier& model);

}  // namespace adversarium
