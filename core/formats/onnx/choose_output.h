// SPDX-License-Identifier: GPL-3.0-or-later
/// Which of an ONNX file's outputs holds the class scores: embeddings, auxiliary heads and labels are written
/// beside them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/formats/onnx/onnx_file.h"

namespace adversarium {

/// The outputs worth trying, the likeliest first. Scores are one row of real numbers a picture, as many as there
/// are `classes` (0: unknown); what is called so comes first, then what other outputs lead to, then what is
/// computed last. `wanted` (a name from the file beside the model, or empty) decides alone. Throws InputError
/// where there is no output of that name.
std::vector<std::string> likelyOutputs(const OnnxFile& file, const std::string& wanted, std::int64_t classes);

/// Whether a name speaks for scores (above 0) or for something else (below 0).
int nameSpeaksForScores(const std::string& output);

/// Takes everything out of the file that this output does not need.
void keepOnly(OnnxFile& file, const std::string& output);

}  // namespace adversarium
