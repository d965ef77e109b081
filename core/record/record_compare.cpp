// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/record_compare.h"

#include <fmt/format.h>

#include <cmath>

namespace adversarium {
namespace {

bool sameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

std::string differenceOf(const Artefact& before, const Artefact* after) {
  if (!after) return "is missing";
  const ArtefactKind& kind = before.content.kind();
  return &kind == &after->content.kind() ? kind.difference(before.content, after->content) : "is of another kind";
}

}  // namespace

std::vector<std::string> differencesBetween(const Record& before, const Record& after) {
  std::vector<std::string> found;
  if (before.origin.modelSha256 != after.origin.modelSha256)
    found.emplace_back("the model file is another one (SHA-256)");
  if (before.origin.dataSha256 != after.origin.dataSha256) found.emplace_back("the data is other data (SHA-256)");
  for (const auto& [name, measure] : before.measures) {
    if (measure.unit == "s") continue;  // time is never the same twice
    const auto other = after.measures.find(name);
    if (other == after.measures.end()) {
      found.push_back(fmt::format("measure {} is missing", name));
    } else if (!sameNumber(measure.value, other->second.value)) {
      found.push_back(fmt::format("measure {} is {} instead of {}", name, other->second.value, measure.value));
    }
  }
  for (const Artefact& artefact : before.found) {
    const std::string words = differenceOf(artefact, after.artefact(artefact.id));
    if (!words.empty()) found.push_back("artefact " + artefact.id + " " + words);
  }
  if (before.verdict != after.verdict) found.emplace_back("the verdict is another one");
  if (found.empty()) return found;
  if (before.origin.threads != after.origin.threads) {
    found.push_back(fmt::format("the thread count was {}, now {}: sums round differently", before.origin.threads,
                                after.origin.threads));
  }
  if (before.origin.libtorch != after.origin.libtorch || before.origin.device != after.origin.device) {
    found.push_back(fmt::format("it ran on LibTorch {} ({}), now on {} ({})", before.origin.libtorch,
                                before.origin.device, after.origin.libtorch, after.origin.device));
  }
  return found;
}

}  // namespace adversarium
