// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/membership/membership_report.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

/// Attacks that no parameter names.
[[maybe_unused]] constexpr const char* kOtherAttacks[] = {translatable("choices", "boundary"),
                                                          translatable("choices", "right-answer")};

/// Of every attack.
constexpr MeasureSpec kAreas[] = {
    {"auc_loss", translatable("measures", "The same, by the loss"), "area", Better::Lower},
    {"auc_entropy", translatable("measures", "The same, by the entropy"), "area", Better::Lower},
    {"auc_confidence", translatable("measures", "The same, by the confidence"), "area", Better::Lower},
    {"auc_shadow", translatable("measures", "The same, by an attack model"), "area", Better::Lower},
    {"auc_lira_offline", translatable("measures", "The same, by likelihood ratio, offline"), "area",
     Better::Lower},
    {"auc_lira_online", translatable("measures", "The same, by likelihood ratio, online"), "area", Better::Lower},
    {"auc_rmia", translatable("measures", "The same, by pairwise ratios"), "area", Better::Lower},
    {"auc_boundary", translatable("measures", "The same, by the distance to the boundary"), "area", Better::Lower},
    {"auc_right_answer", translatable("measures", "The same, by whether the answer is right"), "area",
     Better::Lower},
};

constexpr MeasureSpec kTprAtFpr0001{
    "tpr_at_fpr_0.001", translatable("measures", "True positives at 0.1 % false ones"), "rate", Better::Lower};
constexpr MeasureSpec kTprAtFpr001{"tpr_at_fpr_0.01", translatable("measures", "True positives at 1 % false ones"),
                                   "rate", Better::Lower};

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

void addMostExposed(const Run& run, const MembershipPool& pool, const at::Tensor& scores, Record& record) {
  constexpr std::int64_t kShown = 16;
  const at::Tensor order = std::get<1>(scores.masked_fill(pool.member.logical_not(), -HUGE_VAL).sort(0, true));
  const at::Tensor shown = order.slice(0, 0, std::min(kShown, pool.member.sum().item<std::int64_t>()));
  std::vector<Words> captions;
  for (const std::int64_t row : integersOf(shown)) {
    captions.push_back(filled("{}: {}", pool.indices[static_cast<std::size_t>(row)],
                              run.nameOf(pool.samples.labels[row].item<std::int64_t>())));
  }
  const at::Tensor images = pool.samples.images.index_select(0, shown);
  if (images.size(2) < 2) return;  // a row of a table is no picture
  record.found.push_back({"most_exposed", translatable("records", "The most exposed training samples"),
                          imageSetOf(images, std::move(captions))});
}

}  // namespace

void reportMembership(const Run& run, const MembershipPool& pool, const std::vector<MembershipGuess>& guesses,
                      Record& record) {
  const std::int64_t members = pool.member.sum().item<std::int64_t>();
  std::erase_if(record.found, [](const Artefact& a) {
    return a.id == "attacks" || a.id.starts_with("roc_") || a.id.starts_with("scores") || a.id == "most_exposed";
  });
  Table attacks{{translatable("headings", "attack"),
                 translatable("headings", "area"),
                 translatable("headings", "low"),
                 translatable("headings", "high"),
                 {"tpr_at_fpr_0.001", filled(translatable("headings", "tpr at fpr {}"), 0.001)},
                 translatable("headings", "low"),
                 translatable("headings", "high"),
                 {"tpr_at_fpr_0.01", filled(translatable("headings", "tpr at fpr {}"), 0.01)},
                 translatable("headings", "low"),
                 translatable("headings", "high")},
                {}};
  std::vector<Artefact> curves;
  for (std::size_t g = 0; g < guesses.size(); ++g) {
    const MembershipGuess& guess = guesses[g];
    const Roc roc = rocOf(pool, guess.scores);
    const Interval interval = roc.areaInterval();
    const Measure area{roc.area(), interval.low, interval.high, pool.member.numel(), "area"};
    const Measure thousandth = rateAt(roc, 0.001, members), hundredth = rateAt(roc, 0.01, members);
    if (g == 0) {
      record.measures.set(kAuc, area);
      record.measures.set(kTprAtFpr0001, thousandth);
      record.measures.set(kTprAtFpr001, hundredth);
    }
    std::string id = guess.name;
    std::replace(id.begin(), id.end(), '-', '_');
    record.measures.set(declared(kAreas, "auc_" + id), area);
    attacks.rows.push_back({guess.name, area.value, *area.low, *area.high, thousandth.value, *thousandth.low,
                            *thousandth.high, hundredth.value, *hundredth.low, *hundredth.high});
    curves.push_back({"roc_" + id, guess.name, logarithmicCurve(roc)});
  }
  record.found.push_back({"attacks", translatable("records", "Attacks compared"), attacks});
  for (Artefact& curve : curves) record.found.push_back(std::move(curve));
  addHistograms(pool, guesses.front().scores, record);
  addMostExposed(run, pool, guesses.front().scores, record);
  Table scores{
      {translatable("headings", "index"), translatable("headings", "class"), translatable("headings", "member")},
      {}};
  std::vector<std::vector<double>> columns;
  for (const MembershipGuess& guess : guesses) {
    scores.columns.emplace_back(guess.name, Name::ofChoice(guess.name));
    columns.push_back(doublesOf(guess.scores));
  }
  const auto labels = integersOf(pool.samples.labels), member = integersOf(pool.member.to(at::kLong));
  for (std::size_t row = 0; row < labels.size(); ++row) {
    scores.rows.push_back({double(pool.indices[row]), run.nameOf(labels[row]),
                           member[row] != 0 ? translatable("cells", "yes") : translatable("cells", "no")});
    for (const auto& column : columns) scores.rows.back().emplace_back(column[row]);
  }
  record.found.push_back({"scores", translatable("records", "Every score"), scores});
}

}  // namespace adversarium
