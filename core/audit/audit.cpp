// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/audit/archive_audit.h"
#include "core/audit/findings.h"
#include "core/audit/model_file.h"
#include "core/audit/onnx_audit.h"
#include "core/audit/safetensors_header.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/base/words_json.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kSeverities{
    translatable("audit", "ok"), translatable("audit", "note"), translatable("audit", "warning"),
    translatable("audit", "damaged"), translatable("audit", "refused")};
constexpr std::array<std::string_view, 3> kVerdicts{
    translatable("audit", "allowed"), translatable("audit", "refused"), translatable("audit", "unreadable")};

void auditSafetensors(const BoundedFile& file, Findings& findings) {
  AuditReport& report = findings.report();
  report.container = "safetensors";
  try {
    const std::string name = file.path().filename().string();
    const std::uint64_t length = safetensorsHeaderLength(file.read(0, kSafetensorsLength), file.size(), name);
    const std::uint64_t dataSize = file.size() - kSafetensorsLength - length;
    const SafetensorsHeader header = parseSafetensorsHeader(file.read(kSafetensorsLength, length), dataSize, name);
    if (header.metadata.contains("adversarium.model")) report.container = "saved model";
    std::uint64_t used = 0;
    for (const SafetensorsEntry& entry : header.entries) used += entry.end - entry.begin;
    findings.ok(
        "safetensors",
        filled(translatable("records", "{} tensors within the file; the format holds nothing that could run"),
               header.entries.size()));
    if (used < dataSize) {
      findings.warn("safetensors-hidden", {},
                    filled(translatable("records", "holds {} bytes that belong to no tensor"), dataSize - used));
    }
  } catch (const InputError& wrong) {
    const std::string words = wrong.what();
    const std::size_t colon = words.find(": ");
    findings.damaged("safetensors", {}, printable(colon == std::string::npos ? words : words.substr(colon + 2)));
  }
}

/// What else people take for a model file, and what to do about it.
void nameOtherFormat(const BoundedFile& file, std::string_view head, Findings& findings) {
  const auto say = [&](const char* words) { findings.damaged("format", {}, words); };
  if (head.starts_with("\x89HDF"))
    return say(translatable("records", "is an HDF5 file (Keras): export the model to ONNX"));
  if (head.size() > 8 && head.substr(4, 4) == "TFL3")
    return say(translatable("records", "is a TensorFlow Lite file: export the model to ONNX"));
  if (head.starts_with("\x1f\x8b")) return say(translatable("records", "is packed with gzip: unpack it first"));
  if (head.starts_with("7z\xbc\xaf") || head.starts_with("Rar!") ||
      head.starts_with("\xfd"
                       "7zXZ") ||
      head.starts_with("BZh")) {
    return say(translatable("records", "is a packed archive: unpack it first"));
  }
  if (head.starts_with("GGUF"))
    return say(translatable("records", "is a GGUF file of a language model, not an image classifier"));
  if (head.starts_with("version https://git-lfs"))
    return say(translatable("records", "is only a Git LFS pointer: fetch the file itself"));
  if (head.starts_with("<!DOCTYPE") || head.starts_with("<html"))
    return say(translatable("records", "is a web page: the download failed"));
  if (head.size() > 262 && head.substr(257, 5) == "ustar") {
    return say(translatable(
        "records",
        "is a tar archive, PyTorch's format of before 2017 perhaps: load it with PyTorch and save its "
        "state_dict() "
        "again"));
  }
  const bool text = std::all_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t';
  });
  if (text) return say(translatable("records", "is a text file, not a model"));
  if (file.path().extension() == ".onnx")
    return say(translatable("records", "is called ONNX, but cannot be read as such"));
  say(translatable("records",
                   "is neither a saved Adversarium model, nor safetensors, nor ONNX, nor a file of PyTorch's"));
}

