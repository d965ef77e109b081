// SPDX-License-Identifier: GPL-3.0-or-later
/// The door for records that come from outside: a file of another version, edited by hand, or of another computer.
#pragma once

#include <optional>
#include <string>

#include "core/base/words.h"
#include "core/record/request.h"

namespace adversarium {

/// Why `request` cannot be carried out here, in words for a person (context "records"); nothing where it can: this
/// version knows the method, its parameters and guards, every value is of its kind and within its limits, and the
/// files of model and data are still where they were. What is inside those files is another matter.
std::optional<Words> whyNotReopened(const Request& request);

}  // namespace adversarium
