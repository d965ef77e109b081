// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/membership_report.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/tensor/roc.h"
#include "core/text.h"

namespace adversarium {
namespace {

constexpr const char* kFalsePositives = translatable("records", "False positive rate");
constexpr const char* kTruePositives = translatable("records", "True positive rate");

Roc rocOf(const MembershipPool& pool, const at::Tensor& scores) {
  return {doublesOf(scores.masked_select(pool.member.logical_not())),
          doublesOf(scores.masked_select(pool.member))};
}

/// A rate among the members with its interval. The threshold was found on the same samples.
Measure rateAt(const Roc& roc, double falsePositives, std::int64_t members) {
  return rateOf(std::llround(roc.truePositivesAt(falsePositives) * double(members)), members);
}

/// At most 40 points a decade, the first where one non-member is taken for a member.
Curve logarithmicCurve(const Roc& roc) {
  Curve curve{kFalsePositives, kTruePositives, {}, {}, {}, {}};
  curve.logarithmic = true;
  curve.group = translatable("records", "ROC on logarithmic axes");
  constexpr double kStep = 1.06;
  const auto& x = roc.falsePositives();
  const auto& y = roc.truePositives();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] <= 0 || y[i] <= 0) continue;
    const bool corner = i + 1 == x.size() || x[i + 1] > x[i];  // the highest point over this rate
    if (!corner) continue;
    if (!curve.x.empty() && x[i] < curve.x.back() * kStep && i + 1 < x.size()) continue;
    curve.x.push_back(x[i]);
    curve.y.push_back(y[i]);
  }
  return curve;
}

/// Shares of one side's scores in bins that both sides have in common; the outermost half per cent is cut.
Curve histogram(const at::Tensor& scores, double low, double high) {
  constexpr int kBins = 40;
  Curve curve{translatable("records", "Score"), translatable("records", "Share of the samples"), {}, {}, {}, {}};
  curve.group = translatable("records", "Scores of members and others");
  std::vector<double> counts(kBins, 0);
  for (const double score : doublesOf(scores)) {
    const double place = (std::clamp(score, low, high) - low) / (high - low) * kBins;
    counts[static_cast<std::size_t>(std::clamp<int>(static_cast<int>(place), 0, kBins - 1))] += 1;
  }
  for (int b = 0; b < kBins; ++b) {
    curve.x.push_back(low + (high - low) * (b + 0.5) / kBins);
    curve.y.push_back(counts[static_cast<std::size_t>(b)] / double(scores.numel()));
  }
  return curve;
}

void addHistograms(const MembershipPool& pool, const at::Tensor& scores, Record& record) {
  constexpr double kCut = 0.005;
  const std::vector<double> all = doublesOf(scores);
  const double low = quantile(all, kCut), high = quantile(all, 1 - kCut);
  if (!(low < high)) return;
  record.found.push_back({"scores_members", translatable("records", "Members"),
                          histogram(scores.masked_select(pool.member), low, high)});
  record.found.push_back({"scores_others", translatable("records", "Others"),
                          histogram(scores.masked_select(pool.member.logical_not()), low, high)});
}

void addMostExposed(const Study& study, const MembershipPool& pool, const at::Tensor& scores, Record& record) {
  constexpr std::int64_t kShown = 16;
  const at::Tensor order = std::get<1>(scores.masked_fill(pool.member.logical_not(), -HUGE_VAL).sort(0, true));
  const at::Tensor shown = order.slice(0, 0, std::min(kShown, pool.member.sum().item<std::int64_t>()));
  std::vector<std::string> captions;
  for (const std::int64_t row : integersOf(shown)) {
    captions.push_back(fmt::format("{}: {}", pool.indices[static_cast<std::size_t>(row)],
                                   study.nameOf(pool.samples.labels[row].item<std::int64_t>())));
  }
  const at::Tensor images = pool.samples.images.index_select(0, shown);
  if (images.size(2) < 2) return;  // a row of a table is no picture
  record.found.push_back({"most_exposed", translatable("records", "The most exposed training samples"),
                          imageSetOf(images, std::move(captions))});
}

}  // namespace

void reportMembership(const Study& study, const MembershipPool& pool, const std::vector<MembershipGuess>& guesses,
                      Record& record) {
  const std::int64_t members = pool.member.sum().item<std::int64_t>();
  std::erase_if(record.found, [](const Artefact& a) {
    return a.id == "attacks" || a.id.starts_with("roc_") || a.id.starts_with("scores") || a.id == "most_exposed";
  });
  Table attacks{
      {"attack", "area", "low", "high", "tpr_at_fpr_0.001", "low", "high", "tpr_at_fpr_0.01", "low", "high"}, {}};
  std::vector<Artefact> curves;
  for (std::size_t g = 0; g < guesses.size(); ++g) {
    const MembershipGuess& guess = guesses[g];
    const Roc roc = rocOf(pool, guess.scores);
    const Interval interval = roc.areaInterval();
    const Measure area{roc.area(), interval.low, interval.high, pool.member.numel(), "area"};
    const Measure thousandth = rateAt(roc, 0.001, members), hundredth = rateAt(roc, 0.01, members);
    if (g == 0) {
      record.measures["auc"] = area;
      record.measures["tpr_at_fpr_0.001"] = thousandth;
      record.measures["tpr_at_fpr_0.01"] = hundredth;
    }
    std::string id = guess.name;
    std::replace(id.begin(), id.end(), '-', '_');
    record.measures["auc_" + id] = area;
    attacks.rows.push_back({guess.name, area.value, *area.low, *area.high, thousandth.value, *thousandth.low,
                            *thousandth.high, hundredth.value, *hundredth.low, *hundredth.high});
    curves.push_back({"roc_" + id, guess.name, logarithmicCurve(roc)});
  }
  record.found.push_back({"attacks", translatable("records", "Attacks compared"), attacks});
  for (Artefact& curve : curves) record.found.push_back(std::move(curve));
  addHistograms(pool, guesses.front().scores, record);
  addMostExposed(study, pool, guesses.front().scores, record);
  Table scores{{"index", "class", "member"}, {}};
  std::vector<std::vector<double>> columns;
  for (const MembershipGuess& guess : guesses) {
    scores.columns.push_back(guess.name);
    columns.push_back(doublesOf(guess.scores));
  }
  const auto labels = integersOf(pool.samples.labels), member = integersOf(pool.member.to(at::kLong));
  for (std::size_t row = 0; row < labels.size(); ++row) {
    scores.rows.push_back({double(pool.indices[row]), study.nameOf(labels[row]), member[row] != 0 ? "yes" : "no"});
    for (const auto& column : columns) scores.rows.back().emplace_back(column[row]);
  }
  record.found.push_back({"scores", translatable("records", "Every score"), scores});
}

}  // namespace adversarium
