// SPDX-License-Identifier: GPL-3.0-or-later
/// NumPy's .npy files, versions 1 and 2: little-endian numbers in C order, nothing that needs Python.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace adversarium {

struct NpyHeader {
  std::vector<std::int64_t> shape;
  std::string dtype;  ///< "<f4", "<f8", "|u1", "<i8", "<i4", "<i2", "|i1", "|b1", "<u2"
  std::size_t dataOffset = 0;
  std::size_t itemSize = 0;
  std::int64_t elements() const;
};

/// Checks that the file holds exactly what its header promises. Throws InputError naming file and reason.
NpyHeader readNpyHeader(const std::filesystem::path& file);

/// Elements [first, first + count) as floats; |u1 is scaled by 1/255.
void readNpyFloats(const std::filesystem::path& file, const NpyHeader& header, std::int64_t first,
                   std::span<float> into);
std::vector<float> readNpyFloats(const std::filesystem::path& file, NpyHeader* header = nullptr);
/// Throws InputError for a file of fractions.
std::vector<std::int64_t> readNpyIntegers(const std::filesystem::path& file);

/// Throws InputError when the place cannot be written or the disk is full.
void writeNpy(const std::filesystem::path& file, const std::vector<std::int64_t>& shape,
              std::span<const float> values);
void writeNpy(const std::filesystem::path& file, const std::vector<std::int64_t>& shape,
              std::span<const std::int64_t> values);

}  // namespace adversarium
