// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/window.h"

#include <algorithm>
#include <charconv>

namespace adversarium {
namespace {

/// The whole number that `text` begins with, which loses it and the spaces around; none where there is none.
std::optional<int> taken(std::string_view& text) {
  const auto skipSpaces = [&] { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); };
  skipSpaces();
  int value = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  skipSpaces();
  return value;
}

}  // namespace

std::optional<std::vector<Window>> windowsFromText(std::string_view text) {
  std::vector<Window> windows;
  while (!text.empty()) {
    Window window;
    for (int* number : {&window.left, &window.top, &window.width, &window.height}) {
      const auto value = taken(text);
      if (!value) return std::nullopt;
      *number = *value;
      const char next = number == &window.height ? ';' : ',';
      if (text.empty() && next == ';') break;
      if (text.empty() || text.front() != next) return std::nullopt;
      text.remove_prefix(1);
    }
    windows.push_back(window);
  }
  return windows;
}

bool liesWithin(const Window& window, std::int64_t height, std::int64_t width) {
  return window.left >= 0 && window.top >= 0 && window.width >= 1 && window.height >= 1 &&
         window.left <= width - window.width && window.top <= height - window.height;
}

}  // namespace adversarium
