// SPDX-License-Identifier: GPL-3.0-or-later
// The layout is caffe2/serialize/inline_container.h's: NAME/data.pkl, NAME/data/N, NAME/code/…,
// NAME/constants.pkl.
#include "core/audit/archive_audit.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/audit/pickle.h"
#include "core/audit/pickle_globals.h"
#include "core/audit/script_audit.h"
#include "core/audit/zip_archive.h"
#include "core/base/error.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// The words after the name of the file that an error begins with.
std::string reasonOf(const Error& wrong, const std::string& subject) {
  const std::string words = wrong.what();
  return words.starts_with(subject + ": ") ? words.substr(subject.size() + 2) : words;
}

void judgeGlobals(const Pickle& pickle, const std::string& place, bool script, Findings& findings) {
  using Kind = GlobalJudgement::Kind;
  std::string first;
  std::size_t objects = 0;
  for (const std::string& global : pickle.globals) {
    const GlobalJudgement judged = judgeGlobal(global, script);
    if (judged.kind == Kind::Acting) {
      findings.refuse("pickle-global", place, fmt::format(fmt::runtime(judged.words), printable(global)));
    } else if (judged.kind == Kind::Object && objects++ == 0) {
      first = printable(global);
    }
  }
  if (objects == 0) return;
  findings.refuse(
      "pickle-object", place,
      objects == 1 ? filled(translatable("records",
                                         "holds a Python object of the class ‘{}’, whose reading would run its "
                                         "code: save model.state_dict() alone, or export the model to ONNX"),
                            first)
                   : filled(translatable("records",
                                         "holds Python objects of {} classes, ‘{}’ for one, whose reading would "
                                         "run their code: save model.state_dict() alone, or export the model to "
                                         "ONNX"),
                            objects, first));
}

/// One pickle; what was wrong becomes a finding. Returns its length, 0 where it could not be read to its end.
std::size_t auditPickle(std::string_view bytes, const std::string& place, bool script, Findings& findings,
                        Pickle& pickle) {
  const std::string subject = printable(place);
  std::size_t length = 0;
  try {
    readPickle(bytes, subject, pickle);
    length = pickle.length;
  } catch (const Error& wrong) {
    if (wrong.kind() == Error::Kind::Refused) {
      findings.refuse("pickle-opcode", subject, reasonOf(wrong, subject));
    } else {
      findings.damaged("pickle", subject, reasonOf(wrong, subject));
    }
  }
  judgeGlobals(pickle, subject, script, findings);
  return length;
}

class ArchiveAudit {
 public:
  ArchiveAudit(const BoundedFile& file, Findings& findings)
      : m_file(file), m_findings(findings), m_zip(file, findings) {}

  void run() {
    AuditReport& report = m_findings.report();
    report.container = "zip";
    for (const ZipEntry& entry : m_zip.entries()) {
      const std::string path = lowered(withoutArchiveName(entry.name));
      m_script = m_script || path.starts_with("code/") || path == "constants.pkl" || path == "model.json";
    }
    if (m_script) {
      report.container = "torchscript";
    } else if (m_zip.find("data.pkl")) {
      report.container = "checkpoint";
    }
    if (m_findings.failed() && m_zip.entries().empty()) return;
    for (const ZipEntry& entry : m_zip.entries()) examine(entry);
    ScriptAudit script(m_findings);
    for (const auto& [place, text] : m_texts) {
      try {
        script.add(place, text);
      } catch (const InputError& wrong) {
        m_findings.damaged("script", place, reasonOf(wrong, place));
      }
    }
    script.judge();
    checkVersion();
    if (report.container == "zip") nameArchive();
    if (m_findings.failed()) return;
    m_findings.ok(
        "zip", filled(translatable("records",
                                   "{} entries, {} bytes unpacked; none overlaps, leads out or unpacks absurdly"),
                      m_zip.entries().size(), report.unpackedBytes));
    m_findings.ok(
        "pickle",
        translatable("records", "its pickles only name tensors, containers and the archive's own classes"));
    if (!m_script) return;
    m_findings.ok("script",
                  filled(translatable("records", "its program text uses {} operators, all known to compute only"),
                         report.operators.size()));
    if (script.restoresItself()) {
      m_findings.note("script-setstate", {},
                      translatable("records", "runs program text of its own while it is loaded (__setstate__)"));
    }
  }

 private:
  void examine(const ZipEntry& entry) {
    const std::string place = printable(entry.name);
    const std::string path = lowered(withoutArchiveName(entry.name));
    const bool pickle = path.ends_with(".pkl") || path.ends_with(".debug_pkl");
    const bool text = !pickle && (path.ends_with(".py") || path.starts_with("code/"));
    if (path == "model.json") {
      m_findings.damaged(
          "script-old", place,
          translatable("records",
                       "is TorchScript's format of before 2019: load it with PyTorch 1.x and save it again"));
    }
    if (!pickle && !text) {
      if (!m_findings.failed() && !m_zip.intact(entry)) {
        m_findings.damaged("zip-checksum", place, translatable("records", "is damaged: its checksum is wrong"));
      }
      return;
    }
    m_textBytes += entry.unpacked;
    if (entry.unpacked > kMostPickle || m_textBytes > 4 * kMostPickle) {
      m_findings.refuse(
          "too-large", place,
          filled(translatable("records", "has {} bytes, more than any model's pickle or program text needs"),
                 entry.unpacked));
      return;
    }
    std::string content;
    try {
      content = m_zip.content(entry, kMostPickle);
    } catch (const InputError&) {
      m_findings.damaged("zip-checksum", place,
                         translatable("records", "is damaged: it does not unpack to what its directory says"));
      return;
    }
    if (text) {
      m_texts.emplace_back(place, std::move(content));
      return;
    }
    Pickle read;
    (void)auditPickle(content, entry.name, m_script, m_findings, read);
    if (path == "bytecode.pkl" || path == "mobile_debug_handles.pkl") auditBytecode(read, place);
  }

