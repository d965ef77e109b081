// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hidden_files.h"

#include <algorithm>
#include <array>

namespace adversarium {

bool isHidden(std::string_view name) {
  // Windows' pictures of pictures and settings, archives from macOS, Synology's indices, wastebaskets.
  static constexpr std::array<std::string_view, 8> kSystem{
      "Thumbs.db", "ehthumbs.db", "desktop.ini",  "__MACOSX",
      "@eaDir",    "lost+found",  "$RECYCLE.BIN", "System Volume Information"};
  return name.starts_with('.') || std::find(kSystem.begin(), kSystem.end(), name) != kSystem.end();
}

}  // namespace adversarium
