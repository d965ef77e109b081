// SPDX-License-Identifier: GPL-3.0-or-later
/// A running computation's voice and ear: how far it is, what it shows meanwhile, and whether it should stop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "core/base/words.h"

namespace adversarium {

/// What a job shows while it works. `values` are named numbers (loss, accuracy, success_rate) for a live curve.
struct Snapshot {
  Words words;
  std::map<std::string, double> values;
};

/// Handed down through every long computation. A default-constructed one listens to nobody, for tests and tools.
class Progress {
 public:
  virtual ~Progress() = default;

  /// Call at least once a batch: reports done of total and throws Cancelled when asked to stop; blocks while
  /// paused.
  virtual void step(std::int64_t done, std::int64_t total) {
    (void)done;
    (void)total;
  }

  /// Replaces what is shown; free to call often.
  virtual void show(Snapshot snapshot) { (void)snapshot; }
};

/// One part of a larger job: maps its own 0…total onto [from, to] of the whole.
class PartProgress final : public Progress {
 public:
  PartProgress(Progress& whole, double from, double to) : m_whole(whole), m_from(from), m_to(to) {}
  void step(std::int64_t done, std::int64_t total) override {
    constexpr double kResolution = 1e6;
    const double part = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
    m_whole.step(static_cast<std::int64_t>((m_from + (m_to - m_from) * part) * kResolution),
                 static_cast<std::int64_t>(kResolution));
  }
  void show(Snapshot snapshot) override { m_whole.show(std::move(snapshot)); }

 private:
  Progress& m_whole;
  double m_from;
  double m_to;
};

}  // namespace adversarium
