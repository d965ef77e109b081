// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/model_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.h"

namespace adversarium {

namespace {

/// Changes with every writing to the file, and nobody can set it back.
std::int64_t changeTime(const struct stat& status) {
  return std::int64_t{status.st_ctim.tv_sec} * 1'000'000'000 + status.st_ctim.tv_nsec;
}

}  // namespace

BoundedFile::Descriptor::~Descriptor() {
  if (number >= 0) ::close(number);
}

BoundedFile::BoundedFile(const std::filesystem::path& file) : m_path(file) {
  m_descriptor.number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status {};
  if (m_descriptor.number < 0 || ::fstat(m_descriptor.number, &status) != 0) {
    throw InputError(file.string(), errno == ENOENT || errno == ENOTDIR ? "does not exist" : "cannot be read");
  }
  if (S_ISDIR(status.st_mode)) throw InputError(file.string(), "is a folder, not a model file");
  if (!S_ISREG(status.st_mode)) throw InputError(file.string(), "is no regular file");
  m_size = static_cast<std::uint64_t>(status.st_size);
  m_changed = changeTime(status);
}

void BoundedFile::requireUnchanged() const {
  struct stat status {};
  if (::fstat(m_descriptor.number, &status) != 0 || static_cast<std::uint64_t>(status.st_size) != m_size ||
      changeTime(status) != m_changed) {
    throw InputError(m_path.string(), "was changed while it was opened");
  }
}

void BoundedFile::readInto(void* target, std::uint64_t offset, std::uint64_t count) const {
  if (!holds(offset, count))
    throw InputError(m_path.string(), "ends before byte " + std::to_string(offset + count));
  auto* bytes = static_cast<char*>(target);
  while (count > 0) {
    const ssize_t got = ::pread(m_descriptor.number, bytes, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw InputError(m_path.string(), "cannot be read at byte " + std::to_string(offset));
    bytes += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::uint64_t>(got);
  }
}

std::string BoundedFile::read(std::uint64_t offset, std::uint64_t count) const {
  if (!holds(offset, count))
    throw InputError(m_path.string(), "ends before byte " + std::to_string(offset + count));
  std::string bytes(count, '\0');
  readInto(bytes.data(), offset, count);
  return bytes;
}

void BoundedFile::stream(std::uint64_t offset, std::uint64_t count,
                         const std::function<void(std::string_view)>& take) const {
  std::string piece;
  while (count > 0) {
    piece.resize(std::min<std::uint64_t>(count, 1 << 20));
    readInto(piece.data(), offset, piece.size());
    take(piece);
    offset += piece.size();
    count -= piece.size();
  }
}

std::uint64_t littleEndian(std::string_view bytes, std::size_t offset, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

}  // namespace adversarium
