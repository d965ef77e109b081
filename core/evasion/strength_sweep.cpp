// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/strength_sweep.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

#include "core/evasion/batch_rows.h"

namespace adversarium {
namespace {

/// Where to measure next: in the middle of the interval over which the curve moves most; nowhere where it hardly
/// moves.
std::optional<double> whereItMoves(const std::vector<double>& strengths, const std::vector<std::int64_t>& hits,
                                   std::int64_t attempted) {
  // Two ends of which one is the clean images and the other the run itself, and so many looks at the model: no
  // more than an attack takes, which looks at the clean images, at their gradient and at the attacked images.
  constexpr std::size_t kFree = 2, kLooks = 3;
  constexpr std::int64_t kHardly = 20;  // less than this part of the images
  if (strengths.size() >= kFree + kLooks) return std::nullopt;
  std::vector<std::pair<double, std::int64_t>> points;
  for (std::size_t i = 0; i < strengths.size(); ++i) points.emplace_back(strengths[i], hits[i]);
  std::sort(points.begin(), points.end());
  std::int64_t most = attempted / kHardly;
  std::optional<double> middle;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const std::int64_t moved = std::abs(points[i].second - points[i - 1].second);
    if (moved <= most) continue;
    most = moved;
    middle = (points[i - 1].first + points[i].first) / 2;
  }
  return middle;
}

}  // namespace

StrengthSweep::StrengthSweep(const BoundAttack& attack, const Request& request, bool guarded)
    : m_attack(attack), m_strength(attack.strength().value_or(0)) {
  if (m_strength <= 0 || attack.learns()) return;
  if (request.sweep < 0) {
    if (guarded || !attack.entry().linearInStrength) return;
    m_strengths = {0, m_strength, 2 * m_strength};
    m_settled = false;
  }
  // Evenly from none to twice the run's own strength, which the middle is, to the bit.
  for (int i = 0; i < request.sweep; ++i) {
    const bool middle = 2 * i == request.sweep - 1;
    m_strengths.push_back(middle ? m_strength : 2 * m_strength * i / std::max(1, request.sweep - 1));
  }
}

double StrengthSweep::share() const {
  if (!active()) return 0;
  return m_attack.entry().linearInStrength ? 0.5 : 1 - 1.0 / (1 + double(m_strengths.size()));
}

std::vector<std::int64_t> StrengthSweep::measured(const Classifier& model, const Batch& clean,
                                                  const AttackedBatch& attacked, const AttackSettings& settings,
                                                  const std::function<std::shared_ptr<at::Generator>()>& random,
                                                  Progress& progress) const {
  const at::NoGradGuard noGradient;
  const at::Tensor rows = rowsWhere(attacked.attempted);
  const at::Tensor images = clean.images.index_select(0, rows), labels = clean.labels.index_select(0, rows);
  const at::Tensor own = attacked.succeeded.index_select(0, rows);
  const auto count = [](const at::Tensor& which) { return which.sum().item<std::int64_t>(); };
  const auto along = [&](double strength) {
    const Ball ball{m_attack.norm(), at::full({rows.numel()}, strength, at::kFloat)};
    const at::Tensor made =
        ball.enforce(images + perImage(ball.radius) * attacked.direction.index_select(0, rows), images);
    const at::Tensor answers = logitsInChunks(model, made).argmax(1);
    return settings.target >= 0 ? answers.eq(settings.target) : answers.ne(labels);
  };
  at::Tensor fallen = at::zeros({rows.numel()}, at::kBool);  // at a strength below
  const auto again = [&](double strength, Progress& part) {
    if (strength > m_strength) fallen = fallen.logical_or(own);
    const at::Tensor standing = rowsWhere(fallen.logical_not());
    if (standing.numel() == 0) return fallen;
    AttackSettings weaker = settings;
    weaker.strengths = at::full({standing.numel()}, strength, at::kFloat);
    const AttackedBatch made = attackBatch(m_attack, model, images.index_select(0, standing),
                                           labels.index_select(0, standing), weaker, random(), part);
    fallen = fallen.index_put({standing}, made.succeeded);
    return fallen;
  };
  std::vector<double> strengths = m_strengths;
  std::vector<std::int64_t> hits;
  for (std::size_t s = 0; s < strengths.size(); ++s) {
    const double strength = strengths[s];
    PartProgress part(progress, double(s) / double(strengths.size()), double(s + 1) / double(strengths.size()));
    if (strength == 0 || rows.numel() == 0) {
      hits.push_back(0);  // what was tried was no success before
    } else if (strength == m_strength) {
      fallen = fallen.logical_or(own);
      hits.push_back(count(fallen));
    } else {
      hits.push_back(count(attacked.direction.defined() ? along(strength) : again(strength, part)));
    }
    part.step(1, 1);
    if (m_settled || s + 1 < strengths.size()) continue;
    if (const auto next = whereItMoves(strengths, hits, rows.numel())) strengths.push_back(*next);
  }
  return hits;
}

void StrengthSweep::add(const std::vector<std::int64_t>& hits, std::int64_t attempted) {
  while (!m_settled && m_strengths.size() < hits.size()) {
    const auto next = whereItMoves(m_strengths, hits, attempted);
    if (!next) break;
    m_strengths.push_back(*next);
  }
  m_settled = true;
  m_hits.resize(m_strengths.size(), 0);
  for (std::size_t s = 0; s < std::min(hits.size(), m_hits.size()); ++s) m_hits[s] += hits[s];
}

std::vector<std::pair<double, std::int64_t>> StrengthSweep::points() const {
  std::vector<std::pair<double, std::int64_t>> points;
  for (std::size_t s = 0; s < m_hits.size(); ++s) points.emplace_back(m_strengths[s], m_hits[s]);
  std::sort(points.begin(), points.end());
  return points;
}

}  // namespace adversarium
