// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_bytes.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>

#include "core/base/error.h"

namespace adversarium {
namespace {

constexpr const char* kNotWritten = "cannot be written (no permission, or the disk is full)";

}  // namespace

void writeBytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) throw InputError(file.string(), kNotWritten);
}

void writeFresh(const std::filesystem::path& file, const std::string& bytes) {
  std::FILE* stream = std::fopen(file.c_str(), "wbx");
  if (!stream) throw InputError(file.string(), std::string("cannot be made (") + std::strerror(errno) + ")");
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size();
  if (std::fclose(stream) == 0 && written) return;
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  throw InputError(file.string(), kNotWritten);
}

void replaceBytes(const std::filesystem::path& file, const std::string& bytes) {
  std::error_code problem;
  const std::filesystem::path led = std::filesystem::canonical(file, problem);  // a link stays one
  const std::filesystem::path place = problem ? file : led;
  // A name that nobody else's file has.
  const std::filesystem::path fresh = std::filesystem::path(place) +=
      fmt::format(".part{:08x}", std::random_device()());
  try {
    writeFresh(fresh, bytes);
  } catch (const InputError&) {
    throw InputError(file.string(), kNotWritten);
  }
  std::filesystem::rename(fresh, place, problem);
  if (!problem) return;
  std::error_code ignored;
  std::filesystem::remove(fresh, ignored);
  throw InputError(file.string(), "cannot be replaced: " + problem.message());
}

std::string readBytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file.string(), "cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace adversarium
