// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/triggers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/file_bytes.h"
#include "core/data/csv.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

/// The cell of that column, as a number; NaN where there is none.
class Row {
 public:
  Row(const std::vector<CsvCell>& heading, const std::vector<CsvCell>& cells)
      : m_heading(heading), m_cells(cells) {}
  const CsvCell* find(std::string_view column) const {
    const auto at =
        std::find_if(m_heading.begin(), m_heading.end(), [&](const auto& c) { return c.text == column; });
    const auto place = static_cast<std::size_t>(at - m_heading.begin());
    return place < m_cells.size() ? &m_cells[place] : nullptr;
  }
  double number(std::string_view column) const {
    const CsvCell* cell = find(column);
    return cell ? cellNumber(*cell).value_or(kNone) : kNone;
  }
  std::int64_t whole(std::string_view column) const {
    const double value = number(column);
    return std::abs(value) < 9e15 ? static_cast<std::int64_t>(value) : -1;
  }
  std::string text(std::string_view column) const { return find(column) ? find(column)->text : std::string(); }

 private:
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const std::vector<CsvCell>&m_heading, &m_cells;
};

struct TriggersKept {
  static void write(const Triggers& triggers, const std::filesystem::path& file) {
    writeBytes(file, csvOf(triggers.table()));
  }
  static void describe(const Triggers& triggers, nlohmann::ordered_json& entry) {
    kindOf<Table>().describe(triggers.table(), entry);
    entry["masks"] = triggers.masks;
    entry["mask"] = triggers.mask;
    entry["pattern"] = triggers.pattern;
    entry["worn"] = triggers.worn;
    entry["targets"] = triggers.targets;
  }
  static void recall(const nlohmann::json& entry, Triggers& triggers) {
    triggers.masks = entry.value("masks", true);
    triggers.mask = entry.value("mask", "");
    triggers.pattern = entry.value("pattern", "");
    triggers.worn = entry.value("worn", "");
    triggers.targets = entry.value("targets", std::vector<std::int64_t>());
  }
  static void read(Triggers& triggers, const std::filesystem::path& file) {
    const auto rows = parsedCsv(readBytes(file));
    for (std::size_t r = 1; r < rows.size(); ++r) {
      const Row row(rows.front(), rows[r]);
      (void)requiredNumber(rows[r].front(), file, r);
      triggers.searches.push_back({row.whole("class"), Words(row.text("name")),
                                   row.number(triggers.masks ? "size" : "share"), row.number("index"),
                                   row.number("gap"), row.number("chance"), row.text("stands_out") == "yes",
                                   row.whole("seed"), row.number("success"), row.number("low"), row.number("high"),
                                   row.whole("n"), row.whole("epochs")});
    }
  }
  static std::string difference(const Triggers& before, const Triggers& after) {
    return kindOf<Table>().difference(before.table(), after.table());
  }
};

}  // namespace

Table Triggers::table() const {
  Table table;
  table.columns = {translatable("headings", "class"),
                   translatable("headings", "name"),
                   masks ? translatable("headings", "size") : translatable("headings", "share"),
                   translatable("headings", "index"),
                   translatable("headings", "gap"),
                   translatable("headings", "chance"),
                   translatable("headings", "stands out"),
                   translatable("headings", "seed"),
                   translatable("headings", "success"),
                   translatable("headings", "low"),
                   translatable("headings", "high"),
                   translatable("headings", "n"),
                   translatable("headings", "epochs")};
  for (const TriggerSearch& search : searches) {
    table.rows.push_back(
        {double(search.target), search.name, search.size, search.index, search.deviations, search.chance,
         search.standsOut ? translatable("cells", "yes") : translatable("cells", "no"), double(search.seed),
         search.success, search.low, search.high, double(search.tried), double(search.epochs)});
  }
  return table;
}

template <>
const ArtefactKind& kindOf<Triggers>() {
  static constexpr ArtefactKind kind = kindBy<Triggers, TriggersKept>("triggers", ".csv");
  return kind;
}

}  // namespace adversarium
