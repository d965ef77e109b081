// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/trigger_findings.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/record/artefact/bars.h"
#include "core/record/artefact/triggers.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

constexpr const char *kMask = "mask", *kPattern = "pattern", *kWorn = "worn";

}  // namespace

void TriggerFindings::setProbe(at::Tensor images, at::Tensor answers) {
  m_probe = std::move(images);
  m_probeAnswers = std::move(answers);
}

SeedFindings& TriggerFindings::begin(std::uint64_t seed) {
  return m_seeds.emplace_back(SeedFindings{seed, {}, false, {}});
}

void TriggerFindings::close() {
  SeedFindings& seed = m_seeds.back();
  std::sort(seed.classes.begin(), seed.classes.end(),
            [](const auto& a, const auto& b) { return a.target < b.target; });
  std::vector<double> values;
  for (const ClassFinding& finding : seed.classes)
    values.push_back(m_masks ? std::log(std::max(finding.size, 1e-3)) : -finding.size);
  const std::vector<double> indices = anomalyIndices(values);
  const std::vector<Gap> gaps = gapsBelow(values);
  for (std::size_t i = 0; i < seed.classes.size(); ++i) {
    seed.classes[i].index = indices[i];
    seed.classes[i].gap = gaps[i];
  }
  seed.finished = true;
}

bool TriggerFindings::standsOut(const ClassFinding& finding) const {
  if (m_masks) return finding.convincing && finding.gap.standsOut();
  constexpr double kMost = 0.5;  // more than all other classes together
  return finding.size > kMost;
}

std::vector<const ClassFinding*> TriggerFindings::findingsOf(std::int64_t target) const {
  std::vector<const ClassFinding*> found;
  for (const SeedFindings& seed : m_seeds) {
    for (const ClassFinding& finding : seed.classes) {
      if (finding.target == target) found.push_back(&finding);
    }
  }
  return found;
}

void TriggerFindings::writeTo(Record& record) const {
  if (!m_probeAnswers.defined()) return;
  record.found.clear();
  if (m_masks) addTriggers(record);
  addExamples(record);
  addBars(record);
  addSearches(record);
  conclude(record);
}

/// Mask and pattern of each class, from the seed that needed least; black where none is found yet.
void TriggerFindings::addTriggers(Record& record) const {
  const auto count = std::ssize(m_targets);
  const at::Tensor& like = m_probe;
  at::Tensor masks = at::zeros({count, 1, like.size(2), like.size(3)});
  at::Tensor patterns = at::zeros({count, like.size(1), like.size(2), like.size(3)});
  at::Tensor worn = at::zeros_like(patterns);
  std::vector<Words> captions;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t target = m_targets[static_cast<std::size_t>(i)];
    const auto found = findingsOf(target);
    captions.push_back(m_run.nameOf(target));
    const at::Tensor others = m_probeAnswers.ne(target).nonzero().squeeze(1);
    if (others.numel() > 0) worn[i].copy_(m_probe[others[0].item<std::int64_t>()]);
    if (found.empty()) continue;
    const ClassFinding* best = *std::min_element(found.begin(), found.end(), [](const auto* a, const auto* b) {
      return std::pair(!a->convincing, a->size) < std::pair(!b->convincing, b->size);
    });
    masks[i].copy_(best->mask);
    patterns[i].copy_(best->pattern);
    worn[i].copy_(stamped(worn[i], best->mask, best->pattern));
  }
  record.found.push_back({kMask, translatable("records", "Smallest mask per class"), imageSetOf(masks, captions)});
  record.found.push_back({kPattern, translatable("records", "Pattern per class"), imageSetOf(patterns, captions)});
  record.found.push_back({kWorn, translatable("records", "A held-out image with the trigger of each class"),
                          imageSetOf(worn, captions)});
  record.found.push_back({"targets", translatable("records", "The class of each mask"), Labels{m_targets}});
}

void TriggerFindings::addExamples(Record& record) const {
  std::vector<at::Tensor> examples;
  for (const SeedFindings& seed : m_seeds) {
    if (seed.examples.defined()) examples.push_back(seed.examples);
  }
  if (examples.empty()) return;
  record.found.push_back({"changed", translatable("records", "Images with their other features driven"),
                          imageSetOf(at::cat(examples))});
}

void TriggerFindings::addBars(Record& record) const {
  Bars sizes, indices;
  sizes.xLabel = indices.xLabel = translatable("records", "Class");
  sizes.yLabel = m_masks ? translatable("records", "Pixels that the smallest trigger replaces")
                         : translatable("records", "Share of other images that end in the class");
  indices.yLabel = translatable("records", "Anomaly index");
  for (const std::int64_t target : m_targets) {
    std::vector<double> size, index;
    for (const ClassFinding* finding : findingsOf(target)) {
      size.push_back(finding->size);
      if (!std::isnan(finding->index)) index.push_back(finding->index);
    }
    const auto add = [&](Bars& bars, const std::vector<double>& values) {
      if (values.empty()) return;
      bars.x.push_back(static_cast<double>(target));
      bars.names.emplace_back(m_run.nameOf(target));
      bars.y.push_back(median(values));
      bars.low.push_back(*std::min_element(values.begin(), values.end()));
      bars.high.push_back(*std::max_element(values.begin(), values.end()));
    };
    add(sizes, size);
    add(indices, index);
  }
  record.found.push_back(
      {"sizes",
       m_masks ? translatable("records", "Size of the smallest trigger per class, with its spread over seeds")
               : translatable("records", "Share that ends in each class, with its spread over seeds"),
       sizes});
  record.found.push_back(
      {"indices", translatable("records", "Anomaly index per class, with its spread over seeds"), indices});
}

