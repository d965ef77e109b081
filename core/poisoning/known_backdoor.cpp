// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/known_backdoor.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/data/readers.h"
#include "core/formats/open_model.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

Backdoor ready(const KnownBackdoor& known, const ImageShape& shape) {
  return {Trigger(known.trigger, shape), known.target};
}

Backdoor paintedOver(const std::string& picture, std::int64_t target, const ImageShape& shape) {
  if (target < 0) throw UsageError("target", "must say which class the trigger in " + picture + " calls up");
  TriggerParams params;
  params.trigger = TriggerKind::Picture;
  params.picture = picture;
  params.size = 1;
  return {Trigger(recipeFor(params, shape, 0), shape), target};
}

}  // namespace

std::optional<Backdoor> knownBackdoor(const Assignment& assignment, const std::string& said,
                                      const ImageShape& shape) {
  std::error_code ignored;
  if (!said.empty()) {
    if (looksLikeImage(said)) return paintedOver(said, assignment.request.target, shape);
    if (fs::path(said).extension() == ".json") return ready(backdoorFromJson(readBytes(said), said), shape);
    const std::string file = fs::is_directory(said, ignored) ? (fs::path(said) / "model.adv").string() : said;
    const auto known = backdoorInLineage(openModel(file)->info().lineage, file);
    if (!known) throw InputError(file, "says nothing of a backdoor in its lineage");
    return ready(*known, shape);
  }
  if (assignment.model) {
    const ModelInfo& info = assignment.model->info();
    if (const auto known = backdoorInLineage(info.lineage, info.where)) return ready(*known, shape);
  }
  const fs::path beside = fs::path(assignment.request.data) / "model.adv";
  if (!fs::exists(beside, ignored)) return std::nullopt;
  const auto known = backdoorInLineage(lineageOf(beside), beside.string());
  return known ? std::optional(ready(*known, shape)) : std::nullopt;
}

}  // namespace adversarium
