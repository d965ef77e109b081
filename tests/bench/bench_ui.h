// SPDX-License-Identifier: GPL-3.0-or-later
/// How long a person waits: the latencies of the explorer, measured on the real window.
#pragma once

#include <string>

namespace adversarium {

/// A table in Markdown: median, 95th percentile and maximum in milliseconds beside the target.
std::string benchUi();

}  // namespace adversarium
