// SPDX-License-Identifier: GPL-3.0-or-later
// The language is TorchScript's serialised form (torch/csrc/jit/serialization/python_print.cpp): operators are
// `torch.NAME`, `ops.SPACE.NAME`, or a method of any value, since LibTorch tries an unknown method as
// `aten::NAME`.
#include "core/audit/script_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/audit/script_operators.h"
#include "core/base/error.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

using Token = ScriptToken;
using Judged = OperatorJudgement::Kind;

bool nameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool namePart(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

char charAt(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

/// Characters of the quoted text at the start, quotes included; 0 where it does not end.
std::size_t quotedLength(std::string_view text) {
  const char quote = text[0];
  const std::string three(3, quote);
  const std::size_t marks = text.starts_with(three) ? 3 : 1;
  std::size_t end = marks;
  while (end < text.size() && text.substr(end, marks) != std::string_view(three).substr(0, marks)) {
    if (text[end] == '\n' && marks != 3) return 0;
    end += text[end] == '\\' ? 2 : 1;
  }
  return end + marks <= text.size() ? end + marks : 0;
}

std::string_view unquoted(std::string_view text) {
  const std::size_t marks = text.size() >= 6 && text[1] == text[0] && text[2] == text[0] ? 3 : 1;
  return text.substr(marks, text.size() - 2 * marks);
}

constexpr std::string_view kKeywords[] = {"if",   "else", "elif",  "while",  "for",    "in",    "return",
                                          "and",  "or",   "not",   "assert", "raise",  "with",  "as",
                                          "pass", "def",  "is",    "del",    "lambda", "print", "class",
                                          "None", "True", "False", "global", "import", "break", "continue"};
bool isKeyword(std::string_view word) {
  return word != "print" && std::find(std::begin(kKeywords), std::end(kKeywords), word) != std::end(kKeywords);
}

const Token kEnd{};

}  // namespace

std::vector<ScriptToken> scriptTokens(std::string_view source, const std::string& subject) {
  constexpr int kDeepest = 200;  // LibTorch's own parser calls itself for every level
  int depth = 0;
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < source.size();) {
    const char c = source[at];
    std::size_t length = 1;
    Token::Kind kind = Token::Kind::Sign;
    if (std::isspace(static_cast<unsigned char>(c)) || c == '\\') {
      ++at;
      continue;
    }
    if (c == '#') {
      at = std::min(source.find('\n', at), source.size());
      continue;
    }
    if (nameStart(c)) {
      kind = Token::Kind::Name;
      while (at + length < source.size() && namePart(source[at + length])) ++length;
    } else if (std::isdigit(static_cast<unsigned char>(c))) {
      kind = Token::Kind::Number;
      // As few characters as a number can have: whatever stands after it is looked at, too (1.0.save is the method
      // of a number).
      const auto digits = [&] {
        while (at + length < source.size() && std::isdigit(static_cast<unsigned char>(source[at + length])))
          ++length;
      };
      digits();
      if (source.substr(at + length).starts_with('.') && !nameStart(charAt(source, at + length + 1))) {
        ++length;
        digits();
      }
      const std::size_t sign =
          charAt(source, at + length + 1) == '-' || charAt(source, at + length + 1) == '+' ? 2 : 1;
      if ((charAt(source, at + length) | 0x20) == 'e' &&
          std::isdigit(static_cast<unsigned char>(charAt(source, at + length + sign)))) {
        length += sign;
        digits();
      }
    } else if (c == '"' || c == '\'') {
      kind = Token::Kind::Text;
      length = quotedLength(source.substr(at));
      if (length == 0)
        throw InputError(subject, fmt::format("its program text has a quotation without end at byte {}", at));
    }
    depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    if (depth > kDeepest) throw InputError(subject, "its program text has more than 200 brackets in each other");
    tokens.push_back({kind, source.substr(at, length)});
    at += length;
  }
  return tokens;
}

void ScriptAudit::add(const std::string& place, std::string_view source) {
  m_sources.push_back({place, scriptTokens(source, place)});
  declare(m_sources.back().tokens);
}

