// SPDX-License-Identifier: GPL-3.0-or-later
/// Tensors in ONNX's messages: their sizes checked before they are touched, their data fetched from beside the
/// file and from nowhere else, their numbers as LibTorch's.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace onnx {
class TensorProto;
}  // namespace onnx

namespace adversarium {

constexpr std::int64_t kMostOnnxDimensions = 16;
/// Types newer than the library's list of them: two numbers a byte, the first in its lower half.
constexpr int kUint4 = 21, kInt4 = 22;
constexpr double kMostOnnxElements = double(1 << 29);  // of one tensor: 2 GiB of float32

/// Names come from the file and may hold anything; only what is printable reaches a person.
std::string printableOnnx(std::string text);

/// Elements of its shape. Throws InputError for absurd ones before anything of that size is touched.
std::int64_t checkedCount(const onnx::TensorProto& tensor, const std::string& subject);

/// Moves a tensor's external data into the message, so that everything after this knows one form only. `folder` is
/// the model's; `budget` says how many bytes may still be read.
void fetchExternal(onnx::TensorProto& tensor, const std::filesystem::path& folder, std::uint64_t& budget,
                   const std::string& subject);

/// A tensor of the file: float32, int64 or bool. Throws InputError for sizes that its bytes do not fill, for
/// types without numbers, and for NaN.
at::Tensor tensorFrom(const onnx::TensorProto& tensor, const std::string& subject);

/// A single serialised TensorProto, as ONNX's conformance cases keep their inputs and outputs. It may hold
/// anything.
at::Tensor readOnnxTensor(const std::filesystem::path& file);

}  // namespace adversarium
