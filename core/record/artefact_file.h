// SPDX-License-Identifier: GPL-3.0-or-later
/// One artefact, one file.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/file_bytes.h"
#include "core/record/record.h"

namespace adversarium {

/// id.npy, id.csv or id.adv.
std::string artefactFileName(const Artefact& artefact);
/// The second file that a model may have for other tools, id.onnx; empty for other kinds. It is never read back.
std::string artefactCopyName(const Artefact& artefact);
/// Throws InputError for an id that is no plain file name.
void requirePlainName(const std::string& id, const std::string& subject);

/// Throws InputError when the place cannot be written or the disk is full.
void writeArtefact(const Artefact& artefact, const std::filesystem::path& folder);
void readArtefact(Artefact& artefact, const std::filesystem::path& folder);

}  // namespace adversarium
