// SPDX-License-Identifier: GPL-3.0-or-later
// PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5.
#include "core/audit/zip_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

constexpr std::uint64_t kMostEntries = 200'000;
constexpr std::uint64_t kMostDirectory = std::uint64_t{128} << 20;
constexpr std::uint64_t kMostUnpacked = std::uint64_t{256} << 30;
constexpr std::uint64_t kMostRatio = 100;                  // program text shrinks fivefold, weights hardly
constexpr std::uint64_t kSmall = std::uint64_t{16} << 20;  // whatever its ratio, this much hurts nobody
constexpr std::uint64_t kIn64 = 0xffffffff;

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Why an entry of that name must not be, or null.
const char* badName(std::string_view name) {
  if (name.empty()) return translatable("records", "an entry has no name");
  if (name.size() > 4096) return translatable("records", "an entry has an absurdly long name");
  if (name.find('\0') != std::string_view::npos)
    return translatable("records", "an entry has a null byte in its name");
  if (name.front() == '/' || name.find('\\') != std::string_view::npos || (name.size() > 1 && name[1] == ':')) {
    return translatable("records", "an entry has an absolute or foreign path");
  }
  std::size_t start = 0;
  while (start <= name.size()) {
    const std::size_t end = std::min(name.find('/', start), name.size());
    if (name.substr(start, end - start) == "..") {
      return translatable("records", "an entry leads out of the archive's folder");
    }
    start = end + 1;
  }
  return nullptr;
}

}  // namespace

std::string_view withoutArchiveName(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

ZipArchive::ZipArchive(const BoundedFile& file, Findings& findings) : m_file(file) {
  if (!readDirectory(findings)) return;
  checkNames(findings);
  checkSizes(findings);
  if (!checkPlaces(findings)) m_entries.clear();
}

bool ZipArchive::readDirectory(Findings& findings) {
  const auto fail = [&](const char* words) {
    findings.damaged("zip-directory", {}, words);
    return false;
  };
  // The end record stands in the last 64 KiB + 22 bytes; the last one counts, and its comment ends the file.
  constexpr std::uint64_t kEndRecord = 22;
  if (m_file.size() < kEndRecord)
    return fail(translatable("records", "is cut short: a zip without its directory"));
  const std::uint64_t tailSize = std::min<std::uint64_t>(m_file.size(), 65535 + kEndRecord);
  const std::string tail = m_file.read(m_file.size() - tailSize, tailSize);
  const std::size_t end = tail.rfind(std::string_view("PK\x05\x06", 4));
  if (end == std::string::npos || tail.size() - end < kEndRecord) {
    return fail(translatable("records", "is cut short: a zip without its directory"));
  }
  if (littleEndian(tail, end + 20, 2) != tail.size() - end - kEndRecord) {
    return fail(translatable("records", "has a directory that does not end where the file ends"));
  }
  if (littleEndian(tail, end + 4, 2) != 0 || littleEndian(tail, end + 6, 2) != 0) {
    return fail(translatable("records", "is one part of an archive of several files"));
  }
  std::uint64_t count = littleEndian(tail, end + 10, 2);
  std::uint64_t size = littleEndian(tail, end + 12, 4);
  m_directory = littleEndian(tail, end + 16, 4);
  const std::uint64_t endOffset = m_file.size() - tailSize + end;
  std::uint64_t directoryLimit = endOffset;
  if (endOffset >= 20 && m_file.read(endOffset - 20, 4) == "PK\x06\x07") {
    const std::uint64_t record = littleEndian(m_file.read(endOffset - 12, 8), 0, 8);
    if (!m_file.holds(record, 56) || record > endOffset - 20)
      return fail(translatable("records", "has a 64-bit directory outside the file"));
    const std::string wide = m_file.read(record, 56);
    if (!wide.starts_with("PK\x06\x06")) return fail(translatable("records", "has a damaged 64-bit directory"));
    const std::uint64_t count64 = littleEndian(wide, 32, 8);
    const std::uint64_t size64 = littleEndian(wide, 40, 8);
    const std::uint64_t directory64 = littleEndian(wide, 48, 8);
    // Two readers that believe different records would see different files.
    if ((count != 0xffff && count != count64) || (size != kIn64 && size != size64) ||
        (m_directory != kIn64 && m_directory != directory64)) {
      findings.refuse("zip-ambiguous", {},
                      translatable("records", "has two directories that contradict each other"));
      return false;
    }
    count = count64;
    size = size64;
    m_directory = directory64;
    directoryLimit = record;
  }
  if (count > kMostEntries) {
    findings.refuse("zip-entries", {}, filled(translatable("records", "claims {} entries"), count));
    return false;
  }
  if (m_directory > directoryLimit || size > directoryLimit - m_directory || size > kMostDirectory ||
      count * 46 > size) {
    return fail(translatable("records", "has a directory that does not fit into the file"));
  }
  const std::string directory = m_file.read(m_directory, size);
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!readEntry(directory, at, findings)) return false;
  }
  return true;
}

