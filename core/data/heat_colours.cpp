// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/heat_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace adversarium {
namespace {

constexpr int kSteps = 256;
using Ramp = std::array<HeatColour, kSteps>;

const Ramp& cividis() {
  static const Ramp ramp = [] {
    cv::Mat steps(1, kSteps, CV_8U), colours;
    for (int i = 0; i < kSteps; ++i) steps.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
    cv::applyColorMap(steps, colours, cv::COLORMAP_CIVIDIS);
    Ramp made;
    for (int i = 0; i < kSteps; ++i) {
      const auto& bgr = colours.at<cv::Vec3b>(0, i);
      made[std::size_t(i)] = {bgr[2], bgr[1], bgr[0]};
    }
    return made;
  }();
  return ramp;
}

const Ramp& diverging() {
  static const Ramp ramp = [] {
    // L*, a*, b*: the ends are as far from the middle as each other, and as light.
    const cv::Vec3f below(45, 5, -48), middle(96, 0, 0), above(45, 27, 40);
    cv::Mat lab(1, kSteps, CV_32FC3), rgb;
    for (int i = 0; i < kSteps; ++i) {
      const float share = 2.0F * static_cast<float>(i) / (kSteps - 1) - 1;
      lab.at<cv::Vec3f>(0, i) = middle + ((share < 0 ? below : above) - middle) * std::abs(share);
    }
    cv::cvtColor(lab, rgb, cv::COLOR_Lab2RGB);
    Ramp made;
    for (int i = 0; i < kSteps; ++i) {
      const cv::Vec3f colour = rgb.at<cv::Vec3f>(0, i) * 255;
      made[std::size_t(i)] = {cv::saturate_cast<std::uint8_t>(colour[0]),
                              cv::saturate_cast<std::uint8_t>(colour[1]),
                              cv::saturate_cast<std::uint8_t>(colour[2])};
    }
    return made;
  }();
  return ramp;
}

float grey(const Image& picture, int y, int x) {
  if (picture.channels < 3) return picture.at(0, y, x);
  return 0.299F * picture.at(0, y, x) + 0.587F * picture.at(1, y, x) + 0.114F * picture.at(2, y, x);  // BT.601
}

}  // namespace

HeatRange heatRangeOf(std::span<const float> values, bool isSigned) {
  float low = std::numeric_limits<float>::infinity(), high = -low;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return isSigned ? HeatRange{-1, 1} : HeatRange{0, 1};
  if (isSigned) {
    const float most = std::max(-low, high);
    return most > 0 ? HeatRange{-most, most} : HeatRange{-1, 1};
  }
  // A map of magnitudes begins at zero where that costs no contrast; a constant one still needs a span.
  if (low > 0 && low < 0.25F * high) low = 0;
  return high > low ? HeatRange{std::max(low, 0.0F), high} : HeatRange{0, high > 0 ? high : 1};
}

HeatRange joined(const HeatRange& a, const HeatRange& b) {
  HeatRange both{std::min(a.low, b.low), std::max(a.high, b.high)};
  if (both.isSigned()) both.high = std::max(-both.low, both.high), both.low = -both.high;
  return both;
}

HeatColour heatColour(float value, const HeatRange& range) {
  if (std::isnan(value)) return {128, 128, 128};
  const float span = range.high - range.low;
  const float share = span > 0 ? std::clamp((value - range.low) / span, 0.0F, 1.0F) : 0.0F;
  const auto step = static_cast<std::size_t>(std::lround(share * (kSteps - 1)));
  return range.isSigned() ? diverging()[step] : cividis()[step];
}

Image heatOverlay(const Image& picture, std::span<const float> map, int height, int width, const HeatRange& range,
                  double strength) {
  Image result(3, height, width);
  const auto share = static_cast<float>(picture.empty() ? 1.0 : std::clamp(strength, 0.0, 1.0));
  // The picture's own colours would be taken for heat, so they fade as the map appears.
  const float fading = std::min(1.0F, 4 * share);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const HeatColour colour = heatColour(map[static_cast<std::size_t>(y) * width + x], range);
      const std::array<std::uint8_t, 3> heat{colour.red, colour.green, colour.blue};
      for (int c = 0; c < 3; ++c) {
        float below = 0;
        if (!picture.empty()) {
          const float own = picture.at(std::min(c, picture.channels - 1), y, x);
          below = own + (grey(picture, y, x) - own) * fading;
        }
        result.at(c, y, x) = below * (1 - share) + static_cast<float>(heat[std::size_t(c)]) / 255 * share;
      }
    }
  }
  return result;
}

}  // namespace adversarium
