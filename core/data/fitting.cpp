// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/fitting.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

bool isRow(const ImageShape& shape) { return shape.channels == 1 && shape.height == 1 && shape.width > 1; }

std::string inWords(const ImageShape& shape) {
  return isRow(shape)
             ? fmt::format("rows of {} numbers", shape.width)
             : fmt::format("images of {}×{} pixels and {} channels", shape.width, shape.height, shape.channels);
}

}  // namespace

Window middlePart(int height, int width, int toHeight, int toWidth) {
  const auto inRatio = [](int side, int part, int whole) {
    return std::max(1, static_cast<int>(std::lround(double(side) * part / whole)));
  };
  Window part{0, 0, height, inRatio(height, toWidth, toHeight)};
  if (part.width > width) part = {0, 0, std::min(height, inRatio(width, toHeight, toWidth)), width};
  part.left = (width - part.width) / 2;
  part.top = (height - part.height) / 2;
  return part;
}

void requireFitting(const ImageShape& from, const ImageShape& to, const std::string& subject) {
  if (from == to) return;
  const auto isPicture = [](int channels) { return channels == 1 || channels == 3; };
  const bool channels = from.channels == to.channels || (isPicture(from.channels) && isPicture(to.channels));
  if (channels && !isRow(from) && !isRow(to)) return;
  throw InputError(subject, fmt::format("holds {} where {} are needed", inWords(from), inWords(to)));
}

void Fittings::add(const ImageShape& from, std::int64_t images) {
  m_images += images;
  if (from.height != m_to.height || from.width != m_to.width) m_sizes[{from.width, from.height}] += images;
  if (from.channels < m_to.channels) m_coloured += images;
  if (from.channels > m_to.channels) m_greyed += images;
}

std::vector<DataNote> Fittings::notes() const {
  std::vector<DataNote> notes;
  std::int64_t resized = 0, cropped = 0;
  double most = 0;  // of a picture, that is cut off
  for (const auto& [size, images] : m_sizes) {
    resized += images;
    const Window part = middlePart(size.second, size.first, m_to.height, m_to.width);
    if (part.height == size.second && part.width == size.first) continue;
    cropped += images;
    most = std::max(most, 1 - double(part.height) * part.width / (double(size.first) * size.second));
  }
  if (resized > 0) {
    const auto pixels = [](const auto& a) { return std::int64_t{a.first.first} * a.first.second; };
    const auto [least, largest] = std::minmax_element(
        m_sizes.begin(), m_sizes.end(), [&](const auto& a, const auto& b) { return pixels(a) < pixels(b); });
    notes.push_back(
        {"input-size",
         m_sizes.size() == 1
             ? filled(
                   translatable("records", "Scaled from {}×{} to {}×{} pixels (width × height): {} of {} images."),
                   least->first.first, least->first.second, m_to.width, m_to.height, resized, m_images)
             : filled(translatable("records",
                                   "Scaled to {}×{} pixels (width × height): {} of {} images. They have {} "
                                   "different sizes between {}×{} and {}×{}."),
                      m_to.width, m_to.height, resized, m_images, m_sizes.size(), least->first.first,
                      least->first.second, largest->first.first, largest->first.second)});
  }
  if (cropped > 0) {
    notes.push_back(
        {"input-ratio", filled(translatable("records",
                                            "Their sides have another ratio: of {} of {} images the middle is "
                                            "kept and up to {} % cut off."),
                               cropped, m_images, Number{100 * most, 1})});
  }
  if (m_coloured > 0) {
    notes.push_back({"input-channels", filled(translatable("records",
                                                           "Grey repeated as red, green and blue: {} of {} "
                                                           "images."),
                                              m_coloured, m_images)});
  }
  if (m_greyed > 0) {
    notes.push_back({"input-channels", filled(translatable("records",
                                                           "Colours made grey by their brightness: {} of {} "
                                                           "images."),
                                              m_greyed, m_images)});
  }
  return notes;
}

}  // namespace adversarium
