// SPDX-License-Identifier: GPL-3.0-or-later
/// The texts that methods declare about themselves, once more where the translation tools can see them.
#pragma once

#include <vector>

namespace adversarium {

/// Every name, summary, label, help and unit of the catalogue, and the words for chapters and rights. A test fails
/// when a method says something that is not in this list.
const std::vector<const char*>& methodTexts();

}  // namespace adversarium
