// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/certified_radius.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/run/measured.h"

namespace adversarium {
namespace {

/// By how much the least margin on the ball exceeds what rounding could feign; proven where above 0. Float N.
at::Tensor excess(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels, Proof proof,
                  const at::Tensor& radius, const at::Tensor& rounding) {
  const Box box = boxAround(images, radius);
  const at::Tensor least = proof == Proof::Ibp ? bounds.intervalMargins(box, labels)
                                               : bounds.crownMargins(box, labels, proof == Proof::Crown);
  return std::get<0>(least.min(1)) - rounding;
}

/// What is known of each image: proven up to `low`, not proven at `high`, and the excess at both.
struct Search {
  at::Tensor low, high, atLow, atHigh;
};

/// Narrows the search with one proof until no gap is wider than `wanted`. Proofs are dear and their excess falls
/// smoothly: each is asked where the line through two known ones crosses zero, from below, where it costs least.
void narrow(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels, Proof proof,
            const at::Tensor& rounding, double wanted, int most, Search& search, Progress& progress) {
  constexpr double kGrowth = 2.5;
  at::Tensor known = at::zeros({images.size(0)}, at::kBool);  // whether atLow and atHigh are this proof's
  at::Tensor anchor = at::zeros({images.size(0)}, at::kFloat);
  at::Tensor atAnchor = excess(bounds, images, labels, proof, anchor, rounding);
  for (int i = 0; i < most; ++i) {
    progress.step(i, most);
    const at::Tensor gap = search.high - search.low;
    const at::Tensor open = gap.gt(wanted * 1.0001).nonzero().squeeze(1);
    if (open.numel() == 0) break;
    const auto part = [&](const at::Tensor& all) { return all.index_select(0, open); };
    const at::Tensor low = part(search.low), high = part(search.high), width = high - low, seen = part(known);
    // The line through the unproven end, or, as long as there is none, through the last point before.
    const at::Tensor above = part(search.atHigh), below = at::where(seen, part(search.atLow), part(atAnchor)),
                     from = at::where(seen, low, part(anchor));
    const at::Tensor bracketed = above.isfinite();
    const at::Tensor inside = from + (high - from) * below / (below - above).clamp_min(1e-12);
    const at::Tensor before = part(atAnchor), slope = (before - below) / (from - part(anchor)).clamp_min(1e-12);
    const at::Tensor ahead =
        at::where(slope > 0, low + below / slope.clamp_min(1e-12) + wanted / 2, kGrowth * low);
    at::Tensor next =
        at::where(bracketed, inside, at::where(seen, at::minimum(ahead, kGrowth * low), kGrowth * low));
    // The middle now and then, so that a bent line cannot stay on one side for ever.
    if (i % 3 == 2) next = at::where(bracketed, (low + high) / 2, next);
    const at::Tensor least = at::full_like(width, wanted / 2);
    const at::Tensor margin = at::where(bracketed, at::maximum(width / 16, least), least);
    next = at::minimum(at::maximum(next, low + margin), at::where(bracketed, high - margin, high));
    const at::Tensor found = excess(bounds, part(images), part(labels), proof, next, part(rounding));
    const at::Tensor holds = found > 0;
    const auto put = [&](at::Tensor& all, const at::Tensor& mask, const at::Tensor& values) {
      all = all.index_copy(0, open, at::where(mask, values, part(all)));
    };
    put(anchor, holds.logical_and(seen), low);
    put(atAnchor, holds.logical_and(seen), part(search.atLow));
    put(search.low, holds, next);
    put(search.atLow, holds, found);
    put(known, holds, holds);
    put(search.high, holds.logical_not(), next);
    put(search.atHigh, holds.logical_not(), found);
  }
}

/// The nearest float that is no less: rounded down, what is proven would fall short of the radius asked about.
float notBelow(double radius) {
  const auto nearest = static_cast<float>(radius);
  return nearest < radius ? std::nextafter(nearest, std::numeric_limits<float>::infinity()) : nearest;
}

}  // namespace

at::Tensor certifiedRadii(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels,
                          Proof proof, double most, int halvings, Progress& progress,
                          std::optional<double> asked) {
  const at::NoGradGuard noGradient;
  constexpr double kRounding = 1e-4;
  const at::Tensor none = at::zeros({images.size(0)}, at::kFloat);
  const at::Tensor logits = bounds.intervals(boxAround(images, none)).back().low;
  const at::Tensor rounding = std::get<0>(logits.abs().max(1)) * kRounding;
  // By intervals, which cost next to nothing, then with each dearer proof from there on.
  const float whole = notBelow(most);
  at::Tensor low = none, high = at::full_like(none, whole);
  for (int i = 0; i < halvings; ++i) {
    // The whole range first: what is proven there needs no search.
    const at::Tensor middle = i == 0 ? high : (low + high) / 2;
    const at::Tensor holds = excess(bounds, images, labels, Proof::Ibp, middle, rounding) > 0;
    low = at::where(holds, middle, low);
    high = at::where(holds, high, middle);
  }
  const double wanted = most / std::exp2(halvings - 1);
  const at::Tensor unknown = at::full_like(none, -std::numeric_limits<float>::infinity());
  for (const Proof dearer : {Proof::CrownIbp, Proof::Crown}) {
    if (dearer > proof) break;
    Search search{low, at::where(low < whole, at::full_like(none, whole), low), none, unknown};
    const double begin = dearer == Proof::Crown ? 0.2 : 0.0, end = dearer == proof ? 1.0 : 0.2;
    PartProgress part(progress, begin, end);
    narrow(bounds, images, labels, dearer, rounding, wanted, 2 * halvings, search, part);
    low = search.low;
    high = search.high;
  }
  if (asked) {
    const float radius = notBelow(*asked);
    const at::Tensor open = low.lt(radius).logical_and(high.gt(radius)).nonzero().squeeze(1);
    if (open.numel() > 0) {
      const auto part = [&](const at::Tensor& all) { return all.index_select(0, open); };
      const at::Tensor at = at::full_like(part(low), radius);
      const at::Tensor holds = excess(bounds, part(images), part(labels), proof, at, part(rounding)) > 0;
      low = low.index_copy(0, open, at::where(holds, at, part(low)));
    }
  }
  progress.step(halvings, halvings);
  return low;
}

Curve shareReaching(const std::vector<double>& values, double most, const std::string& xLabel,
                    const std::string& yLabel, int points) {
  Curve curve{xLabel, yLabel, {}, {}, {}, {}};
  for (int i = 0; i < points; ++i) {
    const double x = most * i / (points - 1);
    const auto reaching = std::count_if(values.begin(), values.end(), [&](double v) { return v >= x && v >= 0; });
    addRate(curve, x, rateOf(reaching, std::ssize(values)));
  }
  return curve;
}

}  // namespace adversarium
