// SPDX-License-Identifier: GPL-3.0-or-later
/// What several kinds say of themselves in record.json, and how arrays are compared.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/csv.h"

namespace adversarium {

/// Each in English; those with holes once more with what stands in them.
void putCaptions(nlohmann::ordered_json& entry, const std::vector<Words>& captions);
std::vector<Words> captionsIn(const nlohmann::json& entry);

/// NaN equals NaN.
bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b);
/// In words: how many values differ, and by how much at most. Empty where all bits are the same.
std::string differenceOf(std::span<const float> a, std::span<const float> b);

/// The number in a cell; NaN where it is empty, nothing where it is text.
std::optional<double> cellNumber(const CsvCell& cell);
/// The same, but for text throws InputError naming the file and its line `row` + 1.
double requiredNumber(const CsvCell& cell, const std::filesystem::path& file, std::size_t row);

/// A number as a CSV file has it: shortest, and nothing for what is none.
std::string shortest(double value);

}  // namespace adversarium
