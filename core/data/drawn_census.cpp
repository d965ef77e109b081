// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/data/drawn_kinds.h"
#include "core/data/table_data.h"

namespace adversarium {
namespace {

constexpr std::array<const char*, 4> kSchooling{
    translatable("cells", "basic"), translatable("cells", "vocational"), translatable("cells", "college"),
    translatable("cells", "doctorate")};
constexpr std::array<const char*, 5> kWork{translatable("cells", "crafts"), translatable("cells", "farming"),
                                           translatable("cells", "office"), translatable("cells", "science"),
                                           translatable("cells", "services")};
constexpr std::array<const char*, 3> kHome{translatable("cells", "city"), translatable("cells", "suburb"),
                                           translatable("cells", "village")};

/// Raise it with any change: it is part of the data's hash.
constexpr int kCensusVersion = 1;

/// One invented person. Illness hangs on age and work, earning on everything: what there is to infer.
std::vector<std::string> person(DrawnRandom& random) {
  const int age = 18 + random.below(53);
  // One draw a statement: compilers differ in which operand of a sum comes first.
  int school = random.chance(0.65) ? 1 : 0;
  if (random.chance(0.45)) ++school;
  if (random.chance(0.15)) ++school;
  int work = random.below(5);
  if (school == 2) work = (work + 2) % 5;
  if (school == 3) work = random.chance(0.7) ? 3 : 2;
  const int home = random.below(3);
  const int hours = 15 + random.below(40);
  const double risk = -3.2 + 0.045 * (age - 18) + (work < 2 ? 0.9 : 0) + (home == 0 ? 0.4 : 0);
  const auto chance = [&](double odds) { return random.chance(1 / (1 + std::exp(-odds))); };
  const bool ill = chance(risk);
  const bool married = chance(-1.5 + 0.06 * (age - 18));
  const double merit = -4.2 + 1.1 * school + 0.03 * (age - 18) + 0.05 * (hours - 15) + (work >= 2 ? 0.5 : 0) -
                       (ill ? 2.2 : 0) + (married ? 0.4 : 0);
  const bool earns = chance(merit);
  return {std::to_string(age),
          kSchooling[static_cast<std::size_t>(school)],
          kWork[static_cast<std::size_t>(work)],
          kHome[static_cast<std::size_t>(home)],
          std::to_string(hours),
          married ? translatable("cells", "married") : translatable("cells", "single"),
          ill ? translatable("cells", "chronic") : translatable("cells", "none"),
          earns ? translatable("cells", "high") : translatable("cells", "low")};
}

}  // namespace

std::shared_ptr<const DataSet> openDrawnCensus(const std::string& name) {
  constexpr int kTest = 4000, kTrain = 12000;
  const bool training = name == "census-train";
  const std::uint64_t seed = training ? 11 : 12;
  const std::vector<std::string> names{translatable("headings", "age"),     translatable("headings", "schooling"),
                                       translatable("headings", "work"),    translatable("headings", "home"),
                                       translatable("headings", "hours"),   translatable("headings", "family"),
                                       translatable("headings", "illness"), "income"};
  const auto drawn = [&](std::uint64_t start, int count) {
    TableCells rows;
    for (int i = 0; i < count; ++i) {
      DrawnRandom random(start * 1'000'003 + static_cast<std::uint64_t>(i));
      rows.push_back(person(random));
    }
    return rows;
  };
  const TableCells known = drawn(11, kTrain);  // both parts share its columns
  TableSchema schema = schemaOf(names, known, "demo:" + name);
  const std::string hash =
      sha256Of(fmt::format("adversarium drawn census version {} seed {}", kCensusVersion, seed));
  return std::make_shared<TableData>("demo:" + name, std::move(schema.columns), std::move(schema.classes),
                                     training ? known : drawn(12, kTest), hash, "illness");
}

}  // namespace adversarium
