// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <fstream>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/readers.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPixels = 3072;
constexpr std::size_t kRecord = kPixels + 1;  // the label, then three planes of 32 × 32

class CifarData final : public DataSet {
 public:
  CifarData(DataInfo info, std::vector<fs::path> files, std::vector<std::uint8_t> records)
      : DataSet(std::move(info)), m_files(std::move(files)), m_records(std::move(records)) {}

  void read(std::int64_t index, std::span<float> planes) const override {
    const std::uint8_t* source = m_records.data() + static_cast<std::size_t>(index) * kRecord + 1;
    for (std::size_t i = 0; i < kPixels; ++i) planes[i] = static_cast<float>(source[i]) / 255.0F;
  }
  int label(std::int64_t index) const override { return m_records[static_cast<std::size_t>(index) * kRecord]; }
  std::string sha256() const override {
    Sha256 hash;
    for (const fs::path& file : m_files) addFile(hash, file);
    return hash.hex();
  }

 private:
  std::vector<fs::path> m_files;
  std::vector<std::uint8_t> m_records;
};

std::vector<std::string> namesBeside(const fs::path& file) {
  std::ifstream stream(file.parent_path() / "batches.meta.txt");
  std::vector<std::string> names;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) names.push_back(line);
  }
  return names.size() == 10 ? names : std::vector<std::string>();
}

}  // namespace

std::shared_ptr<const DataSet> openCifar(const std::string& where, const std::vector<fs::path>& files) {
  std::vector<std::uint8_t> records;
  for (const fs::path& file : files) {
    const std::uintmax_t size = fs::file_size(file);
    if (size == 0 || size % kRecord != 0) {
      throw InputError(file.string(),
                       fmt::format("has {} bytes, no multiple of the {} of a CIFAR-10 record (the last "
                                   "whole record ends at byte {})",
                                   size, kRecord, size / kRecord * kRecord));
    }
    const std::size_t start = records.size();
    records.resize(start + size);
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(records.data() + start), static_cast<std::streamsize>(size));
    if (!stream) throw InputError(file.string(), "cannot be read");
    for (std::size_t at = start; at < records.size(); at += kRecord) {
      if (records[at] > 9) {
        throw InputError(file.string(),
                         fmt::format("at byte {}: class {} where CIFAR-10 has 0 to 9", at - start, records[at]));
      }
    }
  }
  DataInfo info{where,
                "cifar10",
                static_cast<std::int64_t>(records.size() / kRecord),
                3,
                32,
                32,
                true,
                namesBeside(files.front())};
  return std::make_shared<CifarData>(std::move(info), files, std::move(records));
}

}  // namespace adversarium
