// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/certified_radius.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/provenance/measured.h"

namespace adversarium {
namespace {

at::Tensor provenWithin(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels,
                        Proof proof, const at::Tensor& radius, const at::Tensor& margin) {
  const Box box = boxAround(images, radius);
  const at::Tensor least = proof == Proof::Ibp ? bounds.intervalMargins(box, labels)
                                               : bounds.crownMargins(box, labels, proof == Proof::Crown);
  return std::get<0>(least.min(1)).gt(margin);
}

}  // namespace

at::Tensor certifiedRadii(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels,
                          Proof proof, double most, int halvings, Progress& progress) {
  const at::NoGradGuard noGradient;
  constexpr double kRounding = 1e-4;
  const at::Tensor none = at::zeros({images.size(0)}, at::kFloat);
  const at::Tensor logits = bounds.intervals(boxAround(images, none)).back().low;
  const at::Tensor margin = std::get<0>(logits.abs().max(1)) * kRounding;
  at::Tensor low = none, high = at::full_like(none, most);
  for (int i = 0; i < halvings; ++i) {
    progress.step(i, halvings);
    // The whole range first: what is proven there needs no search.
    const at::Tensor middle = i == 0 ? high : (low + high) / 2;
    // Of proofs by intervals and by CROWN either may be the better one.
    at::Tensor holds = provenWithin(bounds, images, labels, Proof::Ibp, middle, margin);
    const at::Tensor open = holds.logical_not().nonzero().squeeze(1);
    if (proof != Proof::Ibp && open.numel() > 0) {
      const auto part = [&](const at::Tensor& all) { return all.index_select(0, open); };
      holds.index_copy_(0, open,
                        provenWithin(bounds, part(images), part(labels), proof, part(middle), part(margin)));
    }
    low = at::where(holds, middle, low);
    high = at::where(holds, high, middle);
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
