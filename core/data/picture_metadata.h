// SPDX-License-Identifier: GPL-3.0-or-later
/// What picture files say beside their pixels: where and when a photograph was taken, with what, by whom.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace adversarium {

/// Kinds of metadata in a JPEG, PNG, TIFF, WebP or PNM file: "position", "camera", "time", "author", "comment",
/// "thumbnail", "other"; whether they stand in Exif, a maker's note, IPTC, XMP or the file's own marks.
/// "unreadable" where the metadata is malformed, beside what was found before. Decodes no pixel. Throws InputError
/// where the file cannot be read.
std::set<std::string> metadataIn(const std::filesystem::path& file);

/// The pictures at a place that openDataSet takes: itself or all beneath it, sorted; none where it holds none.
std::vector<std::filesystem::path> pictureFiles(const std::string& where);

}  // namespace adversarium
