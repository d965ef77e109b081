// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/lettering.h"

#include <mutex>
#include <opencv2/imgproc.hpp>

namespace adversarium {
namespace {

/// One "?" for each letter beyond ASCII: bytes that continue one do not count.
std::string asciiOf(const std::string& text) {
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    ascii += byte > 126 ? '?' : c;
  }
  return ascii;
}

Lettering strokes(const std::string& text, double pixels) {
  constexpr double kEm = 30;
  constexpr int kFont = cv::FONT_HERSHEY_DUPLEX, kRoom = 2;
  const std::string ascii = asciiOf(text);
  int below = 0;
  const cv::Size size = cv::getTextSize(ascii, kFont, pixels / kEm, 1, &below);
  cv::Mat line(size.height + below + 2 * kRoom, size.width + 2 * kRoom, CV_8UC1, cv::Scalar(0));
  cv::putText(line, ascii, {kRoom, size.height + kRoom}, kFont, pixels / kEm, 255, 1, cv::LINE_AA);
  return {line.cols, line.rows, size.height + kRoom, {line.begin<std::uint8_t>(), line.end<std::uint8_t>()}};
}

std::mutex g_mutex;
Letterer& current() {
  static Letterer letterer = strokes;
  return letterer;
}

}  // namespace

void setLetterer(Letterer letterer) {
  const std::lock_guard lock(g_mutex);
  current() = letterer ? std::move(letterer) : Letterer(strokes);
}

Lettering lettered(const std::string& text, double pixels) {
  const std::lock_guard lock(g_mutex);
  return current()(text, pixels);
}

}  // namespace adversarium
