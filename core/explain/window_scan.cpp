// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/window_scan.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/tensor/convert.h"

namespace adversarium {

WindowScan::WindowScan(ScoreAccess& victim, const at::Tensor& image, const at::Tensor& replacement,
                       std::int64_t chosen, std::int64_t row, bool reuse)
    : m_victim(victim),
      m_picture(victim.prepared(image, reuse)),
      m_replacement(replacement),
      m_class(chosen),
      m_row(row) {}

void WindowScan::hide(const std::vector<Window>& windows, const std::function<void()>& between) {
  constexpr std::size_t kAtOnce = 64;
  for (std::size_t first = 0; first < windows.size(); first += kAtOnce) {
    between();
    const std::span<const Window> some(windows.data() + first, std::min(kAtOnce, windows.size() - first));
    const at::Tensor scores = m_victim.logScores(m_picture, m_replacement, some, m_row).exp();
    const auto [top, winner] = scores.max(1);
    const auto own = floatsOf(scores.select(1, m_class)), tops = floatsOf(top);
    const auto winners = integersOf(winner);
    for (std::size_t w = 0; w < some.size(); ++w)
      m_hidden.push_back({some[w], own[w], static_cast<int>(winners[w]), tops[w]});
  }
}

double WindowScan::score() {
  if (!m_score) {
    m_score = m_victim.logScores(m_picture.image(), at::full({1}, m_row, at::kLong))
                  .exp()
                  .select(1, m_class)
                  .item<double>();
  }
  return *m_score;
}

at::Tensor WindowScan::map() {
  std::vector<Window> windows;
  std::vector<double> effects;
  for (const HiddenWindow& hidden : m_hidden) {
    windows.push_back(hidden.window);
    effects.push_back(score() - hidden.score);
  }
  const at::Tensor& image = m_picture.image();
  return spread(windows, effects, static_cast<int>(image.size(2)), static_cast<int>(image.size(3)));
}

ScanSides scanSides(int size, int stride, std::int64_t height, std::int64_t width) {
  ScanSides sides{size > 0 ? size : usualWindowSide(height, width), stride};
  if (sides.size > std::min(height, width)) {
    throw UsageError(fmt::format("size {}", sides.size),
                     fmt::format("the pictures have only {}×{} pixels", height, width));
  }
  if (sides.stride == 0) sides.stride = std::max(1, sides.size / 4);
  if (sides.stride > sides.size) {
    throw UsageError(fmt::format("stride {}", sides.stride),
                     fmt::format("leaves gaps between windows of size {}", sides.size));
  }
  return sides;
}

}  // namespace adversarium
