// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/known_trigger.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <filesystem>

#include "core/poisoning/known_backdoor.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/record/record_json.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Mask and pattern of one class out of a trigger search's, by the class that is asked for or that was flagged.
KnownTrigger searched(const Run& run, const std::string& folder) {
  const Record record = loadRecord(folder);
  const auto* masks = record.get<ImageSet>("mask");
  const auto* patterns = record.get<ImageSet>("pattern");
  if (!masks || !patterns || masks->count() == 0)
    throw InputError(folder, "holds no mask and pattern: it is no record of a trigger");
  std::int64_t target = run.request().target;
  if (target < 0) target = record.request.target;
  if (target < 0 && record.verdict && !record.verdict->flagged.empty()) target = record.verdict->flagged.front();
  if (target < 0)
    throw UsageError("target", "is not told by " + folder + ": name the class that the trigger calls up");
  std::int64_t place = masks->count() == 1 ? 0 : target;
  if (const auto* targets = record.get<Labels>("targets"))  // searches of old have all classes in order
    place = std::find(targets->values.begin(), targets->values.end(), target) - targets->values.begin();
  if (place >= masks->count()) throw UsageError("target", folder + " has no such class");
  const at::Tensor mask = tensorFromImage(masks->image(place)), pattern = tensorFromImage(patterns->image(place));
  const at::Tensor& like = run.samples.images;
  if (pattern.sizes().slice(1) != like.sizes().slice(1))
    throw InputError(folder, "its trigger is made for images of another size");
  return {target, mask[0], pattern[0],
          [mask, pattern](const at::Tensor& images) { return stamped(images, mask, pattern); }};
}

}  // namespace

std::optional<KnownTrigger> knownTrigger(const Run& run, const std::string& said) {
  const fs::path place = said;
  std::error_code ignored;
  if (!said.empty() && fs::exists(place / "record.json", ignored) && !fs::exists(place / "model.adv", ignored))
    return searched(run, said);
  const at::Tensor& like = run.samples.images;
  const auto known = knownBackdoor(
      run.assignment, said,
      {static_cast<int>(like.size(1)), static_cast<int>(like.size(2)), static_cast<int>(like.size(3))});
  if (!known) return std::nullopt;
  const Trigger trigger = known->trigger;
  return KnownTrigger{known->target, trigger.mask()[0], trigger.pattern()[0],
                      [trigger](const at::Tensor& images) { return trigger.apply(images); }};
}

}  // namespace adversarium
