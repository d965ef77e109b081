// SPDX-License-Identifier: GPL-3.0-or-later
/// What systems and programs leave in a person's folders, which is nobody's data.
#pragma once

#include <string_view>

namespace adversarium {

/// By the name alone: what begins with a dot (.ipynb_checkpoints, the ._ twins of macOS), Thumbs.db, __MACOSX and
/// their like.
bool isHidden(std::string_view name);

}  // namespace adversarium
