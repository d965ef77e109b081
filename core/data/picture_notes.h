// SPDX-License-Identifier: GPL-3.0-or-later
/// What reading picture files leaves out or changes, counted over all files of a data set.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "core/data/data_set.h"
#include "core/data/picture_header.h"

namespace adversarium {

class PictureNotes {
 public:
  /// Returns the shape of the upright picture.
  ImageShape add(const PictureHeader& header);
  bool anyColour() const;
  /// For the pictures brought to `shape`: those of Fittings, "transparency", "pages", "inks".
  std::vector<DataNote> notes(const ImageShape& shape) const;

 private:
  std::map<std::tuple<int, int, int>, std::int64_t> m_shapes;  ///< channels, height, width
  std::int64_t m_pictures = 0, m_transparent = 0, m_paged = 0, m_inks = 0;
};

}  // namespace adversarium
