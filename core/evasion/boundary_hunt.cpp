// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/boundary_hunt.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numbers>

#include "core/base/words.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/start_pictures.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Between clean (share 0) and `far` (share 1): a straight line for L2, a shrinking box for L∞.
at::Tensor between(const at::Tensor& clean, const at::Tensor& far, const at::Tensor& share, Norm norm) {
  if (norm == Norm::L2) return clean + perImage(share) * (far - clean);
  return at::minimum(at::maximum(far, clean - perImage(share)), clean + perImage(share)).clamp(0, 1);
}

}  // namespace

BoundaryHunt::BoundaryHunt(LabelAccess& victim, const at::Tensor& images, const Goal& goal, Norm norm,
                           std::int64_t budget)
    : m_victim(victim),
      m_images(images),
      m_goal(goal),
      m_norm(norm),
      m_budget(budget),
      m_spent(static_cast<std::size_t>(images.size(0)), 0) {}

at::Tensor BoundaryHunt::answers(const at::Tensor& candidates, const at::Tensor& rows) {
  const std::int64_t* row = rows.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < rows.numel(); ++i) ++m_spent[static_cast<std::size_t>(row[i])];
  return m_victim.decide(candidates, rows);
}

at::Tensor BoundaryHunt::ask(const at::Tensor& candidates, const at::Tensor& rows) {
  return m_goal.rows(rows).reached(answers(candidates, rows));
}

at::Tensor BoundaryHunt::solvent(const at::Tensor& rows, std::int64_t cost) const {
  std::vector<std::int64_t> kept;
  const std::int64_t* row = rows.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < rows.numel(); ++i) {
    if (left(row[i]) >= cost) kept.push_back(row[i]);
  }
  return at::tensor(kept, at::kLong);
}

at::Tensor BoundaryHunt::distance(const at::Tensor& current, const at::Tensor& rows) const {
  return normOf(current - m_images.index_select(0, rows), m_norm).to(at::kFloat);
}

at::Tensor BoundaryHunt::start(at::Tensor& current, at::Generator& random, Progress& progress) {
  at::Tensor open = at::ones({m_images.size(0)}, at::kBool);
  if (m_goal.targeted) startFromPictures(current, open, random, progress);
  startFromNoise(current, open, random, progress);
  if (!m_goal.targeted) startFromPictures(current, open, random, progress);
  const std::int64_t without = open.sum().item<std::int64_t>();
  if (without > 0 && m_goal.notes) {
    m_goal.notes->add(
        {{{"no-start",
           translatable("records",
                        "For {} images no start was found, neither in noise nor among the pictures at "
                        "hand: they were not attacked, and nothing is known of them."),
           without}},
         {}});
  }
  return rowsWhere(open.logical_not());
}

void BoundaryHunt::startFromNoise(at::Tensor& current, at::Tensor& open, at::Generator& random,
                                  Progress& progress) {
  constexpr int kTries = 100;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const at::Tensor rows = solvent(rowsWhere(open), 1);
    if (rows.numel() == 0) break;
    progress.step(attempt, std::int64_t{kTries} * 100);
    const at::Tensor clean = m_images.index_select(0, rows);
    // Later tries keep more of the image: noise alone always falls into one class on some models.
    const at::Tensor share = at::full({rows.numel()}, 1.0F - static_cast<float>(attempt % 10) * 0.09F);
    const at::Tensor noise = at::empty_like(clean).uniform_(0, 1, random);
    const at::Tensor candidate = clean + perImage(share) * (noise - clean);
    const at::Tensor reached = ask(candidate, rows);
    copyWhere(reached, current, rows, candidate);
    open.index_fill_(0, rows.index_select(0, rowsWhere(reached)), 0);
  }
}

