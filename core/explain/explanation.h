// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture explained, as the window shows it: coarse at first, then finer. Torch-free.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/heat_colours.h"
#include "core/data/image.h"
#include "core/data/window.h"
#include "core/method/param.h"

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
  std::vector<Window> hidden{};  ///< a person's own region: only what hiding all of it does is asked for, no map
  bool operator==(const ExplainRequest&) const = default;
};

/// Ids of the methods that explain single pictures, in the catalogue's order.
std::vector<std::string> pictureExplainers();

struct Explanation {
  ExplainRequest request;  ///< with every parameter filled in
  Image image;
  std::vector<float> map;  ///< height × width of the image; empty where a region was asked for
  HeatRange range;
  std::string unit;  ///< what a value means; a text of the "records" context
  int label = -1;
  std::vector<float> scores;  ///< probabilities, one a class
  int answer = -1;
  int explainedClass = -1;
  std::vector<HiddenWindow> windows;  ///< what was hidden so far; empty for methods that hide nothing
  /// Once it is finished: the region that decides, or the smallest box around the one asked for, and what hiding
  /// it does.
  std::optional<HiddenWindow> region;
  bool finished = false;  ///< false: coarse, to be replaced by a finer one
  std::int64_t queries = 0;
  double seconds = 0;
};

}  // namespace adversarium
