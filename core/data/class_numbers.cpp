// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/class_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

constexpr int kMostClasses = 1'000'000;

constexpr std::string_view kNumbered = "class-numbers", kNamed = "class-names", kEmpty = "empty-classes";

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The number that a text of digits is; none for anything else or more.
std::optional<int> numberOf(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole && isDigit(text.front()) && value < kMostClasses ? std::optional(value) : std::nullopt;
}

/// Numbers behind the letters that all names begin with; none where a name has no such number.
std::optional<std::vector<int>> numbersBehind(std::string_view letters, const std::vector<std::string>& names) {
  std::vector<int> numbers;
  for (const std::string& name : names) {
    const auto number = numberOf(std::string_view(name).substr(letters.size()));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

/// What all names begin with, up to their first digits.
std::string_view lettersOf(const std::vector<std::string>& names) {
  std::string_view letters = names.front();
  for (const std::string& name : names) {
    const auto differs = std::mismatch(letters.begin(), letters.end(), name.begin(), name.end());
    letters = letters.substr(0, static_cast<std::size_t>(differs.first - letters.begin()));
  }
  while (!letters.empty() && isDigit(letters.back())) letters.remove_suffix(1);
  return letters;
}

ClassNumbers sortedBy(const std::vector<std::size_t>& order, const std::vector<std::string>& folders) {
  ClassNumbers result{std::vector<int>(folders.size()), {}, Numbering::Sorted, {}};
  for (std::size_t place = 0; place < order.size(); ++place) {
    result.numbers[order[place]] = static_cast<int>(place);
    result.names.push_back(folders[order[place]]);
  }
  return result;
}

/// Names are the same whatever their case, their separators and the noughts before a number.
std::string plain(const std::string& name) {
  std::string result;
  for (const char c : name) {
    const bool separator = c == ' ' || c == '_' || c == '-';
    result += separator ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto number = numberOf(result);
  return number ? std::to_string(*number) : result;
}

/// Another data set whose classes have other numbers and names.
class RenumberedData final : public DataSet {
 public:
  RenumberedData(std::shared_ptr<const DataSet> source, std::vector<int> numbers, std::vector<std::string> names)
      : DataSet(source->info()), m_source(std::move(source)), m_numbers(std::move(numbers)) {
    m_info.classNames = std::move(names);
    m_info.numbering = Numbering::Stated;
    std::erase_if(m_info.notes, [](const DataNote& note) { return note.id == kNumbered || note.id == kEmpty; });
  }
  void read(std::int64_t index, std::span<float> planes) const override { m_source->read(index, planes); }
  int label(std::int64_t index) const override {
    const int label = m_source->label(index);
    return label < 0 ? label : m_numbers.at(static_cast<std::size_t>(label));
  }
  std::string sha256() const override { return m_source->sha256(); }

 private:
  std::shared_ptr<const DataSet> m_source;
  std::vector<int> m_numbers;  ///< by the source's
};

/// Another data set, of which more is to be said.
class NotedData final : public DataSet {
 public:
  NotedData(std::shared_ptr<const DataSet> source, DataNote note)
      : DataSet(source->info()), m_source(std::move(source)) {
    m_info.notes.push_back(std::move(note));
  }
  void read(std::int64_t index, std::span<float> planes) const override { m_source->read(index, planes); }
  int label(std::int64_t index) const override { return m_source->label(index); }
  std::string sha256() const override { return m_source->sha256(); }

 private:
  std::shared_ptr<const DataSet> m_source;
};

/// How many images each class has, by number.
std::vector<std::int64_t> imagesPerClass(const DataSet& data) {
  const std::size_t named = data.info().classNames.size();
  std::vector<std::int64_t> images(std::max(named, static_cast<std::size_t>(data.labelRange().most + 1)));
  for (std::int64_t i = 0; i < data.info().count; ++i) {
    if (const int label = data.label(i); label >= 0) ++images[static_cast<std::size_t>(label)];
  }
  return images;
}

/// The classes that have images, numbered one after the other in the order that they have.
std::shared_ptr<const DataSet> closedUp(std::shared_ptr<const DataSet> data,
                                        const std::vector<std::int64_t>& images) {
  std::vector<int> numbers(images.size(), -1);
  std::vector<std::string> names;
  for (std::size_t number = 0; number < images.size(); ++number) {
    if (images[number] == 0) continue;
    numbers[number] = static_cast<int>(names.size());
    names.push_back(data->info().classNames[number]);
  }
  const DataNote note{std::string(kNumbered),
                      filled(translatable("records",
                                          "The numbers in the folders' names were taken as an order: ‘{}’ is "
                                          "class {} and ‘{}’ class {}."),
                             names.front(), 0, names.back(), names.size() - 1)};
  return std::make_shared<NotedData>(
      std::make_shared<RenumberedData>(std::move(data), std::move(numbers), std::move(names)), note);
}

/// "y.npy: sample 3 has label 43, …"
InputError labelOutside(const DataSet& data, const std::string& why) {
  const DataInfo& info = data.info();
  const LabelRange& range = data.labelRange();
  const auto most = static_cast<std::size_t>(range.most);
  const std::string name = most < info.classNames.size() && info.classNames[most] != std::to_string(range.most)
                               ? fmt::format(" (‘{}’)", info.classNames[most])
                               : std::string();
  return {info.labelFile.empty() ? info.where : info.labelFile,
          fmt::format("sample {} has label {}{}, {}", range.sample, range.most, name, why)};
}

/// The model's number for each name of the data's classes that have images, −1 for the others; how many were
/// found of how many.
struct Matched {
  std::vector<int> numbers;
  std::size_t found = 0, asked = 0;
  std::string missing;  ///< the first name that is none of the model's
};
Matched matched(const std::vector<std::string>& mine, const std::vector<std::int64_t>& images,
                const std::vector<std::string>& models) {
  constexpr int kTwice = -2;
  std::map<std::string, int> places;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto [place, fresh] = places.emplace(plain(models[i]), static_cast<int>(i));
    if (!fresh) place->second = kTwice;
  }
  Matched result{std::vector<int>(images.size(), -1), 0, 0, {}};
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i] == 0) continue;
    ++result.asked;
    const std::string name = i < mine.size() ? mine[i] : std::to_string(i);
    const auto place = places.find(plain(name));
    if (place != places.end() && place->second != kTwice) {
      result.numbers[i] = place->second;
      ++result.found;
    } else if (result.missing.empty()) {
      result.missing = name;
    }
  }
  return result;
}

}  // namespace

