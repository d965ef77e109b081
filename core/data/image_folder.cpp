// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/hidden_files.h"
#include "core/base/words.h"
#include "core/data/class_numbers.h"
#include "core/data/csv.h"
#include "core/data/fitting.h"
#include "core/data/picture_header.h"
#include "core/data/picture_notes.h"
#include "core/data/readers.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

struct Entry {
  fs::path file;
  int label = -1;
};

class FolderData final : public DataSet {
 public:
  FolderData(DataInfo info, std::vector<Entry> entries)
      : DataSet(std::move(info)), m_entries(std::move(entries)) {}

  void read(std::int64_t index, std::span<float> planes) const override {
    const Image image = decodeImage(m_entries[static_cast<std::size_t>(index)].file,
                                    {m_info.channels, m_info.height, m_info.width});
    std::copy(image.planes.begin(), image.planes.end(), planes.begin());
  }
  int label(std::int64_t index) const override { return m_entries[static_cast<std::size_t>(index)].label; }
  std::string sha256() const override {
    Sha256 hash;
    for (const Entry& entry : m_entries) {
      hash.add(entry.file.filename().string() + "\n");
      addFile(hash, entry.file);
    }
    return hash.hex();
  }

 private:
  std::vector<Entry> m_entries;
};

/// What stands in a folder beside its pictures, counted.
class LeftOut {
 public:
  void hidden(const fs::path& file) { m_hidden.insert(file.filename().string()), ++m_hiddenCount; }
  void other(const fs::path& file) { m_others.insert(file.filename().string()), ++m_otherCount; }
  /// "hidden-files" and "other-files".
  void report(std::vector<DataNote>& notes) const {
    if (m_hiddenCount > 0)
      notes.push_back({"hidden-files", filled(translatable("records",
                                                           "Hidden and system files and folders were skipped: "
                                                           "{}, among them ‘{}’."),
                                              m_hiddenCount, *m_hidden.begin())});
    if (m_otherCount > 0)
      notes.push_back({"other-files", filled(translatable("records",
                                                          "Files and folders that are no pictures of a known "
                                                          "kind, or stand where none is expected, were left "
                                                          "out: {}, among them ‘{}’."),
                                             m_otherCount, *m_others.begin())});
  }

 private:
  std::set<std::string> m_hidden, m_others;
  std::int64_t m_hiddenCount = 0, m_otherCount = 0;
};

/// Pictures in a folder, sorted.
std::vector<fs::path> picturesIn(const fs::path& folder, LeftOut& leftOut) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (isHidden(path.filename().string())) {
      leftOut.hidden(path);
    } else if (entry.is_regular_file() && looksLikeImage(path)) {
      files.push_back(path);
    } else {
      leftOut.other(path);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Entry> folderPerClass(const fs::path& folder, DataInfo& info, LeftOut& leftOut) {
  std::set<fs::path> classes;
  LeftOut beside;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (isHidden(path.filename().string())) {
      beside.hidden(path);
    } else if (entry.is_directory()) {
      classes.insert(path);
    } else {
      beside.other(path);
    }
  }
  if (classes.empty()) return {};
  leftOut = beside;
  std::vector<std::string> names;
  for (const fs::path& one : classes) names.push_back(one.filename().string());
  ClassNumbers numbered = classNumbersOf(names, folder.string());
  info.classNames = std::move(numbered.names);
  info.numbering = numbered.numbering;
  info.notes = std::move(numbered.notes);
  std::vector<Entry> entries;
  auto number = numbered.numbers.begin();
  for (const fs::path& one : classes) {
    const std::vector<fs::path> files = picturesIn(one, leftOut);
    if (files.empty()) throw InputError(one.string(), "is a class folder without any picture");
    for (const fs::path& file : files) entries.push_back({file, *number});
    ++number;
  }
  return entries;
}

