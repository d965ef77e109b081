// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact_file.h"

#include <algorithm>

#include "core/base/error.h"

namespace adversarium {

namespace fs = std::filesystem;

std::string artefactFileName(const Artefact& artefact) {
  return artefact.id + std::string(artefact.content.kind().ending);
}

std::string artefactCopyName(const Artefact& artefact) {
  const std::string_view ending = artefact.content.kind().copyEnding;
  return ending.empty() ? std::string() : artefact.id + std::string(ending);
}

void requirePlainName(const std::string& id, const std::string& subject) {
  const bool odd = std::any_of(
      id.begin(), id.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
  if (id.empty() || id.front() == '.' || odd) throw InputError(subject, "artefact '" + id + "' is no plain name");
}

void writeArtefact(const Artefact& artefact, const fs::path& folder) {
  artefact.content.kind().write(artefact.content, folder / artefactFileName(artefact));
}

void readArtefact(Artefact& artefact, const fs::path& folder) {
  artefact.content = artefact.content.kind().read(artefact.content, folder / artefactFileName(artefact));
}

}  // namespace adversarium
