// SPDX-License-Identifier: GPL-3.0-or-later
/// PyTorch checkpoints (`torch.save` of a state dict) as named tensors, read without Python and without running
/// anything that the file asks for.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adversarium {

/// Where the file keeps state dicts, the likeliest first: "" for its own, "state_dict", "ema.model". The usual
/// names come first, then the file's order; optimisers', averages' and teachers' come last. Never empty: throws
/// InputError where there is none.
std::vector<std::string> stateDictsIn(const std::filesystem::path& file);

/// One of them; without `key` the likeliest. Prefixes that every name has ("module.", "model.", "_orig_mod.") are
/// taken off. Reads the zip format and the one of before PyTorch 1.6. Throws InputError naming file, tensor and
/// reason; every size is checked before anything is allocated. The file must have passed the audit.
std::map<std::string, at::Tensor> readCheckpoint(const std::filesystem::path& file,
                                                 const std::optional<std::string>& key = {});

}  // namespace adversarium
