// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/findings.h"

#include <fmt/format.h>

namespace adversarium {
namespace {

/// Bytes of the well-formed UTF-8 character at the start, or 0.
std::size_t utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  if (length == 3 && ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f))) return 0;
  if (length == 4 && ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f))) return 0;
  return length;
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::size_t kMost = 160;
  std::string result;
  while (!text.empty()) {
    if (result.size() >= kMost) return result + "…";
    std::size_t length = utf8Length(text);
    const auto first = static_cast<unsigned char>(text[0]);
    // C1 controls and the directional marks can rewrite a terminal's line.
    const bool control = first < 0x20 || first == 0x7f ||
                         (length == 2 && first == 0xc2 && (text[1] & 0xff) < 0xa0) || text.starts_with("\u202e") ||
                         text.starts_with("\u202d") || text.starts_with("\u2066") || text.starts_with("\u2067") ||
                         text.starts_with("\u2028");
    if (length == 0 || control) {
      length = 1;
      result += fmt::format("\\x{:02x}", first);
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result;
}

void Findings::add(AuditSeverity severity, std::string id, std::string place, Words words) {
  constexpr std::size_t kMost = 200;
  if (m_report.findings.size() >= kMost && severity < AuditSeverity::Damaged) return;
  if (m_report.findings.size() >= 2 * kMost) return;
  if (!m_said.insert(id + '\n' + place + '\n' + words.english()).second) return;
  m_report.findings.push_back({severity, std::move(id), std::move(words), std::move(place)});
}

void Findings::countOperator(const std::string& name) {
  if (m_report.operators.size() < 5000 || m_report.operators.contains(name)) ++m_report.operators[name];
}

}  // namespace adversarium
