// SPDX-License-Identifier: GPL-3.0-or-later
/// The formats that openDataSet chooses from; one function, one file each.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/data/data_set.h"

namespace adversarium {

/// `images` and `labels` plain or .gz.
std::shared_ptr<const DataSet> openIdx(const std::string& where, const std::filesystem::path& images,
                                       const std::filesystem::path& labels);
/// Several binaries, one after the other; class names from batches.meta.txt beside them.
std::shared_ptr<const DataSet> openCifar(const std::string& where,
                                         const std::vector<std::filesystem::path>& files);
/// A folder a class, or flat with labels.csv.
std::shared_ptr<const DataSet> openImageFolder(const std::string& where, const std::filesystem::path& folder,
                                               ImageShape wanted);
std::shared_ptr<const DataSet> openImageFile(const std::string& where, ImageShape wanted);
/// `labels` may be empty.
std::shared_ptr<const DataSet> openNpy(const std::string& where, const std::filesystem::path& images,
                                       const std::filesystem::path& labels);

/// Decodes PNG, JPEG, BMP, PGM, PPM, TIFF or WebP, upright, to `shape` (zero: its own size; one channel if it is
/// grey). Transparency is left out. Throws InputError naming file and reason, as readPictureHeader does.
Image decodeImage(const std::filesystem::path& file, ImageShape shape);
/// A picture in its own size with its transparency (one channel; all 1 where the file has none).
struct PictureWithAlpha {
  Image picture;
  Image alpha;
};
/// Throws as decodeImage does.
PictureWithAlpha decodeWithAlpha(const std::filesystem::path& file);
bool looksLikeImage(const std::filesystem::path& file);

/// Stretched to another size: area averaging down, bilinear up, luma for grey.
Image resized(const Image& image, ImageShape shape);
/// The same of the middle part that has the target's ratio of sides (core/data/fitting.h).
Image fitted(const Image& image, ImageShape shape);

}  // namespace adversarium
