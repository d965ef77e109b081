// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/speech.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace adversarium {
namespace {

/// What is worth a word behind a number; shares and areas are not.
constexpr const char* kUnits[] = {
    translatable("units", "s"),           translatable("units", "queries"), translatable("units", "gradients"),
    translatable("units", "images"),      translatable("units", "pixels"),  translatable("units", "neurons"),
    translatable("units", "steps"),       translatable("units", "layers"),  translatable("units", "models"),
    translatable("units", "pixel value"),
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string Speech::record(const Words& words) const {
  std::string text = escaped(spoken(words, m_words.speech));
  std::replace(text.begin(), text.end(), '\n', ' ');  // sentences stand on lines of their own
  return text;
}

std::string Speech::title(const std::string& id, const Measure& measure) const {
  return escaped(spoken(titleOf(id, measure), m_words.speech, "measures"));
}

std::string Speech::number(std::string text) const {
  const std::string& point = m_words.speech.decimalPoint;
  for (auto at = text.find('.'); at != std::string::npos; at = text.find('.', at + point.size()))
    text.replace(at, 1, point);
  return escaped(text);
}

std::string Speech::percent(double share) const { return number(fmt::format("{:.1f} %", 100 * share)); }

std::string Speech::value(const Measure& m) const {
  if (std::isnan(m.value)) return (*this)(translatable("report", "none"));
  if (m.unit == "rate") return percent(m.value);
  const bool known = std::find(std::begin(kUnits), std::end(kUnits), m.unit) != std::end(kUnits);
  return number(fmt::format("{:.4g} ", m.value)) + (known ? said("units", m.unit) : std::string());
}

std::string Speech::interval(const Measure& m) const {
  if (!m.low || !m.high) return {};
  if (m.unit == "rate") return number(fmt::format("{:.1f} – {:.1f} %", 100 * *m.low, 100 * *m.high));
  return number(fmt::format("{:.4g} – {:.4g}", *m.low, *m.high));
}

std::string Speech::said(const char* context, std::string_view english) const {
  return escaped(spoken(Words(std::string(english)), m_words.speech, context));
}

}  // namespace adversarium
