// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds out which backdoor a model is known to have, so that its success can be measured again: after a repair,
/// beside a detector's verdict, in a student.
#pragma once

#include <optional>
#include <string>

#include "core/poisoning/backdoor_rates.h"
#include "core/run/method.h"

namespace adversarium {

/// The one parameter that all methods share which can use a known trigger.
struct TriggerSource {
  std::string trigger;
};
template <class Owner>
constexpr auto triggerSource() {
  return std::tuple{
      param(&Owner::trigger, "trigger", "Known trigger",
            "Model file, recipe (.json) or PNG that says the trigger; empty: what the model's lineage "
            "says")};
}

/// `said` names a model file or demo:NAME with a lineage, a folder that `backdoor` wrote, a JSON file as
/// backdoorToJson writes it, or a PNG over the whole image, transparent where it shows nothing (its class is the
/// request's target). Empty: the lineage of the assignment's model, else of model.adv beside the data. Nothing
/// where nobody knows a trigger. Throws InputError or UsageError for a `said` that says none.
std::optional<Backdoor> knownBackdoor(const Assignment& assignment, const std::string& said,
                                      const ImageShape& shape);

}  // namespace adversarium
