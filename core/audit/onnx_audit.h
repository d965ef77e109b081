// SPDX-License-Identifier: GPL-3.0-or-later
/// Walks an ONNX file's fields where they lie, without building the message: operators, external data, sizes.
/// Torch-free.
#pragma once

#include "core/audit/findings.h"
#include "core/audit/model_file.h"

namespace adversarium {

/// Whether the file's outermost fields are those of an ONNX model with a graph.
bool looksLikeOnnx(const BoundedFile& file);

void auditOnnx(const BoundedFile& file, Findings& findings);

/// Why external data must not be read from `location`, as a file beside `model` names it: a sentence about ‘{}’;
/// null if it may. Also for the loader.
const char* badExternalPath(const std::filesystem::path& model, const std::string& location);

}  // namespace adversarium
