// SPDX-License-Identifier: GPL-3.0-or-later
/// What an imported network costs beside the same one written by hand.
#pragma once

#include <string>

namespace adversarium {

/// Forwards, and forwards with input gradient, of a model and of its own ONNX file read back; as text.
std::string benchOnnx();

}  // namespace adversarium
