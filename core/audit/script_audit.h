// SPDX-License-Identifier: GPL-3.0-or-later
/// Looks through TorchScript program text for what it would do; torch-free.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit/findings.h"

namespace adversarium {

struct ScriptToken {
  enum class Kind { Name, Text, Number, Sign, End };
  Kind kind = Kind::End;
  std::string_view text;  ///< of a Text: with its quotes
};

/// As LibTorch's own lexer divides it, so that a text cannot hide code from one and not the other. Throws
/// InputError(`subject`, …) where a text has no end.
std::vector<ScriptToken> scriptTokens(std::string_view source, const std::string& subject);

/// All program texts of one archive: names that one defines, another may use.
class ScriptAudit {
 public:
  explicit ScriptAudit(Findings& findings) : m_findings(findings) {}
  /// The text must live until `judge`.
  void add(const std::string& place, std::string_view source);
  /// Judges every operator in every text added.
  void judge();
  /// An operator that something else than program text names.
  static void judgeNamed(Findings& findings, const std::string& place, std::string_view space,
                         std::string_view name);
  bool restoresItself() const { return m_defined.contains("__setstate__"); }

 private:
  struct Source {
    std::string place;
    std::vector<ScriptToken> tokens;
  };
  void declare(const std::vector<ScriptToken>& tokens);
  void judge(const Source& source);
  std::size_t judgeName(const Source& source, std::size_t at);
  void judgePath(const Source& source, const std::vector<std::string_view>& path, bool called);
  void judgeAttribute(const Source& source, std::string_view name, bool called);
  void judgeGetattr(const Source& source, std::size_t at);
  void report(const Source& source, std::string_view space, std::string_view name);

  Findings& m_findings;
  std::vector<Source> m_sources;
  std::set<std::string, std::less<>> m_defined;   // functions and classes
  std::set<std::string, std::less<>> m_declared;  // attributes and arguments
};

}  // namespace adversarium
