// SPDX-License-Identifier: GPL-3.0-or-later
/// What every detector shares: samples read and checked before anything is concluded from them, rights handed out
/// as types, and a record whose verdict never is a bare yes or no. A detector proposes triggers, scores or
/// suspects; how well they do is measured here and in the runners of the three kinds of detectors.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/measured.h"
#include "core/run/method.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {

/// Runs the checks that all detectors need and leaves the rest to `inspect`.
class Detection : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const final;

 protected:
  virtual const CatalogueEntry& entry() const = 0;
  /// With fewer samples than this there is no verdict.
  virtual std::int64_t fewest(const ParamMap& params) const = 0;
  /// Whether the samples are meant to be clean, so that the model has to be right on them.
  virtual bool expectsCleanSamples() const { return true; }
  /// Completes the record, verdict included. run.samples are read; `progress` is its share of the run's.
  virtual void inspect(const Run& run, Progress& progress) const = 0;
};

/// A verdict that says why there is none.
Verdict blockedVerdict(Words reason);

/// What `function` makes of the images chunk by chunk, one after the other in one tensor; reports progress and can
/// be cancelled between the chunks.
at::Tensor inChunks(const at::Tensor& images, Progress& progress,
                    const std::function<at::Tensor(const at::Tensor& chunk)>& function);
/// The answers (int64 N) of the model itself.
at::Tensor answersOf(const Classifier& model, const at::Tensor& images, Progress& progress);

/// Images and labels of a selection, read in chunks that report progress. Throws Cancelled between them.
Batch readSamples(const DataSet& data, const std::vector<std::int64_t>& indices, Progress& progress);

/// What is wrong with the images as numbers, in words; none for finite values in [0,1].
std::optional<Words> imageFault(const at::Tensor& images);

}  // namespace adversarium
