// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/drawn_kinds.h"

namespace adversarium {
namespace {

using Stroke = std::vector<cv::Point2d>;

/// A piece of an ellipse, angles in degrees, clockwise from east as the y axis points down.
Stroke arc(double x, double y, double rx, double ry, double from, double to) {
  Stroke stroke;
  constexpr int kPieces = 16;
  for (int i = 0; i <= kPieces; ++i) {
    const double angle = (from + (to - from) * i / kPieces) * std::numbers::pi / 180;
    stroke.emplace_back(x + rx * std::cos(angle), y + ry * std::sin(angle));
  }
  return stroke;
}

Stroke joined(std::initializer_list<Stroke> parts) {
  Stroke whole;
  for (const Stroke& part : parts) whole.insert(whole.end(), part.begin(), part.end());
  return whole;
}

/// Strokes in a box of width 0…1 and height 0…1; people write some digits in several ways.
std::vector<Stroke> strokesOf(int digit, DrawnRandom& random) {
  const bool variant = random.chance(0.5);
  switch (digit) {
    case 0:
      return {arc(0.5, 0.5, random.uniform(0.28, 0.42), 0.5, -90, 270)};
    case 1:
      if (variant) return {{{0.5, 0}, {0.5, 1}}};
      return {{{0.25, 0.25}, {0.52, 0}, {0.52, 1}}};
    case 2:
      return {joined({arc(0.5, 0.28, 0.38, 0.28, -165, 30), {{0.1, 1}, {0.92, variant ? 1.0 : 0.95}}})};
    case 3:
      return {joined({arc(0.45, 0.25, 0.36, 0.25, -150, 80), arc(0.45, 0.74, 0.4, 0.26, -80, 150)})};
    case 4:
      if (variant) return {{{0.6, 0}, {0.08, 0.66}, {0.95, 0.66}}, {{0.65, 0.35}, {0.65, 1}}};
      return {{{0.15, 0.02}, {0.12, 0.52}, {0.85, 0.52}}, {{0.8, 0}, {0.75, 1}}};
    case 5:
      return {joined({{{0.88, 0}, {0.22, 0.02}, {0.18, 0.42}}, arc(0.44, 0.68, 0.42, 0.31, -100, 140)})};
    case 6:
      return {joined({{{0.72, 0}, {0.35, 0.3}}, arc(0.48, 0.7, 0.36, 0.29, -165, 195)})};
    case 7:
      if (variant) return {{{0.08, 0.02}, {0.9, 0.02}, {0.4, 1}}, {{0.28, 0.52}, {0.82, 0.52}}};
      return {{{0.1, 0.04}, {0.9, 0}, {0.42, 1}}};
    case 8:
      return {arc(0.5, 0.25, random.uniform(0.26, 0.34), 0.24, 90, 450), arc(0.5, 0.74, 0.37, 0.26, -90, 270)};
    default:
      if (variant) return {arc(0.48, 0.3, 0.34, 0.29, 0, 360), {{0.83, 0.3}, {0.78, 1}}};
      return {joined({arc(0.5, 0.3, 0.34, 0.29, 10, 350), {{0.84, 0.32}}, arc(0.4, 0.62, 0.42, 0.36, 5, 95)})};
  }
}

}  // namespace

const std::vector<std::string>& digitNames() {
  static const std::vector<std::string> names{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  return names;
}

Image drawDigit(int label, DrawnRandom& random) {
  constexpr int kSide = 28, kScale = 4, kCanvas = kSide * kScale, kShift = 4;
  const double height = random.uniform(17, 21) * kScale, width = height * random.uniform(0.55, 0.85);
  const double angle = random.normal(0.1), slant = random.normal(0.15);
  const double wave = random.uniform(0, 2.5), phase = random.uniform(0, 6.3);
  const double down = random.normal(3), right = random.normal(3);
  const cv::Point2d centre(kCanvas / 2.0 + right, kCanvas / 2.0 + down);
  const auto place = [&](cv::Point2d p) {
    double x = (p.x - 0.5) * width, y = (p.y - 0.5) * height;
    x += wave * std::sin(y / 14 + phase) - slant * y;
    y += wave * std::cos(x / 14 + phase);
    return centre +
           cv::Point2d(x * std::cos(angle) - y * std::sin(angle), x * std::sin(angle) + y * std::cos(angle));
  };
  cv::Mat canvas = cv::Mat::zeros(kCanvas, kCanvas, CV_8U);
  const int thickness = static_cast<int>(std::lround(random.uniform(1.6, 3.4) * kScale));
  for (const Stroke& stroke : strokesOf(label, random)) {
    std::vector<cv::Point> points;
    for (const cv::Point2d& p : stroke) {
      const cv::Point2d at = place(p) * (1 << kShift);
      points.emplace_back(static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y)));
    }
    cv::polylines(canvas, points, false, 255, thickness, cv::LINE_AA, kShift);
  }
  cv::Mat small;
  cv::resize(canvas, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {3, 3}, random.uniform(0.2, 0.6));
  const double brightness = random.uniform(0.85, 1.0), noise = random.uniform(0, 6);
  Image image(1, kSide, kSide);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double ink = small.at<std::uint8_t>(y, x) * brightness;
      const double value = ink > 8 ? ink + random.normal(noise) : ink;
      image.at(0, y, x) = static_cast<float>(std::lround(std::clamp(value, 0.0, 255.0))) / 255.0F;
    }
  }
  return image;
}

}  // namespace adversarium