bool ZipArchive::readEntry(std::string_view directory, std::size_t& at, Findings& findings) {
  const auto fail = [&](const std::string& place, const char* words) {
    findings.damaged("zip-entry", printable(place), words);
    return false;
  };
  if (directory.size() - at < 46 || directory.substr(at, 4) != "PK\x01\x02") {
    return fail(fmt::format("entry {}", m_entries.size()),
                translatable("records", "has a damaged line in its directory"));
  }
  const auto number = [&](std::size_t offset, std::size_t bytes) {
    return littleEndian(directory, at + offset, bytes);
  };
  const std::uint64_t flags = number(8, 2), method = number(10, 2);
  const std::size_t nameSize = number(28, 2), extraSize = number(30, 2), commentSize = number(32, 2);
  if (directory.size() - at - 46 < nameSize + extraSize + commentSize) {
    return fail(fmt::format("entry {}", m_entries.size()),
                translatable("records", "has a damaged line in its directory"));
  }
  ZipEntry entry;
  entry.name = directory.substr(at + 46, nameSize);
  entry.crc = static_cast<std::uint32_t>(number(16, 4));
  entry.packed = number(20, 4);
  entry.unpacked = number(24, 4);
  entry.deflated = method == 8;
  std::uint64_t header = number(42, 4);
  std::string_view extra = directory.substr(at + 46 + nameSize, extraSize);
  at += 46 + nameSize + extraSize + commentSize;
  while (extra.size() >= 4) {
    const std::size_t id = littleEndian(extra, 0, 2), length = littleEndian(extra, 2, 2);
    if (length > extra.size() - 4) return fail(entry.name, translatable("records", "has damaged extra fields"));
    if (id == 1) {  // the 64-bit sizes, those that did not fit, in this order
      std::size_t field = 4;
      for (std::uint64_t* value : {&entry.unpacked, &entry.packed, &header}) {
        if (*value != kIn64) continue;
        if (field + 8 > 4 + length) return fail(entry.name, translatable("records", "lacks its 64-bit sizes"));
        *value = littleEndian(extra, field, 8);
        field += 8;
      }
    }
    extra.remove_prefix(4 + length);
  }
  if (flags & 0x2041) {
    findings.refuse("zip-encrypted", printable(entry.name),
                    translatable("records", "is encrypted, so that nobody can examine it"));
  }
  if (method != 0 && method != 8) {
    return fail(entry.name, translatable("records", "is packed by a method other than deflate"));
  }
  if (method == 0 && entry.packed != entry.unpacked)
    return fail(entry.name, translatable("records", "is stored, yet of two sizes"));
  if (!m_file.holds(header, 30)) return fail(entry.name, translatable("records", "lies outside the file"));
  const std::string local = m_file.read(header, 30);
  if (!local.starts_with("PK\x03\x04"))
    return fail(entry.name, translatable("records", "is not where the directory says"));
  const std::uint64_t localName = littleEndian(local, 26, 2), localExtra = littleEndian(local, 28, 2);
  entry.dataOffset = header + 30 + localName + localExtra;
  if (!m_file.holds(entry.dataOffset, entry.packed) || entry.dataOffset + entry.packed > m_directory) {
    return fail(entry.name, translatable("records", "is cut short"));
  }
  if (m_file.read(header + 30, localName) != entry.name || littleEndian(local, 8, 2) != method) {
    findings.refuse(
        "zip-ambiguous", printable(entry.name),
        translatable("records", "has another name or packing in its own header than in the directory"));
  }
  m_entries.push_back(std::move(entry));
  m_headers.push_back(header);
  return true;
}

void ZipArchive::checkNames(Findings& findings) const {
  std::set<std::string> seen;
  for (const ZipEntry& entry : m_entries) {
    if (const char* wrong = badName(entry.name)) {
      findings.refuse("zip-path", printable(entry.name), wrong);
    }
    // PyTorch's reader finds entries whatever their case.
    if (!seen.insert(lowered(entry.name)).second) {
      findings.refuse("zip-duplicate", printable(entry.name),
                      translatable("records", "is there twice: readers would disagree which counts"));
    }
  }
}

