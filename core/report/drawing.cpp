// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/drawing.h"

#include <fmt/format.h>

#include <mutex>

#include "core/base/error.h"
#include "core/report/png.h"

namespace adversarium {
namespace {

std::mutex g_mutex;
Painter g_painter;

const Painter& painter() {
  if (!g_painter.png || !g_painter.widthOf)
    throw Error(Error::Kind::Failure, {}, "pictures with words cannot be drawn: this program has no fonts");
  return g_painter;
}

/// Without what XML cannot hold; the words of strangers have no other way into the file.
std::string asXmlText(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else {
      result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return result;
}

}  // namespace

void Drawing::picture(const Bitmap& bitmap, int left, int top) {
  m_content += fmt::format("<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" xlink:href=\"{}\"/>\n", left, top,
                           bitmap.width, bitmap.height, pngAsUri(pngOf(bitmap)));
}

void Drawing::frame(int left, int top, int width, int height, const char* colour) {
  m_content +=
      fmt::format("<rect x=\"{}.5\" y=\"{}.5\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{}\"/>\n", left,
                  top, width - 1, height - 1, colour);
}

void Drawing::words(const std::string& text, int x, int y, double pixels, int width, const char* colour) {
  if (text.empty()) return;
  const std::lock_guard lock(g_mutex);
  const double wide = painter().widthOf(text, pixels);
  m_content +=
      fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{:.2f}\" fill=\"{}\" text-anchor=\"middle\">{}</text>\n", x,
                  y, wide > width ? pixels * width / wide : pixels, colour, asXmlText(text));
}

std::string Drawing::svg() const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n{2}</svg>\n",
      m_width, m_height, m_content);
}

void setPainter(Painter painter) {
  const std::lock_guard lock(g_mutex);
  g_painter = std::move(painter);
}

std::string painted(const Drawing& drawing) {
  const std::lock_guard lock(g_mutex);
  return painter().png(drawing.svg());
}

}  // namespace adversarium
