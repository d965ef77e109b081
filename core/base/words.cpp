// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words.h"

#include <fmt/format.h>

#include <cmath>

namespace adversarium {
namespace {

std::string translated(const Language& language, const char* context, const std::string& english) {
  return language.translate ? language.translate(context, english) : english;
}

std::string spokenArg(const Words::Arg& arg, const Language& language, const char* context) {
  struct Speaker {
    const Language& language;
    const char* context;
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const Number& number) const {
      std::string text = number.digits < 0 ? fmt::format("{:.6g}", number.value)
                                           : fmt::format("{:.{}f}", number.value, number.digits);
      if (const std::size_t point = text.find('.'); point != std::string::npos)
        text.replace(point, 1, language.decimalPoint);
      return text;
    }
    std::string operator()(const Name& name) const {
      static constexpr const char* kContexts[] = {"classes", "classes", "choices", "methods"};  // of Name::Of
      return translated(language, kContexts[static_cast<std::size_t>(name.of)], name.text);
    }
    std::string operator()(const Words& inner) const {
      std::string own = spoken(inner, language, context);
      return own == inner.english() ? spoken(inner, language, "cells") : own;  // a word that tables have, too
    }
  };
  return std::visit(Speaker{language, context}, arg.value);
}

Words joined(std::vector<Words> parts, const char* between) {
  std::erase_if(parts, [](const Words& part) { return part.empty(); });
  if (parts.size() == 1) return std::move(parts.front());
  Words whole;
  for (Words& part : parts) {
    whole.text += (whole.text.empty() ? "" : between) + std::string("{}");
    whole.args.emplace_back(std::move(part));
  }
  return whole;
}

}  // namespace

Words::Words() = default;
Words::~Words() = default;
Words::Words(const Words&) = default;
Words::Words(Words&&) noexcept = default;
Words& Words::operator=(const Words&) = default;
Words& Words::operator=(Words&&) noexcept = default;
Words::Words(const char* translatableText) : text(translatableText) {}
Words::Words(std::string text_) : text(std::move(text_)) {}
Words::Words(Name name) : text("{}") { args.emplace_back(std::move(name)); }
Words::Words(std::string text_, std::vector<Arg> args_) : text(std::move(text_)), args(std::move(args_)) {}

void Words::append(Words sentence) { *this = sentences({std::move(*this), std::move(sentence)}); }

bool Words::operator==(const Words& other) const { return text == other.text && args == other.args; }

std::string Words::english() const { return spoken(*this, {}); }

std::string spoken(const Words& words, const Language& language, const char* context) {
  std::string pattern = translated(language, context, words.text);
  if (words.args.empty()) return pattern;
  std::string whole;
  std::size_t from = 0, next = 0;
  for (std::size_t hole = pattern.find('{'); hole != std::string::npos; hole = pattern.find('{', hole + 1)) {
    const std::size_t end = pattern.find_first_not_of("0123456789", hole + 1);
    if (end == std::string::npos || pattern[end] != '}' || end > hole + 3) continue;  // a brace of its own
    const std::size_t which = end == hole + 1 ? next++ : std::stoul(pattern.substr(hole + 1, end - hole - 1));
    if (which >= words.args.size()) continue;
    whole += pattern.substr(from, hole - from) + spokenArg(words.args[which], language, context);
    from = end + 1;
    hole = end;
  }
  return whole + pattern.substr(from);
}

Number shortNumber(double value) {
  constexpr double kLong = 9.95;  // from here on a digit behind the point says nothing
  return {value, std::abs(value) < kLong ? 1 : 0};
}

Words recipeOf(std::vector<Words> parts) { return joined(std::move(parts), ", "); }

Words sentences(std::vector<Words> parts) { return joined(std::move(parts), "\n"); }

}  // namespace adversarium