/// file,label a line, with or without a heading; labels are all numbers or all names.
std::vector<Entry> flatWithLabels(const fs::path& folder, DataInfo& info, LeftOut& leftOut) {
  const fs::path table = folder / "labels.csv";
  info.labelFile = table.string();
  std::ifstream stream(table, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  std::vector<std::pair<fs::path, std::string>> rows;
  int number = 0;
  for (const std::vector<CsvCell>& line : parsedCsv(text)) {
    ++number;
    const std::string& name = line.front().text;
    if (line.size() < 2) throw InputError(table.string(), fmt::format("row {}: no comma", number));
    if (number == 1 && !looksLikeImage(name)) continue;  // a heading
    const fs::path file = folder / name;
    if (fs::path(name).is_absolute() || name.find("..") != std::string::npos || !fs::is_regular_file(file)) {
      throw InputError(table.string(), fmt::format("row {}: there is no '{}' in the folder", number, name));
    }
    rows.emplace_back(file, line[1].text);
    if (rows.back().second.empty()) throw InputError(table.string(), fmt::format("row {}: no class", number));
  }
  if (rows.empty()) throw InputError(table.string(), "names no picture");
  const auto asNumber = [](const std::string& text) {
    int value = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() && value >= 0 && value < 1'000'000 ? value
                                                                                                         : -1;
  };
  const bool numbers =
      std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return asNumber(row.second) >= 0; });
  std::vector<std::string>& names = info.classNames;
  if (!numbers) {
    std::set<std::string> sorted;
    for (const auto& row : rows) sorted.insert(row.second);
    names.assign(sorted.begin(), sorted.end());
    info.numbering = Numbering::Sorted;
  }
  std::set<fs::path> listed{table};
  for (const auto& row : rows) listed.insert(row.first);
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (listed.contains(path)) continue;
    if (isHidden(path.filename().string())) {
      leftOut.hidden(path);
    } else if (entry.is_regular_file()) {
      leftOut.other(path);
    }
  }
  std::vector<Entry> entries;
  for (const auto& [file, label] : rows) {
    const auto place = std::lower_bound(names.begin(), names.end(), label) - names.begin();
    entries.push_back({file, numbers ? asNumber(label) : static_cast<int>(place)});
  }
  return entries;
}

}  // namespace

std::shared_ptr<const DataSet> openImageFolder(const std::string& where, const fs::path& folder,
                                               ImageShape wanted) {
  DataInfo info{where, "folder", 0, 0, 0, 0, true, {}};
  std::vector<Entry> entries;
  LeftOut leftOut;
  if (fs::exists(folder / "labels.csv")) {
    entries = flatWithLabels(folder, info, leftOut);
  } else {
    entries = folderPerClass(folder, info, leftOut);
    if (entries.empty()) {  // pictures without any class: good enough to look at
      for (const fs::path& file : picturesIn(folder, leftOut)) entries.push_back({file, -1});
      info.labelled = false;
    }
  }
  if (entries.empty()) {
    throw InputError(folder.string(),
                     "holds no pictures: expected one folder a class, or pictures with labels.csv");
  }
  leftOut.report(info.notes);

  // Very many files are looked into here and there: opening should not take minutes.
  constexpr std::size_t kMostHeaders = 20'000;
  const std::size_t stride = 1 + entries.size() / kMostHeaders;
  PictureNotes pictures;
  ImageShape own;
  for (std::size_t i = 0; i < entries.size(); i += stride) {
    const ImageShape shape = pictures.add(readPictureHeader(entries[i].file));
    if (i == 0) own = shape;
  }
  if (pictures.anyColour()) own.channels = 3;
  const ImageShape shape{wanted.channels ? wanted.channels : own.channels,
                         wanted.height ? wanted.height : own.height, wanted.height ? wanted.width : own.width};
  requireFitting(own, shape, where);
  for (DataNote& note : pictures.notes(shape)) info.notes.push_back(std::move(note));
  info.count = static_cast<std::int64_t>(entries.size());
  info.channels = shape.channels;
  info.height = shape.height;
  info.width = shape.width;
  return std::make_shared<FolderData>(std::move(info), std::move(entries));
}

}  // namespace adversarium
