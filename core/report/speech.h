// SPDX-License-Identifier: GPL-3.0-or-later
/// The texts and numbers of a page in its language, escaped: nothing that comes from outside becomes markup.
#pragma once

#include <string>
#include <string_view>

#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/report/html_report.h"

namespace adversarium {

std::string escaped(std::string_view text);

class Speech {
 public:
  explicit Speech(const ReportWords& words) : m_words(words) {}

  /// A text of the page itself.
  std::string operator()(std::string_view english) const { return said("report", english); }
  std::string record(const Words& words) const;
  std::string method(std::string_view english) const { return said("methods", english); }
  std::string title(const std::string& id, const Measure& measure) const;
  /// With the language's decimal point.
  std::string number(std::string text) const;
  std::string percent(double share) const;
  std::string value(const Measure& measure) const;
  /// Empty where there is none.
  std::string interval(const Measure& measure) const;
  const ReportWords& words() const { return m_words; }

 private:
  std::string said(const char* context, std::string_view english) const;

  const ReportWords& m_words;
};

}  // namespace adversarium
