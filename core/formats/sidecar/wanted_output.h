// SPDX-License-Identifier: GPL-3.0-or-later
/// Which of a model file's outputs holds the class scores, where the file beside it says so; torch-free.
#pragma once

#include <filesystem>
#include <string>

namespace adversarium {

/// What "output" in FILE.json says: the name of an output (of a tuple: its place from 0 on), or one of the words
/// "logits" and "probabilities", which say what the scores are. Empty where it says nothing. Throws InputError for
/// a damaged file.
std::string wantedOutput(const std::filesystem::path& model);

/// These two words name an output only where there is one of that name.
inline bool isKindOfScores(const std::string& output) { return output == "logits" || output == "probabilities"; }

}  // namespace adversarium
