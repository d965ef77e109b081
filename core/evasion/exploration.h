// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture under one attack, as the window shows it. Torch-free.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/image.h"
#include "core/method/param.h"

namespace adversarium {

/// One sample under one attack, for the explorer's panes. Never written to a record: a run does that.
struct ExploreRequest {
  std::string model;
  std::string data;
  std::int64_t index = 0;
  std::string algorithm;
  ParamMap params;
  int target = -1;
  std::uint64_t seed = 0;
  /// A quick approximation for a slider in motion: fewer steps. Ignored where every position is exact anyway.
  bool draft = false;
  bool operator==(const ExploreRequest&) const = default;
};

struct ExploreStep {
  Image attacked;
  std::vector<float> scores;  ///< probabilities, one a class
};

struct Exploration {
  ExploreRequest request;
  Image clean;
  Image attacked;
  Image change;  ///< attacked − clean, in [−1,1]
  int label = -1;
  std::vector<float> cleanScores;
  std::vector<float> attackedScores;
  int cleanClass = -1;
  int attackedClass = -1;
  /// As in a run: rightly classified before, and not where the attacker wants it. Else nothing was tried. Without
  /// labels the model's own answer counts as right.
  bool attempted = true;
  bool succeeded = false;
  bool exact = true;  ///< false: a draft; must not be exported
  double l0 = 0;      ///< changed pixels (any channel)
  double l1 = 0;
  double l2 = 0;
  double linf = 0;
  std::int64_t queries = 0;
  double seconds = 0;
  std::vector<ExploreStep> trajectory;  ///< iterative attacks: every step, clean first; else empty
};

/// The classifier's answer along the strength axis, for the class ribbon and the confidence plot.
struct Ribbon {
  ExploreRequest request;
  std::vector<double> strengths;           ///< ascending, from 0
  std::vector<std::vector<float>> scores;  ///< probabilities: strengths × classes
  std::vector<int> classes;                ///< the winner at each strength
  std::optional<double> flipsAt;           ///< smallest strength here at which the winner is not the clean one
  bool exact = true;
};

/// What is certain about one picture: nothing below `proven` changes the model's own answer, something at `found`
/// does what the request wants. Both in the request's norm.
struct PictureBracket {
  ExploreRequest request;
  double proven = 0;            ///< an L∞ proof holds in the other norms as well, which are never smaller
  std::string proof;            ///< how, as the bounds are called: "crown-ibp"; empty: not at all
  Words unprovable;             ///< why not, in words
  std::optional<double> found;  ///< of the smallest example that was found
  std::string attack;           ///< id of the method that found it
  bool finished = false;        ///< false: better numbers may follow
};

}  // namespace adversarium