void ScriptAudit::declare(const std::vector<Token>& tokens) {
  const auto sign = [&](std::size_t i, std::string_view text) {
    return i < tokens.size() && tokens[i].text == text;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::Name) continue;
    if ((tokens[i].text == "def" || tokens[i].text == "class") && i + 1 < tokens.size()) {
      m_defined.emplace(tokens[i + 1].text);
    }
    if (sign(i + 1, ":") && !isKeyword(tokens[i].text)) m_declared.emplace(tokens[i].text);
    // __parameters__ = ["weight", ], __annotations__["0"] = …
    if (tokens[i].text == "__parameters__" || tokens[i].text == "__buffers__" ||
        tokens[i].text == "__annotations__") {
      for (std::size_t j = i + 1; j < tokens.size() && tokens[j].text != "]"; ++j) {
        if (tokens[j].kind == Token::Kind::Text) m_declared.emplace(unquoted(tokens[j].text));
      }
    }
    // A constant or an enumeration's value: NAME = …
    if (sign(i + 1, "=") && !sign(i + 2, "=")) m_declared.emplace(tokens[i].text);
  }
}

void ScriptAudit::judge() {
  for (const Source& source : m_sources) judge(source);
}

void ScriptAudit::judge(const Source& source) {
  const auto& tokens = source.tokens;
  for (std::size_t i = 0; i < tokens.size();) {
    if (tokens[i].kind == Token::Kind::Name) {
      i = judgeName(source, i);
    } else if (tokens[i].text == "." && i + 1 < tokens.size() && tokens[i + 1].kind == Token::Kind::Name) {
      const bool called = i + 2 < tokens.size() && tokens[i + 2].text == "(";
      judgeAttribute(source, tokens[i + 1].text, called);
      i += 2;
    } else {
      ++i;
    }
  }
}

/// Judges the dotted path that begins at `at`; returns the place after it.
std::size_t ScriptAudit::judgeName(const Source& source, std::size_t at) {
  const auto& tokens = source.tokens;
  const auto token = [&](std::size_t i) -> const Token& { return i < tokens.size() ? tokens[i] : kEnd; };
  if (isKeyword(token(at).text)) {
    if (token(at).text == "import" || token(at).text == "lambda") {
      m_findings.refuse("script-language", source.place,
                        translatable("records", "its program text is Python's, not TorchScript's"));
    }
    // The name after def or class is a declaration, no use.
    const bool declares = token(at).text == "def" || token(at).text == "class";
    return at + (declares ? 2 : 1);
  }
  std::vector<std::string_view> path{token(at).text};
  std::size_t next = at + 1;
  while (token(next).text == "." && token(next + 1).kind == Token::Kind::Name) {
    path.push_back(token(next + 1).text);
    next += 2;
  }
  const std::string_view after = token(next).text;
  const bool called = after == "(";
  if (path.size() == 1) {
    const std::string_view name = path[0];
    if (name == "getattr" && called) {
      judgeGetattr(source, next + 1);
    } else if ((name == "torch" || name == "ops") && after != ":" && after != "=") {
      m_findings.refuse("script-hidden", source.place,
                        filled(translatable("records", "uses ‘{}’ as a value, which hides what it calls"), name));
    } else if (called) {
      const OperatorJudgement builtin = judgeBuiltin(name);
      if (builtin.kind == Judged::Acts) {
        m_findings.refuse("script-operator", source.place, fmt::format(fmt::runtime(builtin.words), name));
      } else if (builtin.kind == Judged::Odd) {
        m_findings.warn("script-operator", source.place, fmt::format(fmt::runtime(builtin.words), name));
      } else if (builtin.kind == Judged::Unknown && !m_defined.contains(name) && !m_declared.contains(name)) {
        m_findings.warn("script-call", source.place,
                        filled(translatable("records", "calls ‘{}’, which it does not define"), printable(name)));
      }
    }
    return next;
  }
  judgePath(source, path, called);
  return next;
}