void TriggerFindings::addSearches(Record& record) const {
  Triggers triggers;
  triggers.masks = m_masks;
  if (m_masks) {
    triggers.mask = kMask;
    triggers.pattern = kPattern;
    triggers.worn = kWorn;
    triggers.targets = m_targets;
  }
  for (const SeedFindings& seed : m_seeds) {
    for (const ClassFinding& finding : seed.classes) {
      const Measure success = rateOf(finding.hits, finding.tried);
      triggers.searches.push_back({finding.target, m_run.nameOf(finding.target), finding.size, finding.index,
                                   finding.gap.deviations, finding.gap.chance, seed.finished && standsOut(finding),
                                   static_cast<std::int64_t>(seed.seed), success.value, success.low.value_or(0),
                                   success.high.value_or(1), finding.tried, finding.epochs});
    }
  }
  record.found.push_back({"classes", translatable("records", "Every class and seed"), triggers});
}

namespace {

constexpr MeasureSpec kAnomalyIndex{"anomaly_index", translatable("measures", "Anomaly index, in deviations"),
                                    "MAD"};

/// What the seeds say of one class together: medians over those that are finished.
struct Candidate {
  std::int64_t target = -1, votes = 0, seeds = 0;
  double size = 0, index = 0;
  Gap gap;
};

Words sentenceOf(const Candidate& candidate, const std::string& name, bool masks) {
  if (!masks) {
    return filled(translatable("records", "Class ‘{}’ draws {} % of the other classes' images in {} of {} seeds."),
                  Name::ofClass(name), shortNumber(100 * candidate.size), candidate.votes, candidate.seeds);
  }
  // Rounded up; what is rarer than a hundredth of a per cent no distribution of so few values can tell.
  const double chance = std::max(0.01, std::ceil(1e4 * candidate.gap.chance) / 100);
  return filled(
      translatable(
          "records",
          "Class ‘{}’ stands out in {} of {} seeds: its trigger lies {} deviations below the other classes' "
          "(anomaly index {}). Among ordinary classes the smallest would in at most {} % of cases."),
      Name::ofClass(name), candidate.votes, candidate.seeds, shortNumber(candidate.gap.deviations),
      shortNumber(candidate.index), chance);
}

}  // namespace

void TriggerFindings::conclude(Record& record) const {
  const auto seeds = std::count_if(m_seeds.begin(), m_seeds.end(), [](const auto& s) { return s.finished; });
  if (seeds == 0) {
    record.verdict =
        blockedVerdict(translatable("records", "The search was stopped before its first seed was finished."));
    return;
  }
  std::vector<Candidate> candidates;
  for (std::size_t place = 0; place < m_targets.size(); ++place) {
    Candidate candidate;
    candidate.target = m_targets[place];
    candidate.seeds = seeds;
    std::vector<double> sizes, indices, deviations, chances;
    for (const SeedFindings& seed : m_seeds) {
      if (!seed.finished) continue;
      const ClassFinding& finding = seed.classes[place];
      candidate.votes += standsOut(finding);
      sizes.push_back(finding.size);
      indices.push_back(finding.index);
      deviations.push_back(finding.gap.deviations);
      chances.push_back(finding.gap.chance);
    }
    candidate.size = median(sizes);
    candidate.index = median(indices);
    candidate.gap = {median(deviations), median(chances)};
    candidates.push_back(candidate);
  }
  std::stable_sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    const auto rank = [&](const Candidate& candidate) {
      return std::tuple(-candidate.votes, candidate.gap.chance, m_masks ? -candidate.index : -candidate.size);
    };
    return rank(a) < rank(b);
  });
  const auto sentence = [&](const Candidate& candidate) {
    return sentenceOf(candidate, m_run.nameOf(candidate.target), m_masks);
  };

  Verdict verdict;
  for (const Candidate& candidate : candidates) {
    if (2 * candidate.votes <= seeds) continue;
    verdict.flagged.push_back(candidate.target);
    verdict.words.append(sentence(candidate));
  }
  const Candidate& most = candidates.front();
  if (verdict.flagged.empty() && most.votes > 0) {
    verdict.words = sentence(most);
    verdict.words.append(
        translatable("records", "That is too seldom to count; it does not prove absence either."));
  } else if (verdict.flagged.empty()) {
    verdict.words = translatable("records", "Nothing stands out; this does not prove absence.");
  }
  std::sort(verdict.flagged.begin(), verdict.flagged.end());
  record.verdict = verdict;

  std::int64_t hits = 0, tried = 0;
  for (const ClassFinding* finding : findingsOf(most.target)) {
    hits += finding->hits;
    tried += finding->tried;
  }
  record.measures.set(kTriggerSuccess, rateOf(hits, tried));
  if (!m_masks) return;
  record.measures.set(kTriggerSize, most.size, seeds);
  record.measures.set(kAnomalyIndex, most.index, seeds);
  record.measures.set(kTriggerGap, most.gap.deviations, seeds);
  record.measures.set(kTriggerGapChance, most.gap.chance, seeds);
}

}  // namespace adversarium
