// SPDX-License-Identifier: GPL-3.0-or-later
/// Which TorchScript operators may run: those known to compute only. Torch-free.
#pragma once

#include <string>
#include <string_view>

namespace adversarium {

struct OperatorJudgement {
  enum class Kind {
    Computes,  ///< on the list
    Odd,       ///< harmless here, but worth a warning
    Acts,      ///< files, network, other code, the program's own state
    Unknown    ///< on no list: not let in either
  };
  Kind kind = Kind::Unknown;
  /// A sentence about ‘{}’; empty where it computes, but for what computes only behind a guard: that stands before
  /// a loaded program, not before one that runs while it is loaded.
  const char* words = "";
};

/// `space` and `name` as in "aten::relu"; a trailing underscore (in place) makes no difference.
OperatorJudgement judgeOperator(std::string_view space, std::string_view name);

/// A class that C++ code brings (`__torch__.torch.classes.SPACE.…`).
OperatorJudgement judgeNativeClass(std::string_view space);

/// A function that the script language itself has (`len`, `range`, `print`, …).
OperatorJudgement judgeBuiltin(std::string_view name);

}  // namespace adversarium
