// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures that a run made or used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/image.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// N × C × H × W floats, row-major. `isChange`: values in [−1,1] instead of [0,1].
struct ImageSet {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  std::vector<Words> captions;  ///< one an image, or none
  bool isChange = false;
  double centimetres = 0;  ///< width of each image on paper; 0: not for print
  std::int64_t count() const { return shape.empty() ? 0 : shape[0]; }
  Image image(std::int64_t index) const;
};
template <>
const ArtefactKind& kindOf<ImageSet>();

}  // namespace adversarium
