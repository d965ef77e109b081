// SPDX-License-Identifier: GPL-3.0-or-later
/// What somebody asks for, completely: the same request on the same files gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/method/param.h"

namespace adversarium {

/// Which samples of a data set: explicit indices, or the first so many (0 means all).
struct Selection {
  std::int64_t first = 0;
  std::vector<std::int64_t> indices;
  bool operator==(const Selection&) const = default;
};

/// A defence that stands between attacker and model.
struct GuardRequest {
  std::string id;
  ParamMap params;
  bool operator==(const GuardRequest&) const = default;
};

struct Request {
  std::string algorithm;
  ParamMap params;
  std::string model;  ///< path or demo:NAME
  std::string data;   ///< path or demo:NAME
  Selection samples;
  int target = -1;  ///< class to reach; −1: any wrong class
  std::uint64_t seed = 0;
  std::string device = "cpu";
  /// Arithmetic of the attack copy: "float32" or "bfloat16". Success is always measured in float32.
  std::string precision = "float32";
  std::int64_t batch = 128;  ///< samples computed together; part of the request because rounding depends on it
  /// Strengths at which success is measured too, for the success-against-strength curve (0: none; −1: a few, where
  /// they cost no more than the attack).
  int sweep = -1;
  std::vector<GuardRequest> guards;
  bool operator==(const Request&) const = default;
};

}  // namespace adversarium
