// SPDX-License-Identifier: GPL-3.0-or-later
/// Collects what the examiners of the single formats find; torch-free.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/audit/audit.h"

namespace adversarium {

/// A stranger's text made safe to show: control characters and broken UTF-8 escaped, at most 160 bytes.
std::string printable(std::string_view text);

class Findings {
 public:
  explicit Findings(AuditReport& report) : m_report(report) {}

  /// Says the same thing about the same place only once, and no more than 200 things in all.
  void add(AuditSeverity severity, std::string id, std::string place, Words words);
  void ok(std::string id, Words words) { add(AuditSeverity::Ok, std::move(id), {}, std::move(words)); }
  void note(std::string id, std::string place, Words words) {
    add(AuditSeverity::Note, std::move(id), std::move(place), std::move(words));
  }
  void warn(std::string id, std::string place, Words words) {
    add(AuditSeverity::Warning, std::move(id), std::move(place), std::move(words));
  }
  void damaged(std::string id, std::string place, Words words) {
    add(AuditSeverity::Damaged, std::move(id), std::move(place), std::move(words));
  }
  void refuse(std::string id, std::string place, Words words) {
    add(AuditSeverity::Refused, std::move(id), std::move(place), std::move(words));
  }
  void countOperator(const std::string& name);
  bool failed() const { return m_report.verdict() != AuditReport::Verdict::Allowed; }
  AuditReport& report() { return m_report; }

 private:
  AuditReport& m_report;
  std::set<std::string> m_said;
};

}  // namespace adversarium
