// SPDX-License-Identifier: GPL-3.0-or-later
/// An ONNX file as a classifier: N×C×H×W pictures in, logits out, at any batch size.
#pragma once

#include <memory>

#include "core/victim/classifier.h"

namespace adversarium {

class BoundedFile;

/// `info` holds the file's name for errors and what its sidecar says (input, class names, normalisation). A file
/// whose input has its channels last, or is flat, gets the nodes that turn pictures into it. A soft maximum at the
/// end becomes its logarithm, so that attacks see more than rounded ones and zeros. Where an operator is not
/// translated, the model still answers through OpenCV, with scores only; info().accessReason names it. Throws
/// InputError naming file, node and reason. `hint` is what a file with open sizes is taken to want.
std::shared_ptr<const Classifier> openOnnx(const BoundedFile& file, ModelInfo info, ImageShape hint);

}  // namespace adversarium
