// SPDX-License-Identifier: GPL-3.0-or-later
/// JSON that anybody may have written: nested no deeper than what reads, copies and destroys it by recursion
/// stands.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace adversarium {

/// Throws InputError(`subject`, …) for what is no JSON, and for more than 64 levels.
nlohmann::json boundedJson(std::string_view text, const std::string& subject);

}  // namespace adversarium
