// SPDX-License-Identifier: GPL-3.0-or-later
/// Which number a named class has: by the names of its folders, and by the names that a model gives its answers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

struct ClassNumbers {
  std::vector<int> numbers;        ///< one for each folder
  std::vector<std::string> names;  ///< by number; a number without a folder is named by itself
  Numbering numbering = Numbering::Sorted;
  std::vector<DataNote> notes;  ///< "class-numbers" where the rule is not the obvious one
};

/// Folders named by numbers are the classes of these numbers. Names of the same letters and a number each
/// (s1 … s40) are counted from their first where that is 0 or 1, else sorted by the number. All others are sorted.
/// `folders` are sorted already. Throws InputError naming `subject` for two folders of one number.
ClassNumbers classNumbersOf(const std::vector<std::string>& folders, const std::string& subject);

/// `data` with its classes numbered as those of a model (`names` may be empty): by name where both have names that
/// agree, else by number, and a note says where that is a guess. The same data where nothing is to be changed.
/// Throws InputError naming file, sample and label for a label that is none of the model's `classes`, and for
/// names of which the model knows some and others not.
std::shared_ptr<const DataSet> withClassesOf(std::shared_ptr<const DataSet> data, std::int64_t classes,
                                             const std::vector<std::string>& names);

/// `data` with its classes numbered as a new model is to learn them; a note, "empty-classes", says where some have
/// no image. Throws InputError naming file, sample and label where most would have none.
std::shared_ptr<const DataSet> withClassesToLearn(std::shared_ptr<const DataSet> data);

}  // namespace adversarium
