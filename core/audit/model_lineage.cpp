// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/model_lineage.h"

#include <nlohmann/json.hpp>

#include "core/audit/safetensors_header.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace adversarium {

std::string lineageInBytes(std::string_view bytes, const std::string& subject) {
  const std::uint64_t length = safetensorsHeaderLength(bytes, bytes.size(), subject);
  const auto header = bytes.substr(kSafetensorsLength, length);
  const auto metadata =
      parseSafetensorsHeader(header, bytes.size() - kSafetensorsLength - length, subject).metadata;
  const auto described = metadata.find(kModelDescription);
  if (described == metadata.end()) return {};
  const nlohmann::json said = boundedJson(described->second, subject);
  return said.contains("lineage") ? said["lineage"].dump() : std::string();
}

}  // namespace adversarium
