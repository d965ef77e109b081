// SPDX-License-Identifier: GPL-3.0-or-later
/// PyTorch checkpoints (`torch.save` of a state dict) as named tensors, read without Python and without running
/// anything that the file asks for.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

namespace adversarium {

/// The state dict: the file's own dict, or the one under "state_dict", "model_state_dict", "model" and the like.
/// Prefixes that every name has ("module.", "model.", "_orig_mod.") are taken off. Reads the zip format and the
/// one of before PyTorch 1.6. Throws InputError naming file, tensor and reason; every size is checked before
/// anything is allocated. The file must have passed the audit.
std::map<std::string, at::Tensor> readCheckpoint(const std::filesystem::path& file);

}  // namespace adversarium
