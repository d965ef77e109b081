// SPDX-License-Identifier: GPL-3.0-or-later
/// Words in JSON, so that a file that is opened again can be read in any language.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/words.h"

namespace adversarium {

/// Adds `key` (the English sentence) and, where it has holes, `key`_template and `key`_args; of "words" simply
/// "template" and "args".
void putWords(nlohmann::ordered_json& object, const std::string& key, const Words& words);

/// What putWords wrote; of files that know the sentence alone, that. Empty where there is neither.
Words wordsIn(const nlohmann::json& object, const std::string& key);
Words wordsIn(const nlohmann::ordered_json& object, const std::string& key);

/// The holes' contents alone: whole numbers as numbers, else objects.
nlohmann::ordered_json argsToJson(const std::vector<Words::Arg>& args);

}  // namespace adversarium
