// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds the faults that silently ruin every result: wrong range, normalisation, channel or label order, a softmax
/// too many, batch norm left in training. Looks at the model's answers to some of the user's own images.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/words.h"
#include "core/data/data_set.h"
#include "core/formats/sidecar/sidecar.h"
#include "core/job/progress.h"

namespace adversarium {

class Classifier;

enum class Severity { Fine, Note, Warning, Fault };
std::string_view wordFor(Severity severity);

/// One thing looked at. `id` is stable; `words` is for a person.
struct Finding {
  std::string id;
  Severity severity = Severity::Fine;
  Words words;
};

struct Diagnosis {
  std::vector<Finding> findings;  ///< the gravest first
  std::int64_t right = 0;         ///< of `labelled` images
  std::int64_t labelled = 0;      ///< images with a class, of those looked at
  std::int64_t images = 0;
  /// What beside the model file would put it right, and the accuracy that it was measured to give. Empty: nothing.
  std::optional<Sidecar> cure;
  std::int64_t rightWithCure = 0;

  bool has(std::string_view id) const;
  Severity worst() const;
};

/// Looks at up to `most` images, evenly spread over `data`. Ids of findings: those of the data's notes
/// (input-size, input-channels, class-names, …), range, normalisation, channel-order, layout, softmax-output,
/// batch-norm-mode, random, label-order, dead-classes, constant-output, nan, accuracy, zero-gradient, access.
/// Deterministic. Throws what the classifier throws, and Cancelled.
Diagnosis examine(const Classifier& model, const DataSet& data, Progress& progress, std::int64_t most = 200);

}  // namespace adversarium
