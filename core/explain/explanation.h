// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture explained, as the window shows it: coarse at first, then finer. Torch-free.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/algorithm/param.h"
#include "core/data/heat_colours.h"
#include "core/data/image.h"
#include "core/data/window.h"

namespace adversarium {

/// What hiding one window did to the answer.
struct HiddenWindow {
  Window window;
  float score = 0;        ///< probability of the explained class while the window is hidden
  int winner = -1;        ///< the class that wins then
  float winnerScore = 0;  ///< its probability
};

/// Never written to a record: a run does that.
struct ExplainRequest {
  std::string model;
  std::string data;
  std::int64_t index = 0;
  std::shared_ptr<const Image> picture{};  ///< explained in the sample's place: an attacked one, say
  std::string algorithm;
  ParamMap params;
  int target = -1;  ///< class to explain; −1: the model's own answer
  std::uint64_t seed = 0;
  bool operator==(const ExplainRequest&) const = default;
};

struct Explanation {
  ExplainRequest request;  ///< with every parameter filled in
  Image image;
  std::vector<float> map;  ///< height × width of the image
  HeatRange range;
  std::string unit;  ///< what a value means; a text of the "records" context
  int label = -1;
  std::vector<float> scores;  ///< probabilities, one a class
  int answer = -1;
  int explainedClass = -1;
  std::vector<HiddenWindow> windows;   ///< what was hidden so far; empty for methods that hide nothing
  std::optional<HiddenWindow> region;  ///< once it is finished: the region that decides, and what hiding it does
  bool finished = false;               ///< false: coarse, to be replaced by a finer one
  std::int64_t queries = 0;
  double seconds = 0;
};

}  // namespace adversarium
