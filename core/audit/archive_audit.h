// SPDX-License-Identifier: GPL-3.0-or-later
/// Examines PyTorch's files: zip archives of TorchScript or a checkpoint, and bare pickles; torch-free.
#pragma once

#include <string_view>

#include "core/audit/findings.h"
#include "core/audit/model_file.h"

namespace adversarium {

/// PyTorch's first number in files of before version 1.6, as the pickle reader spells it.
constexpr std::string_view kLegacyMagic = "0x1950a86a20f9469cfc6c";
/// The largest pickle and program text that is read.
constexpr std::uint64_t kMostPickle = std::uint64_t{64} << 20;

void auditArchive(const BoundedFile& file, Findings& findings);

bool looksLikePickle(const BoundedFile& file, std::string_view head);
void auditBarePickle(const BoundedFile& file, Findings& findings);

}  // namespace adversarium
