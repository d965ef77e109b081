// SPDX-License-Identifier: GPL-3.0-or-later
/// What a method can be asked to do, whatever its family: carry out a request and give back the record.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/data/data_set.h"
#include "core/job/progress.h"
#include "core/method/catalogue.h"
#include "core/method/run_cost.h"
#include "core/record/record.h"
#include "core/victim/classifier.h"

namespace adversarium {

/// A request with its files opened.
struct Assignment {
  Request request;                          ///< complete: every parameter filled in
  std::shared_ptr<const Classifier> model;  ///< null for a method that makes a new one ("new:…")
  std::shared_ptr<const DataSet> data;
  /// Where this run, and no other, may keep what it has finished (unfinished.h); empty: nowhere.
  std::filesystem::path unfinished{};
};

/// The samples that a selection means. Throws UsageError for an index that the data does not have.
std::vector<std::int64_t> chosenSamples(const Selection& selection, const DataSet& data);

/// What reading the data changed or left out, as caveats; what the record says already is not said again.
void addDataCaveats(Record& record, const DataSet& data);

/// Called with what is finished so far; the record is marked partial.
using KeepRecord = std::function<void(std::shared_ptr<const Record>)>;

/// Carried out on the computing thread. Fills request, measures, caveats and artefacts; the session adds the
/// origin.
class Method {
 public:
  virtual ~Method() = default;
  virtual std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                            const KeepRecord& keep) const = 0;
  /// Measures a little of the work, in a second or so. Throws UsageError where its entry does not tell a cost.
  virtual RunCost cost(const Assignment& assignment, Progress& progress) const;
  /// Whether what it makes has the data's classes, whatever the model's: a student of a teacher.
  virtual bool makesOwnClasses() const { return false; }
};

/// Called once by each method before main() begins; also adds the entry to the catalogue.
void registerMethod(CatalogueEntry entry, std::unique_ptr<const Method> method);

/// Throws UsageError for an id that is not in the catalogue.
const Method& methodFor(std::string_view id);

}  // namespace adversarium