ClassNumbers classNumbersOf(const std::vector<std::string>& folders, const std::string& subject) {
  if (folders.empty()) return {};
  std::vector<std::size_t> order(folders.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::string letters(lettersOf(folders));
  const auto found = numbersBehind(letters, folders);
  if (!found) return sortedBy(order, folders);
  const std::vector<int>& numbers = *found;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return numbers[a] < numbers[b]; });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (numbers[order[i - 1]] == numbers[order[i]])
      throw InputError(subject, fmt::format("has two folders of one number, '{}' and '{}'", folders[order[i - 1]],
                                            folders[order[i]]));
  }
  const int least = numbers[order.front()], most = numbers[order.back()];
  const auto count = static_cast<int>(folders.size());
  // A few may be missing from a counting; where most are, the numbers are names of something else.
  const bool counting = letters.empty() || (least <= 1 && most - least + 1 <= 2 * count);
  if (!counting) {
    ClassNumbers result = sortedBy(order, folders);
    if (!std::is_sorted(order.begin(), order.end()))
      result.notes.push_back(
          {std::string(kNumbered), filled(translatable("records",
                                                       "The numbers in the folders' names were taken as an order: "
                                                       "‘{}’ is class {} and ‘{}’ class {}."),
                                          result.names.front(), 0, result.names.back(), count - 1)});
    return result;
  }
  const int first = letters.empty() ? 0 : least;
  ClassNumbers result;
  if (letters.empty()) result.numbering = Numbering::FolderNames;
  for (int number = first; number <= most; ++number) result.names.push_back(letters + std::to_string(number));
  for (std::size_t i = 0; i < folders.size(); ++i) {
    result.numbers.push_back(numbers[i] - first);
    result.names[static_cast<std::size_t>(numbers[i] - first)] = folders[i];
  }
  const int missing = most - first + 1 - count;
  if (!letters.empty() && (missing > 0 || !std::is_sorted(order.begin(), order.end()))) {
    result.notes.push_back(
        {std::string(kNumbered), filled(translatable("records",
                                                     "The numbers in the folders' names were taken as an order: "
                                                     "‘{}’ is class {} and ‘{}’ class {}."),
                                        result.names.front(), 0, result.names.back(), most - first)});
  }
  if (missing > 0) {
    result.notes.push_back(
        {std::string(kEmpty),
         filled(translatable("records", "The folders count {} classes, of which {} have no folder."),
                most - first + 1, missing)});
  }
  return result;
}

