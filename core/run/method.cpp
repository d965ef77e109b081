// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/method.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/base/error.h"

namespace adversarium {

RunCost Method::cost(const Assignment& assignment, Progress&) const {
  throw UsageError(assignment.request.algorithm, "cannot tell its cost beforehand");
}

std::vector<std::int64_t> chosenSamples(const Selection& selection, const DataSet& data) {
  const std::int64_t count = data.info().count;
  for (const std::int64_t index : selection.indices) {
    if (index < 0 || index >= count) {
      throw UsageError("index " + std::to_string(index),
                       data.info().where + " has the samples 0 to " + std::to_string(count - 1));
    }
  }
  if (!selection.indices.empty()) return selection.indices;
  std::vector<std::int64_t> all(
      static_cast<std::size_t>(selection.first > 0 ? std::min(selection.first, count) : count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

void addDataCaveats(Record& record, const DataSet& data) {
  for (const DataNote& note : data.info().notes) {
    const Caveat caveat{note.id, note.words};
    if (std::find(record.caveats.begin(), record.caveats.end(), caveat) == record.caveats.end())
      record.caveats.push_back(caveat);
  }
}

void registerMethod(CatalogueEntry entry, std::unique_ptr<const Method> method) {
  entry.method = std::move(method);
  addToCatalogue(std::move(entry));
}

const Method& methodFor(std::string_view id) { return *catalogueEntry(id).method; }

}  // namespace adversarium
