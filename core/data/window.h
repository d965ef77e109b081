// SPDX-License-Identifier: GPL-3.0-or-later
/// A rectangle of pixels: what a mask hides, what a sticker covers, what a person selects.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace adversarium {

struct Window {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
  int bottom() const { return top + height; }  ///< the row below the last one
  int right() const { return left + width; }   ///< the column behind the last one
  bool operator==(const Window&) const = default;
};

/// "left,top,width,height", several of them separated by semicolons, spaces allowed; no value for any other text.
std::optional<std::vector<Window>> windowsFromText(std::string_view text);

/// Whether it covers something, and nothing outside a picture of that size.
bool liesWithin(const Window& window, std::int64_t height, std::int64_t width);

}  // namespace adversarium
