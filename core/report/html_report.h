// SPDX-License-Identifier: GPL-3.0-or-later
/// Records as one self-contained HTML page (pictures inside as data URLs) that a browser opens anywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/words.h"
#include "core/record/record.h"

namespace adversarium {

/// What a person adds to a report, and the language that it speaks.
struct ReportWords {
  std::string title;    ///< empty: "Robustness report"
  std::string remarks;  ///< a person's own, below the title; may be empty
  std::string language = "en";
  Language speech{};  ///< the same, with its texts
};

/// A summary of all, then for each record: verdict, caveats, measures with intervals, curves drawn as inline SVG,
/// image sheets and heat maps, the lineage of a model that was made, provenance with hashes. Escapes everything
/// that comes from outside. The last line is a seal (delivery.h).
std::string htmlReport(const std::vector<Record>& records, const ReportWords& words = {});

}  // namespace adversarium