void ScriptAudit::judgePath(const Source& source, const std::vector<std::string_view>& path, bool called) {
  const std::string_view first = path[0], last = path.back();
  if (first == "torch") {
    report(source, "aten", last);
    // torch.autograd.grad is aten::grad; any other path of several words is nothing that LibTorch writes.
    for (std::size_t i = 1; i + 1 < path.size(); ++i) judgeAttribute(source, path[i], false);
    return;
  }
  if (first == "ops") {
    if (path.size() < 3) {
      m_findings.refuse("script-hidden", source.place,
                        filled(translatable("records", "uses ‘{}’ as a value, which hides what it calls"), first));
      return;
    }
    report(source, path[1], path[2]);
    for (std::size_t i = 3; i < path.size(); ++i) judgeAttribute(source, path[i], called);
    return;
  }
  if (first == "__torch__") {
    if (path.size() > 3 && path[1] == "torch" && path[2] == "classes") {
      const OperatorJudgement judged = judgeNativeClass(path[3]);
      if (judged.kind != Judged::Computes) {
        const std::string name = fmt::format("{}", fmt::join(path.begin() + 3, path.end(), "."));
        m_findings.refuse("script-class", source.place, fmt::format(fmt::runtime(judged.words), printable(name)));
      }
      return;
    }
    if (!m_defined.contains(last)) judgeAttribute(source, last, called);
    if (const auto judged = judgeOperator("aten", last); judged.kind == Judged::Acts) report(source, "aten", last);
    return;
  }
  // CONSTANTS.c0 is a tensor of the archive's constants.pkl.
  const std::size_t own = first == "CONSTANTS" ? 2 : 1;
  for (std::size_t i = own; i < path.size(); ++i) judgeAttribute(source, path[i], called && i + 1 == path.size());
}

/// `.name` of some value: its own attribute or method, or else the operator of that name.
void ScriptAudit::judgeAttribute(const Source& source, std::string_view name, bool called) {
  const OperatorJudgement judged = judgeOperator("aten", name);
  if (judged.kind == Judged::Acts) {
    // What the file defines under that name may be meant, but so may the operator.
    if (called || !m_declared.contains(name)) report(source, "aten", name);
    return;
  }
  if (judged.kind == Judged::Computes && *judged.words != '\0') return report(source, "aten", name);
  if (judged.kind != Judged::Unknown || m_defined.contains(name)) return;
  if (judgeOperator("prim", name).kind == Judged::Computes) return;
  if (called) {
    report(source, "aten", name);
  } else if (!m_declared.contains(name)) {
    m_findings.warn("script-attribute", source.place,
                    filled(translatable("records", "reads ‘{}’, which it does not declare"), printable(name)));
  }
}

/// getattr(value, "name") is value.name for names that the language cannot spell.
void ScriptAudit::judgeGetattr(const Source& source, std::size_t at) {
  const auto& tokens = source.tokens;
  int depth = 1;
  std::size_t last = at;
  for (; at < tokens.size() && depth > 0; ++at) {
    if (tokens[at].text == "(") ++depth;
    if (tokens[at].text == ")") --depth;
    if (depth > 0 && tokens[at].text != ",") last = at;
  }
  if (last >= tokens.size() || tokens[last].kind != Token::Kind::Text) {
    m_findings.refuse("script-hidden", source.place,
                      translatable("records", "asks for an attribute that it does not name"));
    return;
  }
  judgeAttribute(source, unquoted(tokens[last].text), at < tokens.size() && tokens[at].text == "(");
}

void ScriptAudit::report(const Source& source, std::string_view space, std::string_view name) {
  const OperatorJudgement judged = judgeOperator(space, name);
  if (judged.kind == Judged::Computes && *judged.words != '\0' && restoresItself()) {
    m_findings.refuse("script-operator", source.place,
                      fmt::format(fmt::runtime(judged.words), printable(fmt::format("{}::{}", space, name))));
  }
  judgeNamed(m_findings, source.place, space, name);
}

void ScriptAudit::judgeNamed(Findings& findings, const std::string& place, std::string_view space,
                             std::string_view name) {
  const std::string full = printable(std::string(space) + "::" + std::string(name));
  const OperatorJudgement judged = judgeOperator(space, name);
  findings.countOperator(full);
  if (judged.kind == Judged::Computes) return;
  findings.add(judged.kind == Judged::Odd ? AuditSeverity::Warning : AuditSeverity::Refused, "script-operator",
               place, fmt::format(fmt::runtime(judged.words), full));
}

}  // namespace adversarium
