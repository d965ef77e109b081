// SPDX-License-Identifier: GPL-3.0-or-later
/// Parameters said once: form, command line, validation, report and translation all read this declaration.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.h"

namespace adversarium {

using ParamValue = std::variant<bool, std::int64_t, double, std::string>;
using ParamMap = std::map<std::string, ParamValue, std::less<>>;

/// Hard limits that validation enforces and the softer range that a slider offers.
struct Limits {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  double softMin = min;
  double softMax = max;
  bool logarithmic = false;
  std::string_view unit = {};
};

/// What a parameter means, whatever its id: by this the house, the window and other methods find it.
enum class Role {
  None,
  Strength,  ///< how far a change may go, in the norm
  Norm,
  Queries,  ///< looks at the model's answers for each image
  Steps,
  StepSize,  ///< as a part of the strength
  Restarts,
  Targets,  ///< how many classes are gone towards
  Looks,    ///< gradients averaged for a step
  Loss,
  EarlyStop,  ///< whether an image that fell is left alone
  Fill,       ///< what stands where a picture is hidden
  Window,     ///< the side of what is hidden; 0: as usual
  Tolerance,
  Region,
  Sample,       ///< an index in data
  KnownPoison,  ///< which samples are, where that is known
  Method        ///< the id of another one
};

/// What lies where a parameter's value, a path, leads.
enum class Place {
  None,
  Picture,
  Model,
  Models,  ///< separated by commas
  Data,
  Indices,
  Generator,
  Checkpoint,  ///< need not be there yet
  Folder
};

constexpr std::string_view unitOf(Place place) {
  constexpr std::array<std::string_view, 9> kUnits{"",    "PNG",       "model",      "models", "data",
                                                   "NPY", "generator", "checkpoint", "folder"};
  return kUnits[static_cast<std::size_t>(place)];
}

struct CatalogueEntry;  // core/method/catalogue.h
/// Whether a parameter may name that method.
using Offers = bool (*)(const CatalogueEntry& method);

/// One parameter of a method, as everything outside the method's file sees it. A parameter with choices is a
/// string in a ParamMap. `hero` marks the one that the page gives its big slider.
struct ParamSpec {
  std::string_view id;
  std::string_view label;
  std::string_view help;
  ParamValue fallback;
  Limits limits;
  std::vector<std::string_view> choices;
  bool hero = false;
  Role role = Role::None;
  Place place = Place::None;
  Offers offers = nullptr;  ///< makes the choices, once the catalogue is whole
};

/// Specialise for an enumeration that serves as a parameter: `names[i]` is the word for value i.
template <class T>
struct Choices;

template <class T>
concept ChoiceEnum = std::is_enum_v<T>;

template <class Owner, class T>
struct Param {
  T Owner::*member;
  std::string_view id;
  std::string_view label;
  std::string_view help;
  Limits limits;
  bool hero;
  std::size_t offered = std::numeric_limits<std::size_t>::max();  ///< so many of the choices, from the first
  Role role = Role::None;
  Place place = Place::None;
  Offers offers = nullptr;

  constexpr Param as(Role meant) const {
    Param same = *this;
    same.role = meant;
    return same;
  }
  constexpr Param as(Place there) const requires std::is_same_v<T, std::string> {
    Param same = *this;
    same.place = there;
    same.limits.unit = unitOf(there);
    return same;
  }
  /// It names one of those methods.
  constexpr Param among(Offers methods) const requires std::is_same_v<T, std::string> {
    Param same = as(Role::Method);
    same.offers = methods;
    return same;
  }
};

/// The default is the member's own initialiser.
template <class Owner, class T>
constexpr Param<Owner, T> param(T Owner::*member, std::string_view id, std::string_view label,
                                std::string_view help, Limits limits = {}) {
  return {member, id, label, help, limits, false};
}

/// For a choice of which only the first ones are offered, up to `last`.
template <class Owner, ChoiceEnum T>
constexpr Param<Owner, T> choiceParam(T Owner::*member, std::string_view id, std::string_view label,
                                      std::string_view help, T last) {
  return {member, id, label, help, {}, false, static_cast<std::size_t>(last) + 1};
}

/// The same, for the one parameter that a person will want to drag.
template <class Owner, class T>
constexpr Param<Owner, T> heroParam(T Owner::*member, std::string_view id, std::string_view label,
                                    std::string_view help, Limits limits = {}) {
  return {member, id, label, help, limits, true};
}

template <class T>
ParamValue paramValue(const T& value) {
  if constexpr (ChoiceEnum<T>) {
    return std::string(Choices<T>::names[static_cast<std::size_t>(value)]);
  } else if constexpr (std::is_same_v<T, bool>) {
    return value;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<double>(value);
  } else {
    return std::string(value);
  }
}

/// Throws UsageError when `value` is of the wrong kind, out of `spec`'s limits, not a number or not a choice.
/// Whole numbers pass as real ones. Returns the value in the parameter's own kind.
ParamValue checkedParam(const ParamSpec& spec, const ParamValue& value);

/// Reads "8/255", "0.03", "true", "linf" as the kind that `spec` declares; throws UsageError.
ParamValue parseParam(const ParamSpec& spec, std::string_view text);

/// Checks every entry against `specs` (an unknown name is an error) and fills in what is missing.
ParamMap completeParams(const std::vector<ParamSpec>& specs, const ParamMap& given);

/// The declaration of A as plain values: A::Params gives the defaults, A::params the words and limits.
template <class A>
std::vector<ParamSpec> describe() {
  std::vector<ParamSpec> specs;
  const typename A::Params defaults{};
  std::apply(
      [&](const auto&... declared) {
        const auto add = [&]<class Owner, class T>(const Param<Owner, T>& p) {
          ParamSpec spec{p.id,   p.label, p.help,  paramValue(defaults.*p.member), p.limits, {}, p.hero,
                         p.role, p.place, p.offers};
          if constexpr (ChoiceEnum<T>) {
            const auto& names = Choices<T>::names;
            const auto offered = static_cast<std::ptrdiff_t>(std::min<std::size_t>(p.offered, names.size()));
            spec.choices.assign(names.begin(), names.begin() + offered);
          }
          specs.push_back(std::move(spec));
        };
        (add(declared), ...);
      },
      A::params);
  return specs;
}

/// A's parameters from a map; throws UsageError for an unknown name, a wrong kind or a value out of limits.
template <class A>
typename A::Params bind(const ParamMap& given) {
  const ParamMap complete = completeParams(describe<A>(), given);
  typename A::Params params{};
  std::apply(
      [&](const auto&... declared) {
        const auto set = [&]<class Owner, class T>(const Param<Owner, T>& p) {
          const ParamValue& value = complete.find(p.id)->second;
          if constexpr (ChoiceEnum<T>) {
            const auto& names = Choices<T>::names;
            for (std::size_t i = 0; i < names.size(); ++i) {
              if (names[i] == std::get<std::string>(value)) params.*p.member = static_cast<T>(i);
            }
          } else if constexpr (std::is_same_v<T, bool>) {
            params.*p.member = std::get<bool>(value);
          } else if constexpr (std::is_integral_v<T>) {
            params.*p.member = static_cast<T>(std::get<std::int64_t>(value));
          } else if constexpr (std::is_floating_point_v<T>) {
            params.*p.member = std::get<double>(value);
          } else {
            params.*p.member = std::get<std::string>(value);
          }
        };
        (set(declared), ...);
      },
      A::params);
  return params;
}

}  // namespace adversarium