void BoundaryHunt::startFromPictures(at::Tensor& current, at::Tensor& open, at::Generator& random,
                                     Progress& progress) {
  if (!open.any().item<bool>()) return;
  StartPictures pictures(m_images, m_goal, random);
  std::int64_t each = 1;  // pictures that an image asks about at a time
  while (solvent(rowsWhere(open), 1).numel() > 0 && pictures.readOn()) {
    for (at::Tensor rows = rowsWhere(open); solvent(rows, 1).numel() > 0; rows = rowsWhere(open)) {
      progress.step(pictures.read(), pictures.count() * 100);
      const auto [places, payers] = pictures.question(rows, each, [this](std::int64_t row) { return left(row); });
      if (places.numel() == 0) break;
      pictures.hear(places, answers(pictures.at(places), payers));
      const auto [found, starts] = pictures.nearest(rows);
      copyWhere(found, current, rows, starts);
      open.index_fill_(0, rows.index_select(0, rowsWhere(found)), 0);
      each = std::min(2 * each, pictures.count());
    }
  }
}

at::Tensor BoundaryHunt::toBoundary(const at::Tensor& far, const at::Tensor& rows, double precision) {
  const at::Tensor clean = m_images.index_select(0, rows);
  at::Tensor high = m_norm == Norm::L2 ? at::ones({rows.numel()}) : distance(far, rows);
  at::Tensor low = at::zeros_like(high);
  const at::Tensor tolerance = (high * precision).clamp_min(1e-7);
  at::Tensor best = far;
  std::vector<std::int64_t> payable;
  for (std::int64_t i = 0; i < rows.numel(); ++i) {
    if (left(rows[i].item<std::int64_t>()) > 0) payable.push_back(i);
  }
  at::Tensor open = at::tensor(payable, at::kLong);
  while (open.numel() > 0) {
    const at::Tensor middle = (low.index_select(0, open) + high.index_select(0, open)) / 2;
    const at::Tensor openRows = rows.index_select(0, open);
    const at::Tensor candidate = between(clean.index_select(0, open), far.index_select(0, open), middle, m_norm);
    const at::Tensor reached = ask(candidate, openRows);
    best = best.index_copy(0, open, at::where(perImage(reached), candidate, best.index_select(0, open)));
    high.index_copy_(0, open, at::where(reached, middle, high.index_select(0, open)));
    low.index_copy_(0, open, at::where(reached, low.index_select(0, open), middle));
    std::vector<std::int64_t> next;
    for (std::int64_t i = 0; i < open.numel(); ++i) {
      const std::int64_t at = open[i].item<std::int64_t>();
      const bool wide = high[at].item<float>() - low[at].item<float>() > tolerance[at].item<float>();
      if (wide && left(rows[at].item<std::int64_t>()) > 0) next.push_back(at);
    }
    open = at::tensor(next, at::kLong);
  }
  return best;
}

at::Tensor BoundaryHunt::alongArc(const at::Tensor& from, const at::Tensor& rows, const at::Tensor& normal) {
  constexpr int kHalvings = 12;  // to 4e-4 of the distance, well below that of the probes
  const at::Tensor clean = m_images.index_select(0, rows);
  const at::Tensor way = from - clean, length = normOf(way, Norm::L2).to(at::kFloat);
  const at::Tensor out = unitStep(way, Norm::L2);
  const at::Tensor across = unitStep(normal - perImage((normal * out).flatten(1).sum(1)) * out, Norm::L2);
  at::Tensor low = at::zeros_like(length), high = at::full_like(length, std::numbers::pi / 2), best = from;
  for (int i = 0; i < kHalvings; ++i) {
    const at::Tensor open = rowsWhere(at::tensor(
        [&] {
          std::vector<std::int64_t> payable;
          for (const std::int64_t row : integersOf(rows)) payable.push_back(left(row) > 0);
          return payable;
        }(),
        at::kLong));
    if (open.numel() == 0) break;
    const auto part = [&](const at::Tensor& all) { return all.index_select(0, open); };
    const at::Tensor middle = (part(low) + part(high)) / 2, cosine = middle.cos();
    const at::Tensor candidate =
        (part(clean) +
         perImage(part(length) * cosine) * (perImage(cosine) * part(out) + perImage(middle.sin()) * part(across)))
            .clamp(0, 1);
    const at::Tensor reached = ask(candidate, part(rows));
    best = best.index_copy(0, open, at::where(perImage(reached), candidate, part(best)));
    low = low.index_copy(0, open, at::where(reached, middle, part(low)));
    high = high.index_copy(0, open, at::where(reached, part(high), middle));
  }
  return best;
}

}  // namespace adversarium
