// SPDX-License-Identifier: GPL-3.0-or-later
/// TorchScript files as classifiers: gradients where the file grants them and a numerical check confirms them,
/// taps where everything in the file has a native counterpart.
#pragma once

#include <memory>

#include "core/victim/classifier.h"

namespace adversarium {

class BoundedFile;

/// `info.where` names the file in errors; its mean and deviation, if any, are put before the file's own code.
/// Throws InputError for what LibTorch cannot read. Without info.input the `hint` is tried, then the usual sizes.
std::shared_ptr<const Classifier> openTorchScript(const BoundedFile& file, ModelInfo info, ImageShape hint);

}  // namespace adversarium
