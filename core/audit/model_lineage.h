// SPDX-License-Identifier: GPL-3.0-or-later
/// What a saved model says of its making, read from its bytes.
#pragma once

#include <string>
#include <string_view>

namespace adversarium {

/// The entry of a model.adv file's metadata in which it describes itself, a JSON object in text.
constexpr const char* kModelDescription = "adversarium.model";

/// The lineage (a JSON object in text) in the bytes of a model.adv file, or empty. Throws InputError naming
/// `subject` for bytes that are no saved model.
std::string lineageInBytes(std::string_view bytes, const std::string& subject);

}  // namespace adversarium
