// SPDX-License-Identifier: GPL-3.0-or-later
/// Texts that core writes and a person will read in the window, in a language of the window's choice.
#pragma once

#include <initializer_list>
#include <string>

namespace adversarium {

/// Marks an English text for translation; lupdate knows this name as it knows QT_TRANSLATE_NOOP. Records use the
/// context "records". Numbers go in with fmt's "{}" and names with "‘{}’": the window recognises both in the
/// finished sentence and so finds the template again. A template holds no digits of its own, but for those in
/// words such as L2.
constexpr const char* translatable([[maybe_unused]] const char* context, const char* text) { return text; }

/// How a model came about, in one line: texts without commas, which the window finds one by one. Empty ones are
/// left out.
inline std::string recipeOf(std::initializer_list<std::string> parts) {
  std::string recipe;
  for (const std::string& part : parts) {
    if (!part.empty()) recipe += (recipe.empty() ? "" : ", ") + part;
  }
  return recipe;
}

}  // namespace adversarium