  /// LibTorch's interpreter for phones reads operators from here instead of from the program text.
  void auditBytecode(const Pickle& pickle, const std::string& place) {
    for (const PickleValue& value : pickle.values) {
      if (value.kind != PickleValue::Kind::Text) continue;
      const std::size_t colons = value.text.find("::");
      if (colons == std::string::npos || value.text.find(' ') != std::string::npos) continue;
      ScriptAudit::judgeNamed(m_findings, place, value.text.substr(0, colons), value.text.substr(colons + 2));
    }
  }

  void checkVersion() {
    const auto content = [&](std::string_view name) {
      const ZipEntry* entry = m_zip.find(name);
      try {
        return entry ? m_zip.content(*entry, 64) : std::string();
      } catch (const InputError&) {
        return std::string();
      }
    };
    if (content("byteorder") == "big") {
      m_findings.damaged(
          "byte-order", {},
          translatable("records",
                       "was written on a big-endian machine: save it again on another, or export to ONNX"));
    }
    std::string version = content("version") + content(".data/version");
    while (!version.empty() && (version.back() == '\n' || version.back() == ' ')) version.pop_back();
    if (!version.empty() && version.size() < 4)
      m_findings.note("version", {},
                      filled(translatable("records", "is of PyTorch's file format {}"), printable(version)));
  }

  /// A zip that holds no model of PyTorch's.
  void nameArchive() {
    const auto has = [&](std::string_view ending) {
      return std::any_of(m_zip.entries().begin(), m_zip.entries().end(),
                         [&](const ZipEntry& e) { return e.name.ends_with(ending); });
    };
    const char* words = translatable("records", "is a zip archive without a model of PyTorch's in it");
    if (has("model.weights.h5")) words = translatable("records", "is a Keras file: export the model to ONNX");
    if (has("serialized_exported_program.json") || has("models/model.json")) {
      words = translatable("records",
                           "is a program of torch.export, which LibTorch cannot read: export the model to ONNX");
    }
    if (has(".npy")) words = translatable("records", "is an archive of NumPy arrays, not a model");
    if (has(".onnx"))
      words = translatable("records", "is a zip archive with an ONNX model in it: unpack it first");
    m_findings.damaged("format", {}, words);
  }

  const BoundedFile& m_file;
  Findings& m_findings;
  ZipArchive m_zip;
  bool m_script = false;
  std::uint64_t m_textBytes = 0;
  std::vector<std::pair<std::string, std::string>> m_texts;  // place, program text
};

}  // namespace

void auditArchive(const BoundedFile& file, Findings& findings) { ArchiveAudit(file, findings).run(); }

bool looksLikePickle(const BoundedFile& file, std::string_view head) {
  if (head.size() >= 2 && head[0] == '\x80' && head[1] >= 0 && head[1] <= 5) return true;
  // Protocols 0 and 1 have no mark at their start: a pickle is what can be read as one and does something.
  if (file.size() > kMostPickle || !std::string_view("(]})cNIJKLMFSUVXp").find(head[0])) return false;
  Pickle pickle;
  const std::string subject;
  try {
    readPickle(file.read(0, file.size()), subject, pickle);
  } catch (const Error&) {
    return std::any_of(pickle.globals.begin(), pickle.globals.end(), [](const std::string& global) {
      return judgeGlobal(global, false).kind == GlobalJudgement::Kind::Acting;
    });
  }
  return !pickle.globals.empty();
}

void auditBarePickle(const BoundedFile& file, Findings& findings) {
  findings.report().container = "pickle";
  const std::string bytes = file.read(0, std::min(file.size(), kMostPickle));
  std::string_view rest = bytes;
  Pickle first;
  const std::size_t length = auditPickle(rest, "pickle", false, findings, first);
  if (length == 0) return;
  if (first.top().text != kLegacyMagic) {
    if (!findings.failed()) {
      findings.damaged("format", {},
                       translatable("records",
                                    "is a bare pickle, not a file of PyTorch's: save model.state_dict() with "
                                    "torch.save, or export the model to ONNX"));
    }
    return;
  }
  findings.report().container = "legacy checkpoint";
  rest.remove_prefix(length);
  // The protocol's version, facts of the machine, the object itself, the storages' keys.
  for (const char* place : {"version", "system", "object", "storage keys"}) {
    Pickle pickle;
    const std::size_t next = auditPickle(rest, place, false, findings, pickle);
    if (next == 0) return;
    rest.remove_prefix(next);
  }
  if (!findings.failed())
    findings.ok("pickle", translatable("records", "its pickles only name tensors and containers"));
}

}  // namespace adversarium
