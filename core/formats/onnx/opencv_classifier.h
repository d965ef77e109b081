// SPDX-License-Identifier: GPL-3.0-or-later
/// A score oracle for ONNX files with operators that the importer does not translate: OpenCV computes them.
#pragma once

#include <memory>

#include "core/formats/onnx/onnx_file.h"
#include "core/victim/classifier.h"

namespace adversarium {

/// `leading` turns N×C×H×W pictures into what the file takes; info.input is complete. Null where OpenCV cannot
/// compute it either, or answers with something else than a row of scores.
std::shared_ptr<const Classifier> openThroughOpenCv(const OnnxFile& file, ModelInfo info, Graph leading);

}  // namespace adversarium
