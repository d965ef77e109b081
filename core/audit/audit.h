// SPDX-License-Identifier: GPL-3.0-or-later
/// Examines a model file from a stranger before anything in it runs: what it is, what it would do, whether it is
/// let in. Nothing is executed, unpickled or handed to LibTorch; every read is bounded. Torch-free.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/words.h"

namespace adversarium {

class BoundedFile;

enum class AuditSeverity {
  Ok,       ///< looked at and found right
  Note,     ///< worth knowing
  Warning,  ///< odd, but it cannot do harm here
  Damaged,  ///< the file cannot be read: no model, cut short, contradicting itself
  Refused,  ///< it would act, or is built to hurt its reader
};
/// "ok", "note", "warning", "damaged", "refused".
std::string_view wordFor(AuditSeverity severity);

struct AuditFinding {
  AuditSeverity severity = AuditSeverity::Ok;
  std::string id;     ///< kebab-case, for scripts: "pickle-global", "zip-bomb"
  Words words;        ///< one sentence
  std::string place;  ///< where in the file: an entry, a node; may be empty
};

struct AuditReport {
  std::string file;
  /// "saved model", "safetensors", "torchscript", "checkpoint", "legacy checkpoint", "pickle", "onnx", "zip",
  /// "unknown".
  std::string container = "unknown";
  std::uint64_t bytes = 0;
  std::uint64_t unpackedBytes = 0;  ///< of all entries of a zip; else as `bytes`
  std::string sha256;
  std::map<std::string, std::int64_t> operators;  ///< "aten::relu" → in how many places the file uses it
  std::vector<AuditFinding> findings;             ///< the gravest first

  enum class Verdict { Allowed, Refused, Unreadable };
  Verdict verdict() const;
};
/// "allowed", "refused", "unreadable".
std::string_view wordFor(AuditReport::Verdict verdict);

/// Throws InputError where there is no file to examine (missing, a folder, unreadable); whatever is wrong with its
/// content is a finding.
AuditReport auditModelFile(const std::filesystem::path& file);
/// The same of an open file, for whoever loads it afterwards.
AuditReport auditModelFile(const BoundedFile& file);

/// Throws what opening such a file must throw: Error(Refused) or InputError with the gravest finding's words.
void requireAllowed(const AuditReport& report, const std::string& subject);

/// {"schema": "adversarium.audit/1", "file", "container", "bytes", "unpacked_bytes", "sha256", "verdict",
/// "findings": [{"severity", "id", "words", "place"}], "operators": {name: count}}
std::string auditJson(const AuditReport& report);
/// The same for a person, a line a finding.
std::string auditWords(const AuditReport& report);

}  // namespace adversarium
