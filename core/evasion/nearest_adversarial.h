// SPDX-License-Identifier: GPL-3.0-or-later
/// The nearest adversarial example that a minimum-norm attack has seen of each image.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/evasion/attack.h"

namespace adversarium {

class Nearest {
 public:
  /// `clean` N×C×H×W.
  Nearest(const at::Tensor& clean, Norm norm);

  /// Takes the candidates (M×C×H×W, of the samples `rows`, int64 M) that reached their goal (bool M) and lie
  /// nearer than what is there; returns which (bool M).
  at::Tensor offer(const at::Tensor& rows, const at::Tensor& candidates, const at::Tensor& reached);
  /// The same where the candidates' distances (float M) are known already.
  at::Tensor offer(const at::Tensor& rows, const at::Tensor& candidates, const at::Tensor& reached,
                   const at::Tensor& distance);

  /// Halves the last eighth of the straight way from the clean image to what was found, a few times over.
  void tighten(LabelAccess& victim, const Goal& goal);

  /// The images in the end; says for how many none was found, where nothing bounds the search.
  at::Tensor found(const Goal& goal) const;
  const at::Tensor& images() const { return m_images; }       ///< the clean image where none was found
  const at::Tensor& distances() const { return m_distance; }  ///< float N; infinite where none was found

 private:
  at::Tensor m_clean;
  Norm m_norm;
  at::Tensor m_images;
  at::Tensor m_distance;
};

/// Says that a search for the nearest example found none of `count` images. Nothing bounds it but itself: what it
/// leaves is no sign of strength.
void sayNoneFound(const Goal& goal, std::int64_t count);

}  // namespace adversarium
