// SPDX-License-Identifier: GPL-3.0-or-later
/// What a model file cannot say of itself, in a small JSON file beside it: FILE.json for FILE.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

class Graph;

/// Every member may be missing. Everything but the shape, the classes and the architecture is carried out by two
/// small graphs, one before the model and one behind it.
struct Sidecar {
  std::string architecture;
  ImageShape input;
  std::int64_t classes = 0;
  std::vector<std::string> classNames;
  std::vector<float> mean;  ///< per channel, red first: the model is given (x − mean) / std
  std::vector<float> deviation;
  bool bgr = false;                 ///< the model wants blue first
  bool transposed = false;          ///< the model wants height and width exchanged
  bool probabilities = false;       ///< the model answers with probabilities: their logarithm is taken
  std::vector<std::int64_t> order;  ///< class i of the data is the model's output order[i]

  bool operator==(const Sidecar&) const = default;

  /// Nodes that bring images in [0,1] to what the model wants; empty where nothing is to be done. Throws
  /// InputError naming `subject` where mean and std do not fit the channels.
  Graph front(int channels, const std::string& subject) const;
  /// Nodes that bring the model's answer to logits in the data's order of classes.
  Graph back(std::int64_t classes, const std::string& subject) const;
};

std::filesystem::path sidecarOf(const std::filesystem::path& model);

/// Keys: architecture, input [C,H,W], classes (names or a count), mean, std, channels ("rgb" or "bgr"),
/// transposed, output ("logits" or "probabilities"), order. Others are ignored, as the file may be somebody
/// else's. Throws InputError naming `subject`.
Sidecar sidecarFromJson(const std::string& text, const std::string& subject);
std::string sidecarToJson(const Sidecar& sidecar);

/// Of the file beside `model`; empty where there is none.
Sidecar readSidecar(const std::filesystem::path& model);

/// Adds `cure` to the file beside `model` and returns that file. Throws UsageError for a built-in model,
/// InputError where the file cannot be written.
std::filesystem::path applyCure(const std::string& model, const Sidecar& cure);

/// `given` with what `cure` changes.
Sidecar merged(Sidecar given, const Sidecar& cure);

}  // namespace adversarium
