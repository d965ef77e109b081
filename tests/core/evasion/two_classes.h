// SPDX-License-Identifier: GPL-3.0-or-later
/// A linear model of two classes, on which every attack's best result is a formula.
#pragma once

#include <ATen/ATen.h>

#include "core/evasion/runner.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"

namespace adversarium {

inline constexpr ImageShape kTwoClassesShape{1, 4, 4};

/// Two classes, score difference w·x + b; the images lie well inside [0,1].
struct TwoClasses {
  at::Tensor w;
  std::shared_ptr<LinearClassifier> model;
  Batch batch;
};

inline TwoClasses twoClasses() {
  at::Generator random = generatorFrom(5);
  TwoClasses t;
  t.w = at::empty({16}).normal_(0, 1, random);
  const at::Tensor bias = at::stack({-t.w.sum() * 0.5, at::zeros({})});
  t.model = std::make_shared<LinearClassifier>(at::stack({t.w, at::zeros({16})}), bias, kTwoClassesShape);
  t.batch.images = 0.5 + 0.1 * at::empty({20, 1, 4, 4}).uniform_(-1, 1, random);
  t.batch.labels = logitsInChunks(*t.model, t.batch.images).argmax(1);
  return t;
}

inline AttackedBatch attacked(const char* id, const TwoClasses& t, ParamMap given, AttackSettings settings = {}) {
  Progress silent;
  return attackBatch(*boundAttack(id, given), *t.model, t.batch.images, t.batch.labels, settings,
                     std::make_shared<at::Generator>(generatorFrom(2)), silent);
}

/// |w·x + b|: what must be overcome.
inline at::Tensor gaps(const TwoClasses& t) {
  const at::Tensor logits = logitsInChunks(*t.model, t.batch.images);
  return (logits.select(1, 0) - logits.select(1, 1)).abs();
}

}  // namespace adversarium
