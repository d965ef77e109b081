// SPDX-License-Identifier: GPL-3.0-or-later
/// Regions of pictures that nobody should learn from: made unreadable in all of them alike.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/data/data_set.h"
#include "core/method/param.h"

namespace adversarium {

/// `Blur` leaves averages over squares, which no sharpening brings back, `Fill` each picture's mean colour.
enum class RegionTreatment { Blur, Fill };
template <>
struct Choices<RegionTreatment> {
  static constexpr std::array<std::string_view, 2> names{"blur", "fill"};
};

/// float N×C×H×W in [0,1] → the same shape.
using Treat = std::function<at::Tensor(const at::Tensor& images)>;

/// `regions` as "left,top,width,height; …" in pixels, `grain` the squares' side. Throws UsageError for what is no
/// box or lies outside of a picture.
Treat regionTreatment(const std::string& regions, RegionTreatment by, int grain, const DataInfo& info);

/// What stands between the separators, without spaces around it; empty parts are left out.
std::vector<std::string> partsOf(const std::string& text, char separator);

}  // namespace adversarium
