// SPDX-License-Identifier: GPL-3.0-or-later
/// How images of one shape become images of another, and what of it a person has to know. The rule: grey is
/// repeated for every colour, colour becomes brightness (ITU-R BT.601); of another ratio of sides the middle part
/// is kept, so that nothing is squeezed; then area averaging down, bilinear up.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/data/data_set.h"
#include "core/data/window.h"

namespace adversarium {

/// The largest part of height × width, in its middle, that has the target's ratio of sides.
Window middlePart(int height, int width, int toHeight, int toWidth);

/// Throws InputError naming `subject` where no rule brings one to the other: a table's row is no picture, and
/// neither is anything of two or four channels.
void requireFitting(const ImageShape& from, const ImageShape& to, const std::string& subject);

/// What bringing images to one shape does to them, counted.
class Fittings {
 public:
  explicit Fittings(ImageShape to) : m_to(to) {}
  void add(const ImageShape& from, std::int64_t images = 1);
  /// "input-size", "input-ratio" and "input-channels", each only where something changes.
  std::vector<DataNote> notes() const;

 private:
  ImageShape m_to;
  std::int64_t m_images = 0, m_coloured = 0, m_greyed = 0;
  std::map<std::pair<int, int>, std::int64_t> m_sizes;  ///< by width and height, of those that are resized
};

}  // namespace adversarium
