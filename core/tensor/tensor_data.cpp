// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_data.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/hash.h"

namespace adversarium {

TensorData::TensorData(at::Tensor images, at::Tensor labels, std::vector<std::string> classNames)
    : DataSet({"memory", "memory", images.size(0), static_cast<int>(images.size(1)),
               static_cast<int>(images.size(2)), static_cast<int>(images.size(3)), true, std::move(classNames)}),
      m_images(images.contiguous()),
      m_labels(labels.contiguous()) {}

void TensorData::read(std::int64_t index, std::span<float> planes) const {
  const auto size = static_cast<std::int64_t>(planes.size());
  std::copy_n(m_images.data_ptr<float>() + index * size, size, planes.begin());
}

int TensorData::label(std::int64_t index) const {
  return static_cast<int>(m_labels.data_ptr<std::int64_t>()[index]);
}

std::string TensorData::sha256() const {
  Sha256 hash;
  hash.add(m_images.data_ptr<float>(), static_cast<std::size_t>(m_images.numel()) * sizeof(float));
  hash.add(m_labels.data_ptr<std::int64_t>(), static_cast<std::size_t>(m_labels.numel()) * sizeof(std::int64_t));
  return hash.hex();
}

}  // namespace adversarium
