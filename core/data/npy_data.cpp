// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/npy.h"
#include "core/data/readers.h"
#include "core/data/unit_range.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

class NpyData final : public DataSet {
 public:
  NpyData(DataInfo info, fs::path images, NpyHeader header, fs::path labelFile, std::vector<std::int64_t> labels)
      : DataSet(std::move(info)),
        m_images(std::move(images)),
        m_header(std::move(header)),
        m_labelFile(std::move(labelFile)),
        m_labels(std::move(labels)) {}

  void read(std::int64_t index, std::span<float> planes) const override {
    readNpyFloats(m_images, m_header, index * static_cast<std::int64_t>(planes.size()), planes);
    if (const auto wrong = wrongInUnitRange(planes))
      throw InputError(m_images.string(), fmt::format("image {}: {}", index, *wrong));
  }
  int label(std::int64_t index) const override {
    return m_labels.empty() ? -1 : static_cast<int>(m_labels[static_cast<std::size_t>(index)]);
  }
  std::string sha256() const override {
    Sha256 hash;
    addFile(hash, m_images);
    if (!m_labelFile.empty()) addFile(hash, m_labelFile);
    return hash.hex();
  }

 private:
  fs::path m_images;
  NpyHeader m_header;
  fs::path m_labelFile;
  std::vector<std::int64_t> m_labels;
};

}  // namespace

std::shared_ptr<const DataSet> openNpy(const std::string& where, const fs::path& images, const fs::path& labels) {
  const NpyHeader header = readNpyHeader(images);
  const auto& shape = header.shape;
  if (shape.size() != 3 && shape.size() != 4) {
    throw InputError(images.string(), fmt::format("has {} dimensions; images are N×C×H×W or N×H×W", shape.size()));
  }
  DataInfo info{where,
                "npy",
                shape[0],
                shape.size() == 4 ? static_cast<int>(std::min<std::int64_t>(shape[1], 1000)) : 1,
                0,
                0,
                !labels.empty(),
                {}};
  constexpr std::int64_t kMostSide = 8192;
  const std::int64_t height = shape[shape.size() - 2], width = shape.back();
  if (info.channels != 1 && info.channels != 3) {
    const bool channelsLast = shape.size() == 4 && (width == 3 || width == 1);
    throw InputError(images.string(), fmt::format("has {} channels{}", shape[1],
                                                  channelsLast ? "; it looks like N×H×W×C: transpose it to N×C×H×W"
                                                               : "; images have 1 or 3"));
  }
  if (shape[0] < 1 || height < 1 || width < 1 || height > kMostSide || width > kMostSide) {
    throw InputError(images.string(), fmt::format("holds {} images of {}×{}", shape[0], height, width));
  }
  info.height = static_cast<int>(height);
  info.width = static_cast<int>(width);
  info.labelFile = labels.string();
  std::vector<std::int64_t> classes;
  if (!labels.empty()) {
    classes = readNpyIntegers(labels);
    if (static_cast<std::int64_t>(classes.size()) != info.count) {
      throw InputError(labels.string(), fmt::format("has {} labels for {} images", classes.size(), info.count));
    }
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes[i] < 0 || classes[i] > 1'000'000) {
        throw InputError(labels.string(), fmt::format("label {} is {}", i, classes[i]));
      }
    }
  }
  return std::make_shared<NpyData>(std::move(info), images, header, labels, std::move(classes));
}

}  // namespace adversarium
