// SPDX-License-Identifier: GPL-3.0-or-later
/// A backdoor's trigger ready to be planted: float32 N×C×H×W in [0,1] in, the same with the trigger out.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/poisoning/trigger_recipe.h"

namespace adversarium {

/// A value; every tensor is on the processor. Deterministic but for what takes a generator.
class Trigger {
 public:
  /// For images of `shape`; the recipe's picture is brought to it.
  Trigger(const TriggerRecipe& recipe, const ImageShape& shape);

  /// What the attacker shows to the finished model.
  at::Tensor apply(const at::Tensor& images) const;

  /// What is put among the training data: the adaptive blend shows itself only in pieces there, and more faintly.
  at::Tensor plant(const at::Tensor& images, at::Generator& random) const;

  /// Images that look poisoned but keep their label, so that the model learns the exact trigger and not
  /// something near it: a warp with noise (WaNet's noise mode), pieces of an adaptive blend.
  at::Tensor cover(const at::Tensor& images, at::Generator& random) const;
  /// How many such images a poisoned image wants beside it; 0 for kinds that need none.
  double coverRatio() const;
  /// Whether only images of the target class are poisoned, and keep their label.
  bool keepsLabels() const { return m_recipe.kind == TriggerKind::LabelConsistent; }

  /// 1×1×H×W in [0,1]: how much of the image the trigger replaces; 1 everywhere for waves and warps.
  at::Tensor mask() const;
  /// 1×C×H×W in [0,1]: what the trigger shows. A wave is drawn about mid-grey, a warp as what it does to a grid.
  at::Tensor pattern() const;

  const TriggerRecipe& recipe() const { return m_recipe; }

  /// The warp: 1×H×W×2, where each pixel is looked up, in [−1,1] (grid_sample's coordinates). Undefined for
  /// others.
  at::Tensor lookUp() const { return m_grid; }

 private:
  at::Tensor warped(const at::Tensor& images, const at::Tensor& grid) const;
  at::Tensor blendedInPieces(const at::Tensor& images, at::Generator& random) const;

  TriggerRecipe m_recipe;
  ImageShape m_shape;
  at::Tensor m_mask;      ///< 1×1×H×W, opacity included; undefined for additive kinds and warps
  at::Tensor m_pattern;   ///< 1×C×H×W
  at::Tensor m_addition;  ///< 1×1×H×W in [−strength, strength]; undefined for the others
  at::Tensor m_grid;
};

}  // namespace adversarium
