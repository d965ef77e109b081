// SPDX-License-Identifier: GPL-3.0-or-later
/// A rectangle of pixels: what a mask hides, what a sticker covers, what a person selects.
#pragma once

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

}  // namespace adversarium
