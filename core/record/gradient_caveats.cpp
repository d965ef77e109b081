// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/gradient_caveats.h"

#include <fmt/format.h>

#include "core/base/words.h"

namespace adversarium {

void reportGradients(Record& record, const GradientLooks& looks) {
  constexpr std::int64_t kRare = 100;  // a dead neuron may silence a picture here and there
  const auto say = [&](const char* id, const char* words, std::int64_t count) {
    std::erase_if(record.caveats, [&](const Caveat& caveat) { return caveat.id == id; });
    if (count > 0) record.caveats.push_back({id, fmt::format(fmt::runtime(words), count, looks.taken)});
  };
  say("zero-gradient",
      translatable("records", "{} of {} gradients by an image vanished: what goes by them is blind there."),
      looks.vanished * kRare >= looks.taken ? looks.vanished : 0);
  say("undefined-gradient",
      translatable("records",
                   "{} of {} gradients by an image were no finite number in places: there they were taken from "
                   "the image moved by a hair or counted as zero."),
      looks.undefined);
}

}  // namespace adversarium
