// SPDX-License-Identifier: GPL-3.0-or-later
/// The faces of the built-in road signs, drawn once at high resolution.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace adversarium {

struct SignArtwork {
  std::string name;
  cv::Mat face;   ///< CV_8UC3, RGB
  cv::Mat alpha;  ///< CV_8U, 255 on the sign
};

/// Square pictures of kSignArtworkSide pixels; made on first use, thread-safe.
const std::vector<SignArtwork>& signArtworks();
inline constexpr int kSignArtworkSide = 256;

}  // namespace adversarium
