// SPDX-License-Identifier: GPL-3.0-or-later
/// Which functions and classes a pickle may name: an allow-list, and words for the rest; torch-free.
#pragma once

#include <cstdint>
#include <string_view>

namespace adversarium {

/// What the audit thinks of a global that a pickle names.
struct GlobalJudgement {
  enum class Kind {
    Plain,   ///< only builds a value: tensors, containers, types, numbers
    Object,  ///< a class: reading it with Python would run that class's code
    Acting   ///< starts programs, touches files, calls out, runs code
  };
  Kind kind = Kind::Object;
  const char* words = "";  ///< Acting: a sentence about ‘{}’
};
/// `script`: inside a TorchScript archive, where the archive's own classes (`__torch__.…`) are plain.
GlobalJudgement judgeGlobal(std::string_view global, bool script);

}  // namespace adversarium
