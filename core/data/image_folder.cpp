// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <set>

#include "core/data/csv.h"
#include "core/data/hash.h"
#include "core/data/readers.h"
#include "core/error.h"

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

std::vector<fs::path> sortedFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && looksLikeImage(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Entry> folderPerClass(const fs::path& folder, std::vector<std::string>& names) {
  std::set<fs::path> classes;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) classes.insert(entry.path());
  }
  std::vector<Entry> entries;
  for (const fs::path& one : classes) {
    const std::vector<fs::path> files = sortedFiles(one);
    if (files.empty()) throw InputError(one.string(), "is a class folder without any picture");
    for (const fs::path& file : files) entries.push_back({file, static_cast<int>(names.size())});
    names.push_back(one.filename().string());
  }
  return entries;
}

/// file,label a line, with or without a heading; labels are all numbers or all names.
std::vector<Entry> flatWithLabels(const fs::path& folder, std::vector<std::string>& names) {
  const fs::path table = folder / "labels.csv";
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
  if (!numbers) {
    std::set<std::string> sorted;
    for (const auto& row : rows) sorted.insert(row.second);
    names.assign(sorted.begin(), sorted.end());
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
  if (fs::exists(folder / "labels.csv")) {
    entries = flatWithLabels(folder, info.classNames);
  } else {
    entries = folderPerClass(folder, info.classNames);
    if (entries.empty()) {  // pictures without any class: good enough to look at
      for (const fs::path& file : sortedFiles(folder)) entries.push_back({file, -1});
      info.labelled = false;
    }
  }
  if (entries.empty()) {
    throw InputError(folder.string(),
                     "holds no pictures: expected one folder a class, or pictures with labels.csv");
  }
  const Image first = decodeImage(entries.front().file, wanted);
  info.count = static_cast<std::int64_t>(entries.size());
  info.channels = first.channels;
  info.height = first.height;
  info.width = first.width;
  return std::make_shared<FolderData>(std::move(info), std::move(entries));
}

}  // namespace adversarium
