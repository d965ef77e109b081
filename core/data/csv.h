// SPDX-License-Identifier: GPL-3.0-or-later
/// Comma-separated text as RFC 4180 has it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace adversarium {

struct CsvCell {
  std::string text;
  bool quoted = false;  ///< text even if it reads like a number
};

/// Rows of cells, quotes undone, empty lines left out. Takes lines ended in either way.
std::vector<std::vector<CsvCell>> parsedCsv(const std::string& text);

/// The text as a cell: in quotes where it would otherwise be misread, as a number too.
std::string csvCell(const std::string& text);

/// The number that the whole text is, in the C locale.
std::optional<double> numberIn(const std::string& text);

}  // namespace adversarium
