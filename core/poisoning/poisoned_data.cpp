// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/poisoned_data.h"

#include <ATen/ATen.h>

#include "core/base/hash.h"
#include "core/tensor/convert.h"

namespace adversarium {

void PoisonedData::exchange(std::int64_t index, const at::Tensor& image, std::int64_t label) {
  m_exchanged[index] = {image.defined() ? floatsOf(image) : std::vector<float>(), static_cast<int>(label)};
}

void PoisonedData::read(std::int64_t index, std::span<float> planes) const {
  const auto found = m_exchanged.find(index);
  if (found == m_exchanged.end() || found->second.planes.empty()) return m_source->read(index, planes);
  std::copy(found->second.planes.begin(), found->second.planes.end(), planes.begin());
}

int PoisonedData::label(std::int64_t index) const {
  const auto found = m_exchanged.find(index);
  return found == m_exchanged.end() ? m_source->label(index) : found->second.label;
}

std::string PoisonedData::sha256() const {
  Sha256 hash;
  hash.add(m_source->sha256());
  for (const auto& [index, sample] : m_exchanged) {
    hash.add(std::to_string(index) + ":" + std::to_string(sample.label) + ":");
    hash.add(std::string_view(reinterpret_cast<const char*>(sample.planes.data()),
                              sample.planes.size() * sizeof(float)));
  }
  return hash.hex();
}

}  // namespace adversarium
