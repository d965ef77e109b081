// SPDX-License-Identifier: GPL-3.0-or-later
/// The files that a model is read from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace adversarium {

/// The model's own file, the description beside it and, of ONNX, the files in its folder that may hold its
/// weights: those whose names begin like the model's, and .data, .bin, .weight and .bias. None for demo:NAME.
std::vector<std::filesystem::path> modelSources(const std::string& where);

}  // namespace adversarium
