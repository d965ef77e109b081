// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/victim/opening_remarks.h"

#include <fmt/format.h>

#include "core/base/words.h"

namespace adversarium {

Words otherOutputsRemark(const std::vector<std::string>& all, const std::string& chosen) {
  std::string others;
  for (const std::string& name : all) {
    if (name != chosen && others.size() < 100) others += (others.empty() ? "" : ", ") + name;
  }
  return filled(
      translatable("records",
                   "has {} outputs: the class scores are read from ‘{}’, and the rest (‘{}’) is left aside"),
      all.size(), chosen, others);
}

Words finalSigmoidRemark() {
  return translatable("records", "ends in a sigmoid, which is left out: its input is the logit of its output");
}

Words twoClassesRemark(bool probability) {
  return probability
             ? translatable("records",
                            "answers with one probability an image: it is taken for the second of two classes")
             : translatable("records",
                            "answers with one number an image: it is taken for the logit of the second of two "
                            "classes");
}

}  // namespace adversarium