void ZipArchive::checkSizes(Findings& findings) const {
  std::uint64_t packed = 0, unpacked = 0;
  for (const ZipEntry& entry : m_entries) {
    packed += entry.packed;
    if (entry.unpacked > kMostUnpacked || unpacked > kMostUnpacked) {
      unpacked = kMostUnpacked + 1;
    } else {
      unpacked += entry.unpacked;
    }
    if (entry.unpacked > kSmall && entry.unpacked / kMostRatio > entry.packed) {
      findings.refuse("zip-bomb", printable(entry.name),
                      filled(translatable("records", "unpacks {} bytes to {}"), entry.packed, entry.unpacked));
    }
  }
  findings.report().unpackedBytes = unpacked;
  if (unpacked > kMostUnpacked || (unpacked > kSmall && unpacked / kMostRatio > packed)) {
    findings.refuse("zip-bomb", {},
                    filled(translatable("records", "unpacks {} bytes to {} in all"), packed, unpacked));
  }
}

bool ZipArchive::checkPlaces(Findings& findings) {
  std::vector<std::size_t> order(m_entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return m_headers[a] < m_headers[b]; });
  std::uint64_t end = 0, unclaimed = 0;
  for (const std::size_t i : order) {
    if (m_headers[i] < end) {
      findings.refuse(
          "zip-overlap", printable(m_entries[i].name),
          translatable("records", "overlaps another entry: the same bytes would be unpacked again and again"));
      return false;
    }
    unclaimed += m_headers[i] - end;
    end = m_entries[i].dataOffset + m_entries[i].packed;
  }
  unclaimed += m_directory - end;
  // Data descriptors (up to 24 bytes an entry) belong to no entry either.
  if (unclaimed > 24 * m_entries.size()) {
    findings.warn("zip-hidden", {},
                  filled(translatable("records", "holds {} bytes that belong to no entry"), unclaimed));
  }
  return true;
}

const ZipEntry* ZipArchive::find(std::string_view path) const {
  const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                  [&](const ZipEntry& entry) { return withoutArchiveName(entry.name) == path; });
  return found == m_entries.end() ? nullptr : &*found;
}

std::string ZipArchive::content(const ZipEntry& entry, std::uint64_t most) const {
  const auto fail = [&](const std::string& why) -> void {
    throw InputError(m_file.path().string(), fmt::format("its part ‘{}’ {}", printable(entry.name), why));
  };
  if (entry.unpacked > most) fail(fmt::format("has {} bytes; more than {} are not read", entry.unpacked, most));
  std::string bytes = m_file.read(entry.dataOffset, entry.packed);
  if (entry.deflated) {
    std::string unpacked(entry.unpacked, '\0');
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) fail("cannot be unpacked");
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string nothing(1, '\0');  // zlib wants a place even for no bytes
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.empty() ? nothing.data() : unpacked.data());
    stream.avail_out = static_cast<uInt>(unpacked.size());
    const int answer = inflate(&stream, Z_FINISH);
    const bool whole = answer == Z_STREAM_END && stream.total_out == entry.unpacked;
    inflateEnd(&stream);
    if (!whole) fail("is damaged: it does not unpack to the size it states");
    bytes = std::move(unpacked);
  }
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (crc != entry.crc) fail("is damaged: its checksum is wrong");
  return bytes;
}

void ZipArchive::contentInto(const ZipEntry& entry, void* target) const {
  m_file.readInto(target, entry.dataOffset, entry.unpacked);
}

bool ZipArchive::intact(const ZipEntry& entry) const {
  uLong crc = 0;
  if (!entry.deflated) {
    m_file.stream(entry.dataOffset, entry.packed, [&](std::string_view piece) {
      crc = crc32_z(crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
    });
    return crc == entry.crc;
  }
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return false;
  std::string out(1 << 18, '\0');
  std::uint64_t total = 0;
  int answer = Z_OK;
  m_file.stream(entry.dataOffset, entry.packed, [&](std::string_view piece) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    while (answer == Z_OK && total <= entry.unpacked) {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      answer = inflate(&stream, Z_NO_FLUSH);
      const std::size_t got = out.size() - stream.avail_out;
      crc = crc32_z(crc, reinterpret_cast<const Bytef*>(out.data()), got);
      total += got;
      if (answer == Z_BUF_ERROR) answer = Z_OK;
      if (stream.avail_in == 0 && stream.avail_out != 0) break;
    }
  });
  inflateEnd(&stream);
  return answer == Z_STREAM_END && total == entry.unpacked && crc == entry.crc;
}

}  // namespace adversarium
