// SPDX-License-Identifier: GPL-3.0-or-later
/// The safetensors format: named arrays behind a JSON header, nothing that could run.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace adversarium {

class BoundedFile;

struct Safetensors {
  std::map<std::string, at::Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Throws InputError naming file, tensor and reason; every size is checked before anything is allocated.
Safetensors readSafetensors(const std::filesystem::path& file);
Safetensors readSafetensors(const BoundedFile& file);
Safetensors parseSafetensors(std::string_view bytes, const std::string& subject);

/// The same content gives the same bytes.
std::string safetensorsBytes(const Safetensors& content);

}  // namespace adversarium