void examine(const BoundedFile& file, Findings& findings) {
  if (file.size() == 0) return findings.damaged("empty", {}, translatable("records", "is empty"));
  const std::string head = file.read(0, std::min<std::uint64_t>(file.size(), 512));
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return auditArchive(file, findings);
  if (head.size() > 8 && head[8] == '{') return auditSafetensors(file, findings);
  if (looksLikePickle(file, head)) return auditBarePickle(file, findings);
  if (looksLikeOnnx(file)) {
    findings.report().container = "onnx";
    auditOnnx(file, findings);
    if (!findings.failed()) {
      findings.ok("onnx", filled(translatable("records", "{} kinds of operators, none from outside the standard"),
                                 findings.report().operators.size()));
    }
    return;
  }
  // A length that leaves the file, or no more than its beginning: safetensors all the same.
  const fs::path ending = file.path().extension();
  if (ending == ".safetensors" || ending == ".adv") return auditSafetensors(file, findings);
  nameOtherFormat(file, head, findings);
}

}  // namespace

std::string_view wordFor(AuditSeverity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }
std::string_view wordFor(AuditReport::Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

AuditReport::Verdict AuditReport::verdict() const {
  AuditSeverity worst = AuditSeverity::Ok;
  for (const AuditFinding& finding : findings) worst = std::max(worst, finding.severity);
  if (worst == AuditSeverity::Refused) return Verdict::Refused;
  return worst == AuditSeverity::Damaged ? Verdict::Unreadable : Verdict::Allowed;
}

AuditReport auditModelFile(const fs::path& path) { return auditModelFile(BoundedFile(path)); }

AuditReport auditModelFile(const BoundedFile& file) {
  AuditReport report;
  report.file = file.path().string();
  report.bytes = report.unpackedBytes = file.size();
  Findings findings(report);
  Sha256 hash;
  file.stream(0, file.size(), [&](std::string_view piece) { hash.add(piece); });
  report.sha256 = hash.hex();
  try {
    examine(file, findings);
  } catch (const InputError& wrong) {  // the file ended, or changed, under the reader
    const std::string words = wrong.what();
    const std::string own = report.file + ": ";
    findings.damaged("unreadable", {}, words.starts_with(own) ? words.substr(own.size()) : words);
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const auto& a, const auto& b) { return a.severity > b.severity; });
  return report;
}

void requireAllowed(const AuditReport& report, const std::string& subject) {
  const AuditReport::Verdict verdict = report.verdict();
  if (verdict == AuditReport::Verdict::Allowed) return;
  const AuditFinding& gravest = report.findings.front();
  const auto others = std::count_if(report.findings.begin() + 1, report.findings.end(),
                                    [&](const auto& f) { return f.severity == gravest.severity; });
  std::string words = (gravest.place.empty() ? gravest.place : gravest.place + ": ") + gravest.words.english();
  if (others > 0) words += fmt::format(" (and {} more)", others);
  if (verdict == AuditReport::Verdict::Unreadable) throw InputError(subject, words);
  throw Error(Error::Kind::Refused, subject, "refused: " + words);
}

std::string auditJson(const AuditReport& report) {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const AuditFinding& finding : report.findings) {
    findings.push_back({{"severity", wordFor(finding.severity)}, {"id", finding.id}});
    putWords(findings.back(), "words", finding.words);
    findings.back()["place"] = finding.place;
  }
  const nlohmann::ordered_json all{{"schema", "adversarium.audit/1"},        {"file", report.file},
                                   {"container", report.container},          {"bytes", report.bytes},
                                   {"unpacked_bytes", report.unpackedBytes}, {"sha256", report.sha256},
                                   {"verdict", wordFor(report.verdict())},   {"findings", findings},
                                   {"operators", report.operators}};
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string auditWords(const AuditReport& report) {
  std::string text = fmt::format("{}: {}\n  {}, {} bytes", printable(report.file), wordFor(report.verdict()),
                                 report.container, report.bytes);
  if (report.unpackedBytes != report.bytes) text += fmt::format(", unpacked {}", report.unpackedBytes);
  text += fmt::format("\n  SHA-256 {}\n", report.sha256);
  for (const AuditFinding& finding : report.findings) {
    text += fmt::format("  {:<8} {}{}\n", wordFor(finding.severity),
                        finding.place.empty() ? "" : finding.place + ": ", finding.words.english());
  }
  return text;
}

}  // namespace adversarium
