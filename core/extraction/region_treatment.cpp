// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/region_treatment.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/error.h"

namespace adversarium {
namespace {

struct PixelBox {
  std::int64_t x, y, width, height;
};

/// "12,8,24,10; 0,40,48,8" → boxes. Throws UsageError for what is none or lies outside.
std::vector<PixelBox> parsedBoxes(const std::string& text, const DataInfo& info) {
  std::vector<PixelBox> boxes;
  for (const std::string& part : partsOf(text, ';')) {
    std::vector<std::int64_t> numbers;
    for (const std::string& cell : partsOf(part, ',')) {
      std::int64_t value = -1;
      const auto [stop, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      if (problem != std::errc() || stop != cell.data() + cell.size()) value = -1;
      numbers.push_back(value);
    }
    const bool four = numbers.size() == 4 && *std::min_element(numbers.begin(), numbers.end()) >= 0;
    if (!four || numbers[2] < 1 || numbers[3] < 1 || numbers[0] + numbers[2] > info.width ||
        numbers[1] + numbers[3] > info.height) {
      throw UsageError("regions", fmt::format("'{}' is no box x,y,width,height in a picture of {}×{} pixels", part,
                                              info.width, info.height));
    }
    boxes.push_back({numbers[0], numbers[1], numbers[2], numbers[3]});
  }
  return boxes;
}

}  // namespace

std::vector<std::string> partsOf(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    const std::size_t from = text.find_first_not_of(' ', start), last = text.find_last_not_of(' ', end - 1);
    if (end > start && from < end) parts.push_back(text.substr(from, last + 1 - from));
    start = end + 1;
  }
  return parts;
}

Treat regionTreatment(const std::string& regions, RegionTreatment by, int grain, const DataInfo& info) {
  return [boxes = parsedBoxes(regions, info), by, grain](const at::Tensor& pictures) {
    at::Tensor result = pictures.clone();
    for (const PixelBox& box : boxes) {
      at::Tensor region = result.slice(2, box.y, box.y + box.height).slice(3, box.x, box.x + box.width);
      if (by == RegionTreatment::Fill) {
        region.copy_(pictures.mean({2, 3}, true).expand_as(region));
      } else {
        const at::Tensor few = at::adaptive_avg_pool2d(
            region.contiguous(), {(box.height + grain - 1) / grain, (box.width + grain - 1) / grain});
        region.copy_(at::upsample_bilinear2d(few, {box.height, box.width}, false));
      }
    }
    return result;
  };
}

}  // namespace adversarium
