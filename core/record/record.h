// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run found, together with everything needed to run it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/record/artefact/curve.h"
#include "core/record/artefact/heat_maps.h"
#include "core/record/artefact/images.h"
#include "core/record/artefact/labels.h"
#include "core/record/artefact/model.h"
#include "core/record/artefact/table.h"
#include "core/record/measure.h"
#include "core/record/request.h"

namespace adversarium {

inline constexpr std::string_view kRecordSchema = "adversarium.record/1";

struct Origin {
  std::string modelSha256;
  std::string dataSha256;
  std::string version;   ///< of Adversarium
  std::string libtorch;  ///< its version
  std::string device;    ///< in words
  int threads = 0;
  double seconds = 0;
  std::string utc;  ///< when the run ended, ISO 8601
};

/// Something that weakens what the numbers say. `id` is stable, `words` are for a person.
struct Caveat {
  std::string id;
  Words words;
  bool operator==(const Caveat&) const = default;
};

/// `id` names the file in an output folder, with its kind's ending: adversarial.npy, samples.csv, model.adv.
struct Artefact {
  std::string id;
  Words title;
  Content content;

  /// Null where it is of another kind.
  template <class T>
  const T* get() const {
    return content.get<T>();
  }
};

/// What a detector concludes: never a bare yes or no.
struct Verdict {
  std::vector<std::int64_t> flagged;  ///< the classes (or samples) that stand out
  Words words;                        ///< for a person, with its uncertainty
  std::optional<Words> blocked;       ///< why no verdict can be given (too few images, NaN, wrong preprocessing)
  bool operator==(const Verdict&) const = default;
};

/// What the vertical axis of a plot with these curves says: their own label where they agree, else that they are
/// shares.
Words sharedLabel(const std::vector<const Artefact*>& curves);

struct Record {
  Request request;  ///< with every parameter filled in
  Origin origin;
  std::vector<Caveat> caveats;
  Measures measures;
  std::vector<Artefact> found;
  std::optional<Verdict> verdict;  ///< of detectors alone
  bool partial = false;            ///< cancelled before the end: what is here was finished

  /// Null where there is none of that name.
  const Artefact* artefact(std::string_view id) const;
  /// The curves of the plot that begins with this one; empty where an earlier one of its group has drawn it.
  std::vector<const Artefact*> plotFrom(const Artefact& curve) const;
  template <class T>
  const T* get(std::string_view id) const {
    const Artefact* found = artefact(id);
    return found ? found->get<T>() : nullptr;
  }
};

}  // namespace adversarium
