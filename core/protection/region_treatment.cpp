// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/region_treatment.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/data/window.h"

namespace adversarium {
namespace {

std::vector<Window> boxesIn(const std::string& text, const DataInfo& info) {
  const auto boxes = windowsFromText(text);
  const bool fit = boxes && std::all_of(boxes->begin(), boxes->end(), [&](const Window& box) {
                     return liesWithin(box, info.height, info.width);
                   });
  if (!fit) {
    throw UsageError("regions", fmt::format("'{}' is no box x,y,width,height in a picture of {}×{} pixels", text,
                                            info.width, info.height));
  }
  return *boxes;
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
  return [boxes = boxesIn(regions, info), by, grain](const at::Tensor& pictures) {
    at::Tensor result = pictures.clone();
    for (const Window& box : boxes) {
      at::Tensor region = result.slice(2, box.top, box.bottom()).slice(3, box.left, box.right());
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