std::shared_ptr<const DataSet> withClassesOf(std::shared_ptr<const DataSet> data, std::int64_t classes,
                                             const std::vector<std::string>& names) {
  const DataInfo& info = data->info();
  const LabelRange& range = data->labelRange();
  if (classes < 1 || range.most < 0) return data;
  const bool named = !info.classNames.empty(), modelNamed = std::int64_t(names.size()) == classes;
  if (named && modelNamed && info.classNames == names) return data;
  std::optional<DataNote> guess;
  if (named && modelNamed) {
    Matched match = matched(info.classNames, imagesPerClass(*data), names);
    if (match.found == match.asked) {
      bool same = true;
      for (std::size_t i = 0; i < match.numbers.size(); ++i)
        same = same && (match.numbers[i] < 0 || match.numbers[i] == static_cast<int>(i));
      if (same) return data;
      return std::make_shared<RenumberedData>(std::move(data), std::move(match.numbers), names);
    }
    if (match.found > 0)
      throw InputError(info.where, fmt::format("class ‘{}’ is none of the model's, which knows {} of the {} names",
                                               match.missing, match.found, match.asked));
    if (info.numbering != Numbering::FolderNames)
      guess = {std::string(kNamed),
               filled(translatable("records",
                                   "The model calls its classes by other names than the data (‘{}’ instead of "
                                   "‘{}’): they were compared by number."),
                      names.front(), info.classNames.front())};
  }
  if (range.most >= classes) {
    if (info.numbering == Numbering::FolderNames) {
      const auto images = imagesPerClass(*data);
      const auto occupied = std::count_if(images.begin(), images.end(), [](std::int64_t n) { return n > 0; });
      if (occupied == classes) return closedUp(std::move(data), images);
    }
    const bool fromOne = range.least >= 1 && range.most == classes;
    throw labelOutside(*data, fmt::format("but the model has {} classes, 0 to {}; {}", classes, classes - 1,
                                          fromOne ? "the labels seem to be counted from 1: subtract 1"
                                                  : "is this another data set's or another model's file?"));
  }
  if (named && !modelNamed && info.numbering == Numbering::Sorted &&
      std::int64_t(info.classNames.size()) != classes) {
    guess = {std::string(kNamed),
             filled(translatable("records",
                                 "The data has {} classes and the model {} that have no names: the data's were "
                                 "numbered in order from ‘{}’ on."),
                    info.classNames.size(), classes, info.classNames.front())};
  }
  if (!guess) return data;
  return std::make_shared<NotedData>(std::move(data), *guess);
}

std::shared_ptr<const DataSet> withClassesToLearn(std::shared_ptr<const DataSet> data) {
  if (data->labelRange().most < 0) return data;
  const auto images = imagesPerClass(*data);
  const auto occupied = std::count_if(images.begin(), images.end(), [](std::int64_t n) { return n > 0; });
  const auto empty = std::ssize(images) - occupied;
  if (empty == 0) return data;
  const bool fromOne = data->labelRange().least == 1 && empty == 1;
  if (data->info().numbering == Numbering::FolderNames && (fromOne || empty > occupied))
    return closedUp(std::move(data), images);
  if (empty > occupied)
    throw labelOutside(*data,
                       fmt::format("but only {} different ones occur: number the classes from 0 on", occupied));
  const auto& said = data->info().notes;
  if (std::any_of(said.begin(), said.end(), [](const DataNote& note) { return note.id == kEmpty; })) return data;
  const auto first = std::find(images.begin(), images.end(), 0) - images.begin();
  return std::make_shared<NotedData>(
      std::move(data),
      DataNote{std::string(kEmpty),
               filled(translatable("records",
                                   "No image belongs to {} of the {} classes that the labels count: the first "
                                   "is class {}."),
                      empty, images.size(), first)});
}

}  // namespace adversarium
