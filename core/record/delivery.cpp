// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHexDigits = 64;
constexpr std::string_view kSeal = "sha256 ";
constexpr std::uintmax_t kMostManifestBytes = 16 << 20;

/// Of a file's name, every SHA-256 that Adversarium may have left it with: two while files are being moved.
using Hashes = std::multimap<std::string, std::string, std::less<>>;

/// Whatever else a manifest names is nothing that was ever written.
bool isPlainName(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ';
  });
}

bool isHex(std::string_view text) {
  return text.size() == kHexDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Nothing that a link leads to.
bool isFileItself(const fs::path& file) {
  std::error_code problem;
  return fs::is_regular_file(fs::symlink_status(file, problem));
}

bool isNothing(const fs::path& file) {
  std::error_code problem;
  return fs::symlink_status(file, problem).type() == fs::file_type::not_found;
}

Hashes manifestOf(const fs::path& folder) {
  const fs::path file = folder / kManifestFile;
  std::error_code problem;
  if (!isFileItself(file) || fs::file_size(file, problem) > kMostManifestBytes || problem) return {};
  const std::string text = readBytes(file);
  if (!sealHolds(text)) return {};
  Hashes hashes;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view line = std::string_view(text).substr(from, end - from);
    from = end + 1;
    if (line.size() <= kHexDigits + 2 || line.substr(kHexDigits, 2) != "  ") continue;
    const std::string_view hash = line.substr(0, kHexDigits), name = line.substr(kHexDigits + 2);
    if (isHex(hash) && isPlainName(name)) hashes.emplace(name, hash);
  }
  return hashes;
}

std::string manifestText(const Hashes& hashes) {
  std::string text = fmt::format("# Written here by Adversarium; sha256sum -c {} checks it.\n", kManifestFile);
  for (const auto& [name, hash] : hashes) text += fmt::format("{}  {}\n", hash, name);
  return sealed(std::move(text), "# ", "");
}

/// The file is there, is one itself, and holds what Adversarium wrote under that name, or `same`.
bool isOwn(const fs::path& folder, const std::string& name, const Hashes& hashes, const std::string& same = {}) {
  if (!isFileItself(folder / name)) return false;
  if (name == kManifestFile) return sealHolds(readBytes(folder / name));
  const auto [first, last] = hashes.equal_range(name);
  if (first == last && same.empty()) return false;
  const std::string hash = sha256OfFile(folder / name);
  return hash == same || std::any_of(first, last, [&](const auto& known) { return known.second == hash; });
}

[[noreturn]] void refuse(const fs::path& file) {
  throw InputError(file.string(),
                   "is there already, and not as Adversarium wrote it: choose another place, or move it away");
}

fs::path folderOf(const fs::path& given) {
  const fs::path folder = fs::absolute(given).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();
}

std::vector<std::string> namesIn(const fs::path& stage) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(stage)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

void moved(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  fs::rename(from, to, problem);
  if (problem) throw InputError(to.string(), "cannot be written (" + problem.message() + ")");
}

}  // namespace

void requireOwn(const fs::path& given, const std::vector<std::string>& names) {
  const fs::path folder = folderOf(given);
  const Hashes hashes = manifestOf(folder);
  for (const std::string& name : names) {
    if (!isNothing(folder / name) && !isOwn(folder, name, hashes)) refuse(given / name);
  }
}

void requireWritable(const fs::path& folder) {
  std::error_code problem;
  if (fs::exists(folder, problem) && !fs::is_directory(folder, problem))
    throw InputError(folder.string(), "is a file, not a folder");
  fs::path place = fs::absolute(folder).lexically_normal();
  while (!place.empty() && !fs::exists(place, problem)) place = place.parent_path();
  const fs::path probe = place / fmt::format(".adversarium-probe-{:08x}", std::random_device()());
  try {
    writeFresh(probe, "x");
  } catch (const InputError&) {
    throw InputError(folder.string(), "cannot be written");
  }
  fs::remove(probe, problem);
}

Delivery::Delivery(const fs::path& target) : m_given(target), m_target(folderOf(target)) {
  std::error_code problem;
  const bool there = fs::exists(m_target, problem);
  if (there && !fs::is_directory(m_target, problem))
    throw InputError(target.string(), "is a file, not a folder to write into");
  const std::string name = there ? "adversarium" : m_target.filename().string();
  // Within the folder where it can be: it may be another disk's, and all that may be written.
  const fs::path around = there ? m_target : m_target.parent_path();
  m_stage = around / fmt::format(".{}.part{:08x}", name, std::random_device()());
  fs::create_directories(around, problem);
  if (problem || !fs::create_directory(m_stage, problem)) {
    m_stage.clear();
    throw InputError(target.string(), "cannot be written (" + problem.message() + ")");
  }
}

Delivery::~Delivery() {
  std::error_code ignored;
  fs::remove_all(m_stage, ignored);
}

void Delivery::check() const {
  const Hashes hashes = manifestOf(m_target);
  std::vector<std::string> names = namesIn(m_stage);
  names.emplace_back(kManifestFile);
  for (const std::string& name : names) {
    const fs::path file = m_target / name;
    if (isNothing(file)) continue;
    const std::string same = name == kManifestFile ? std::string() : sha256OfFile(m_stage / name);
    if (!isOwn(m_target, name, hashes, same)) refuse(m_given / name);
  }
}

void Delivery::deliver(const std::string& last) {
  check();
  const Hashes before = manifestOf(m_target);
  Hashes after;
  for (const std::string& name : namesIn(m_stage)) after.emplace(name, sha256OfFile(m_stage / name));
  std::error_code problem;
  fs::create_directories(m_target, problem);
  if (problem) throw InputError(m_target.string(), "cannot be written (" + problem.message() + ")");

  // Killed at any moment, the manifest knows what is there.
  const auto tell = [&](const Hashes& hashes) {
    writeBytes(m_stage / kManifestFile, manifestText(hashes));
    moved(m_stage / kManifestFile, m_target / kManifestFile);
  };
  Hashes both = before;
  both.insert(after.begin(), after.end());
  tell(both);
  for (const auto& [name, hash] : before) {
    if (!after.contains(name) && isOwn(m_target, name, before)) fs::remove(m_target / name, problem);
  }
  for (const auto& [name, hash] : after) {
    if (name != last) moved(m_stage / name, m_target / name);
  }
  if (after.contains(last)) moved(m_stage / last, m_target / last);
  tell(after);
}

std::string sealed(std::string text, std::string_view open, std::string_view close) {
  const std::string hash = sha256Of(text);
  return std::move(text) + fmt::format("{}{}{}{}\n", open, kSeal, hash, close);
}

bool sealHolds(std::string_view bytes) {
  if (!bytes.ends_with('\n')) return false;
  const std::string_view lines = bytes.substr(0, bytes.size() - 1);
  const std::size_t start = lines.rfind('\n') + 1;  // 0 where there is one line only
  const std::string_view last = lines.substr(start);
  const std::size_t seal = last.find(kSeal);
  if (seal == std::string_view::npos) return false;
  const std::string_view hash = last.substr(seal + kSeal.size(), kHexDigits);
  return isHex(hash) && hash == sha256Of(bytes.substr(0, start));
}

void requireReplaceable(const fs::path& file) {
  if (isNothing(file)) return;
  if (!isFileItself(file) || !sealHolds(readBytes(file))) refuse(file);
}

}  // namespace adversarium
