// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bounded_json.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace adversarium {

nlohmann::json boundedJson(std::string_view text, const std::string& subject) {
  constexpr int kMostLevels = 64;
  const auto shallow = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kMostLevels) throw InputError(subject, "is JSON of more than 64 levels");
    return true;
  };
  try {
    return nlohmann::json::parse(text, shallow);
  } catch (const nlohmann::json::exception& wrong) {
    throw InputError(subject, std::string("is not valid JSON: ") + wrong.what());
  }
}

}  // namespace adversarium
