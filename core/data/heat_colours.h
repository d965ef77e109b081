// SPDX-License-Identifier: GPL-3.0-or-later
/// The colours of heat maps, the same in reports and in the window: even steps of value look like even steps of
/// colour, to eyes without red–green vision, too.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/image.h"

namespace adversarium {

/// The values that the colours span. A range that begins below zero belongs to a signed map: its colours diverge
/// from zero, and `signedAbout` makes it symmetric.
struct HeatRange {
  float low = 0;
  float high = 1;
  bool isSigned() const { return low < 0; }
  bool operator==(const HeatRange&) const = default;
};

/// From the least to the largest value, or with `isSigned` from −m to m; never empty. Not-a-numbers don't count.
HeatRange heatRangeOf(std::span<const float> values, bool isSigned);

/// Both ranges in one, so that two maps can be compared by colour.
HeatRange joined(const HeatRange& a, const HeatRange& b);

struct HeatColour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const HeatColour&) const = default;
};

/// Cividis (Nuñez, Anderton, Renslow 2018) for magnitudes. For signed values blue – white – orange along straight
/// lines in CIELAB, both arms equally long and equally light. Values outside the range take its ends' colours; not
/// a number is grey.
HeatColour heatColour(float value, const HeatRange& range);

/// The map (height × width of `picture`) laid over the picture's grey shades, three channels; `strength` 0 shows
/// the picture as it is, 1 the colours alone. An empty picture gives the colours alone: then `height` and `width`
/// say the map's size.
Image heatOverlay(const Image& picture, std::span<const float> map, int height, int width, const HeatRange& range,
                  double strength);

}  // namespace adversarium
