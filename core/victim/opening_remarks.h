// SPDX-License-Identifier: GPL-3.0-or-later
/// What is said of a file that was taken in one of several ways, in the same words for every format.
#pragma once

#include <string>
#include <vector>

#include "core/base/words.h"

namespace adversarium {

Words otherOutputsRemark(const std::vector<std::string>& all, const std::string& chosen);
/// The scores are one probability an image: what its sigmoid was given is used instead.
Words finalSigmoidRemark();
/// The scores are one number an image. `probability`: it is said to be one.
Words twoClassesRemark(bool probability);

}  // namespace adversarium
