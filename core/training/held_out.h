// SPDX-License-Identifier: GPL-3.0-or-later
/// Images to judge a training by, which it never saw.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

/// The held-out part that belongs to a training set: demo:NAME for demo:NAME-train, FOLDER#test for FOLDER#train,
/// and for a folder that a record wrote, what belongs to the data that the record was made from. Null where there
/// is none. In the training set's shape and, where it names them, with its classes. Throws InputError where they
/// do not belong together.
std::shared_ptr<const DataSet> heldOutPart(const DataSet& training);

/// Some samples of another data set, numbered from 0.
class ChosenData final : public DataSet {
 public:
  ChosenData(std::shared_ptr<const DataSet> source, std::vector<std::int64_t> indices);
  void read(std::int64_t index, std::span<float> planes) const override;
  int label(std::int64_t index) const override;
  std::string sha256() const override;

 private:
  std::shared_ptr<const DataSet> m_source;
  std::vector<std::int64_t> m_indices;
};

/// What to train on and what to judge by.
struct Split {
  std::vector<std::int64_t> training;  ///< indices of the data
  std::shared_ptr<const DataSet> test;
  bool heldBack =
      false;  ///< nothing belongs to the data: a tenth of the samples, at random, was kept back instead
};
/// Throws InputError for fewer than two samples.
Split splitFor(const std::shared_ptr<const DataSet>& data, std::vector<std::int64_t> samples, std::uint64_t seed);

}  // namespace adversarium
