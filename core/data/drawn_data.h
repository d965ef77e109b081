// SPDX-License-Identifier: GPL-3.0-or-later
/// Built-in data drawn by code: traffic signs and digits, deterministic sample by sample, nothing to download.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

/// "signs" and "digits" (held-out drawings), "signs-train" and "digits-train". Throws InputError for other names.
std::shared_ptr<const DataSet> openDrawnData(const std::string& name);
std::vector<std::string> drawnDataNames();

}  // namespace adversarium
