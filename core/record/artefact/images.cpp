// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/images.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

struct ImagesKept {
  static void write(const ImageSet& images, const std::filesystem::path& file) {
    writeNpy(file, images.shape, std::span<const float>(images.values));
  }
  static void describe(const ImageSet& images, nlohmann::ordered_json& entry) {
    entry["shape"] = images.shape;
    if (images.centimetres > 0) entry["centimetres"] = images.centimetres;
    if (images.isChange) entry["change"] = true;
    if (!images.captions.empty()) putCaptions(entry, images.captions);
  }
  static void recall(const nlohmann::json& entry, ImageSet& images) {
    images.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    images.centimetres = entry.value("centimetres", 0.0);
    images.isChange = entry.value("change", false);
    images.captions = captionsIn(entry);
  }
  static void read(ImageSet& images, const std::filesystem::path& file) {
    NpyHeader header;
    images.values = readNpyFloats(file, &header);
    images.shape = header.shape;
    if (images.shape.size() != 4) throw InputError(file.string(), "does not hold N×C×H×W images");
  }
  static std::string difference(const ImageSet& before, const ImageSet& after) {
    return before.shape == after.shape ? differenceOf(before.values, after.values) : "has another shape";
  }
};

}  // namespace

Image ImageSet::image(std::int64_t index) const {
  Image image(static_cast<int>(shape.at(1)), static_cast<int>(shape.at(2)), static_cast<int>(shape.at(3)));
  const auto start = values.begin() + index * static_cast<std::ptrdiff_t>(image.planes.size());
  std::copy_n(start, image.planes.size(), image.planes.begin());
  return image;
}

template <>
const ArtefactKind& kindOf<ImageSet>() {
  static constexpr ArtefactKind kind = kindBy<ImageSet, ImagesKept>("images", ".npy");
  return kind;
}

}  // namespace adversarium
