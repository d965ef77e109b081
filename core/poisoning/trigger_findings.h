// SPDX-License-Identifier: GPL-3.0-or-later
/// What a search for triggers has found so far, class by class and seed by seed, and the record made of it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/detection.h"
#include "core/record/measure.h"

namespace adversarium {

inline constexpr MeasureSpec kTriggerGap{
    "trigger_gap", translatable("measures", "How far the smallest trigger lies below the others, in deviations"),
    "deviations"};
inline constexpr MeasureSpec kTriggerGapChance{
    "trigger_gap_chance", translatable("measures", "How often ordinary classes would show that"), "probability"};
inline constexpr MeasureSpec kTriggerSize{
    "trigger_size", translatable("measures", "Size of the smallest trigger, pixels"), "pixels"};

/// What one seed says of one class.
struct ClassFinding {
  std::int64_t target = -1;
  double size = 0;  ///< masks: pixels replaced; else the share of images that end in the class
  double index = std::numeric_limits<double>::quiet_NaN();
  Gap gap;
  std::int64_t hits = 0, tried = 0;  ///< on images that the search did not see
  int epochs = 0;
  bool convincing = true;    ///< reached the success asked for
  at::Tensor mask, pattern;  ///< float32 1×H×W and C×H×W; masks only
};

/// The findings of one seed, class by class as they come in.
struct SeedFindings {
  std::uint64_t seed = 0;
  std::vector<ClassFinding> classes;
  bool finished = false;
  at::Tensor examples;  ///< of the kind "features": changed images
};

class TriggerFindings {
 public:
  /// `masks`: findings are sizes of masks (small is suspicious), else shares of images (large is). `targets`: the
  /// classes that are searched, in their order.
  TriggerFindings(const Run& run, bool masks, std::vector<std::int64_t> targets)
      : m_run(run), m_masks(masks), m_targets(std::move(targets)) {}

  const std::vector<std::int64_t>& targets() const { return m_targets; }

  /// Images that the search does not see (float32 N×C×H×W) and what the model answers there (int64 N).
  void setProbe(at::Tensor images, at::Tensor answers);
  const at::Tensor& probe() const { return m_probe; }
  const at::Tensor& probeAnswers() const { return m_probeAnswers; }

  SeedFindings& begin(std::uint64_t seed);
  /// With all classes of the last seed in: how far each stands out. Sizes are compared as ratios: a trigger of
  /// half the usual size is as conspicuous for a large picture as for a small one.
  void close();
  /// Rewrites artefacts, verdict and measures from what there is; nothing before there is a probe.
  void writeTo(Record& record) const;

 private:
  bool standsOut(const ClassFinding& finding) const;
  std::vector<const ClassFinding*> findingsOf(std::int64_t target) const;
  void addTriggers(Record& record) const;
  void addExamples(Record& record) const;
  void addBars(Record& record) const;
  void addSearches(Record& record) const;
  void conclude(Record& record) const;

  const Run& m_run;
  bool m_masks;
  std::vector<std::int64_t> m_targets;
  at::Tensor m_probe, m_probeAnswers;
  std::vector<SeedFindings> m_seeds;
};

}  // namespace adversarium
