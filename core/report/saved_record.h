// SPDX-License-Identifier: GPL-3.0-or-later
/// A record as a folder that a person can look through.
#pragma once

#include <filesystem>

#include "core/provenance/record.h"

namespace adversarium {

/// What saveRecord writes, and a PNG beside every set of images or heat maps; what is for print in its size, one
/// by one; `figure.png` of an attack. Throws InputError where the folder cannot be written.
void saveWithPictures(const Record& record, const std::filesystem::path& folder);

/// Whether the images show step by step how others came about, which are an artefact of their own: a film, and no
/// sheet of pictures.
bool isFilm(const Artefact& artefact);

}  // namespace adversarium
