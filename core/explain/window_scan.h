// SPDX-License-Identifier: GPL-3.0-or-later
/// A window slides over a picture and hides what is under it, coarse steps first: the engine below `occlusion` and
/// `mask-scan`.
#pragma once

#include "core/explain/explain.h"

namespace adversarium {

/// One picture under scan. Asks only for scores; one query a window.
class WindowScan {
 public:
  /// `image` and `replacement` 1×C×H×W; `reuse` lets windows share what they leave untouched.
  WindowScan(ScoreAccess& victim, const at::Tensor& image, const at::Tensor& replacement, std::int64_t chosen,
             std::int64_t row, bool reuse);

  /// Hides each window and keeps what happened. `between` is called about every 64 windows.
  void hide(const std::vector<Window>& windows, const std::function<void()>& between);

  /// Probability of the class without anything hidden; costs one query, the first time.
  double score();
  /// How much each pixel's windows lower that probability on average, H×W.
  at::Tensor map();
  const std::vector<HiddenWindow>& hidden() const { return m_hidden; }

 private:
  ScoreAccess& m_victim;
  PreparedPicture m_picture;
  at::Tensor m_replacement;
  std::int64_t m_class, m_row;
  std::optional<double> m_score;
  std::vector<HiddenWindow> m_hidden;
};

/// The sides that a scan uses: `size` and `stride` as given, or usual ones where they are 0.
struct ScanSides {
  int size = 0;
  int stride = 0;
};
ScanSides scanSides(int size, int stride, std::int64_t height, std::int64_t width);

}  // namespace adversarium
