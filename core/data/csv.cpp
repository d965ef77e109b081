// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv.h"

#include <charconv>
#include <utility>

namespace adversarium {

std::vector<std::vector<CsvCell>> parsedCsv(const std::string& text) {
  std::vector<std::vector<CsvCell>> rows;
  std::vector<CsvCell> row;
  CsvCell cell;
  bool inQuotes = false;
  const auto endCell = [&] { row.push_back(std::exchange(cell, {})); };
  const auto endRow = [&] {
    const bool nothing = row.empty() && cell.text.empty() && !cell.quoted;
    if (nothing) return;
    endCell();
    rows.push_back(std::exchange(row, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (inQuotes) {
      if (c != '"') {
        cell.text += c;
      } else if (next == '"') {
        cell.text += text[++i];
      } else {
        inQuotes = false;
      }
    } else if (c == '"') {
      inQuotes = cell.quoted = true;
    } else if (c == ',') {
      endCell();
    } else if (c == '\n') {
      endRow();
    } else if (c != '\r' || next != '\n') {
      cell.text += c;
    }
  }
  endRow();
  return rows;
}

std::string csvCell(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of(",\"\n\r") == std::string::npos && !numberIn(text);
  if (plain) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

std::optional<double> numberIn(const std::string& text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace adversarium
