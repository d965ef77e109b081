// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/param.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace adversarium {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "0.03" or "8/255".
std::optional<double> fraction(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return number(text);
  const auto above = number(text.substr(0, slash)), below = number(text.substr(slash + 1));
  if (!above || !below || *below == 0) return std::nullopt;
  return *above / *below;
}

void checkLimits(const ParamSpec& spec, double value) {
  const std::string id(spec.id);
  if (!std::isfinite(value)) throw UsageError(id, "must be a finite number");
  if (value < spec.limits.min) throw UsageError(id, fmt::format("{} is below {}", value, spec.limits.min));
  if (value > spec.limits.max) throw UsageError(id, fmt::format("{} is above {}", value, spec.limits.max));
}

std::string listed(const auto& items, const auto& nameOf) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + std::string(nameOf(item));
  return text;
}

}  // namespace

ParamValue checkedParam(const ParamSpec& spec, const ParamValue& value) {
  const std::string id(spec.id);
  if (std::holds_alternative<bool>(spec.fallback)) {
    if (!std::holds_alternative<bool>(value)) throw UsageError(id, "must be true or false");
    return value;
  }
  if (std::holds_alternative<std::string>(spec.fallback)) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) throw UsageError(id, "must be a word");
    if (!spec.choices.empty() &&
        std::find(spec.choices.begin(), spec.choices.end(), *text) == spec.choices.end()) {
      throw UsageError(id, "'" + *text + "' is no choice; there are " +
                               listed(spec.choices, [](std::string_view choice) { return choice; }));
    }
    return value;
  }
  double asReal = 0;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    asReal = static_cast<double>(*whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    asReal = *real;
  } else {
    throw UsageError(id, "must be a number");
  }
  checkLimits(spec, asReal);
  if (std::holds_alternative<double>(spec.fallback)) return asReal;
  if (std::holds_alternative<std::int64_t>(value)) return value;
  constexpr double kMostExact = 9007199254740992.0;  // from 2^53 on a double skips whole numbers
  if (asReal != std::floor(asReal) || std::abs(asReal) >= kMostExact) {
    throw UsageError(id, fmt::format("{} is no whole number", asReal));
  }
  return static_cast<std::int64_t>(asReal);
}

ParamValue parseParam(const ParamSpec& spec, std::string_view text) {
  const std::string id(spec.id);
  if (std::holds_alternative<bool>(spec.fallback)) {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    throw UsageError(id, "'" + std::string(text) + "' is neither true nor false");
  }
  if (std::holds_alternative<std::string>(spec.fallback)) return checkedParam(spec, std::string(text));
  const std::optional<double> value = fraction(text);
  if (!value) throw UsageError(id, "'" + std::string(text) + "' is not a number");
  return checkedParam(spec, *value);
}

ParamMap completeParams(const std::vector<ParamSpec>& specs, const ParamMap& given) {
  ParamMap complete;
  for (const ParamSpec& spec : specs) {
    const auto found = given.find(spec.id);
    complete[std::string(spec.id)] = found == given.end() ? spec.fallback : checkedParam(spec, found->second);
  }
  for (const auto& [id, value] : given) {
    if (complete.contains(id)) continue;
    throw UsageError("no parameter '" + id + "'",
                     "there are " + listed(specs, [](const ParamSpec& spec) { return spec.id; }));
  }
  return complete;
}

}  // namespace adversarium
