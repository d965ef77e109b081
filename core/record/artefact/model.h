// SPDX-License-Identifier: GPL-3.0-or-later
/// A model that a run made.
#pragma once

#include <string>

#include "core/base/words.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// A trained or changed model: the bytes of a model.adv file.
struct ModelFile {
  std::string bytes;
  Words words;  ///< architecture and lineage in one line
};
template <>
const ArtefactKind& kindOf<ModelFile>();

/// Tells how a saved model's bytes become the second file; `subject` names them in errors. Without it, or where it
/// throws an Error, a model is one file.
using OnnxOfModel = std::string (*)(const std::string& bytes, const std::string& subject);
void writeModelCopiesWith(OnnxOfModel onnxOfModel);

}  // namespace adversarium
