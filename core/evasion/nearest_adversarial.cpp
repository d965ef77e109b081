// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/nearest_adversarial.h"

#include <ATen/ATen.h>

#include <limits>

#include "core/base/words.h"
#include "core/evasion/batch_rows.h"

namespace adversarium {

Nearest::Nearest(const at::Tensor& clean, Norm norm)
    : m_clean(clean),
      m_norm(norm),
      m_images(clean.clone()),
      m_distance(at::full({clean.size(0)}, std::numeric_limits<float>::infinity())) {}

at::Tensor Nearest::offer(const at::Tensor& rows, const at::Tensor& candidates, const at::Tensor& reached) {
  if (!reached.any().item<bool>()) return reached;
  return offer(rows, candidates, reached, quickNorm(candidates - m_clean.index_select(0, rows), m_norm));
}

at::Tensor Nearest::offer(const at::Tensor& rows, const at::Tensor& candidates, const at::Tensor& reached,
                          const at::Tensor& distance) {
  const at::Tensor nearer = reached.logical_and(distance < m_distance.index_select(0, rows));
  copyWhere(nearer, m_images, rows, candidates);
  copyWhere(nearer, m_distance, rows, distance);
  return nearer;
}

void Nearest::tighten(LabelAccess& victim, const Goal& goal) {
  constexpr int kRounds = 5;
  const at::Tensor rows = rowsWhere(m_distance.isfinite().logical_and(m_distance > 0));
  if (rows.numel() == 0 || m_norm == Norm::L0) return;
  const at::Tensor clean = m_clean.index_select(0, rows);
  const at::Tensor change = m_images.index_select(0, rows) - clean;
  const Goal wanted = goal.rows(rows);
  at::Tensor low = at::full({rows.numel()}, 0.875), high = at::ones({rows.numel()});
  for (int round = 0; round < kRounds; ++round) {
    const at::Tensor middle = (low + high) / 2;
    const at::Tensor candidates = clean + perImage(middle) * change;
    const at::Tensor reached = wanted.reached(victim.decide(candidates, rows));
    offer(rows, candidates, reached);
    high = at::where(reached, middle, high);
    low = at::where(reached, low, middle);
  }
}

at::Tensor Nearest::found(const Goal& goal) const {
  sayNoneFound(goal, m_distance.isfinite().logical_not().sum().item<std::int64_t>());
  return m_images;
}

void sayNoneFound(const Goal& goal, std::int64_t count) {
  if (count == 0 || !goal.notes || goal.ball.radius.isfinite().any().item<bool>()) return;
  goal.notes->add(
      {{{"none-found",
         translatable("records",
                      "For {} images the search found no example at any distance, which proves nothing: "
                      "an attack without a limit should succeed."),
         count}},
       {}});
}

}  // namespace adversarium
