// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/words.h"
#include "core/data/fitting.h"

namespace adversarium {

ImageShape PictureNotes::add(const PictureHeader& header) {
  const auto [width, height] = header.uprightSize();
  const ImageShape shape{header.channels, static_cast<int>(height), static_cast<int>(width)};
  ++m_shapes[{shape.channels, shape.height, shape.width}];
  ++m_pictures;
  m_transparent += header.alpha;
  m_paged += header.pages > 1;
  m_inks += header.inks;
  return shape;
}

bool PictureNotes::anyColour() const {
  return std::any_of(m_shapes.begin(), m_shapes.end(), [](const auto& one) { return std::get<0>(one.first) > 1; });
}

std::vector<DataNote> PictureNotes::notes(const ImageShape& shape) const {
  Fittings fittings(shape);
  for (const auto& [from, pictures] : m_shapes)
    fittings.add({std::get<0>(from), std::get<1>(from), std::get<2>(from)}, pictures);
  std::vector<DataNote> notes = fittings.notes();
  if (m_transparent > 0) {
    notes.push_back({"transparency", filled(translatable("records",
                                                         "Transparency is left out and colours are taken as "
                                                         "they stand: {} of {} pictures."),
                                            m_transparent, m_pictures)});
  }
  if (m_paged > 0) {
    notes.push_back({"pages", filled(translatable("records", "Only the first page is read of {} of {} pictures."),
                                     m_paged, m_pictures)});
  }
  if (m_inks > 0) {
    notes.push_back({"inks", filled(translatable("records",
                                                 "Four inks made red, green and blue without a colour profile: "
                                                 "{} of {} pictures."),
                                    m_inks, m_pictures)});
  }
  return notes;
}

}  // namespace adversarium
