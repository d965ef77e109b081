// SPDX-License-Identifier: GPL-3.0-or-later
/// One artefact, one file: how each kind is written and read back.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/file_bytes.h"
#include "core/record/record.h"

namespace adversarium {

/// "images", "labels", "curve", "table", "model", "heatmap".
std::string artefactKind(const Artefact& artefact);
/// id.npy, id.csv or id.adv.
std::string artefactFileName(const Artefact& artefact);
/// The second file that a model may have for other tools, id.onnx; empty for other kinds. It is never read back.
std::string artefactCopyName(const Artefact& artefact);
/// Throws InputError for an unknown kind or an id that is no plain file name.
Artefact emptyArtefact(const std::string& id, const Words& title, const std::string& kind,
                       const std::string& subject);

/// Tells how a saved model's bytes become the second file; `subject` names them in errors. Without it, or where it
/// throws an Error, a model is one file.
using OnnxOfModel = std::string (*)(const std::string& bytes, const std::string& subject);
void writeModelCopiesWith(OnnxOfModel onnxOfModel);

/// Throws InputError when the place cannot be written or the disk is full.
void writeArtefact(const Artefact& artefact, const std::filesystem::path& folder);
void readArtefact(Artefact& artefact, const std::filesystem::path& folder);

/// Comma-separated text, C locale, RFC 4180 quoting; also what "copy as CSV" gives.
std::string csvOf(const Table& table);
std::string csvOf(const Curve& curve);

}  // namespace adversarium
