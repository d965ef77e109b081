// SPDX-License-Identifier: GPL-3.0-or-later
/// The fields of a protocol-buffer message where they lie in a file: a key (number × 8 + kind) and a value, in any
/// order. Torch-free.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "core/audit/model_file.h"

namespace adversarium::protobuf {

struct Range {
  std::uint64_t begin = 0, end = 0;
  std::uint64_t size() const { return end - begin; }
};

struct Field {
  std::uint32_t number = 0;
  enum class Kind { Varint, Fixed64, Bytes, Fixed32 } kind = Kind::Varint;
  std::uint64_t value = 0;  ///< of a Varint
  Range bytes;              ///< of Bytes
};

/// Reads small pieces of the file through a window, so that a field costs no system call of its own.
class ByteWindow {
 public:
  explicit ByteWindow(const BoundedFile& file) : m_file(file) {}
  std::uint8_t byteAt(std::uint64_t offset) {
    if (offset < m_start || offset >= m_start + m_bytes.size()) {
      m_start = offset;
      m_bytes = m_file.read(offset, std::min<std::uint64_t>(kSize, m_file.size() - offset));
    }
    return static_cast<std::uint8_t>(m_bytes[offset - m_start]);
  }
  /// No name or path needs more than `most` bytes.
  std::string text(const Range& range, std::size_t most = 4096) {
    return m_file.read(range.begin, std::min<std::uint64_t>(range.size(), most));
  }

 private:
  static constexpr std::size_t kSize = 1 << 16;
  const BoundedFile& m_file;
  std::uint64_t m_start = 0;
  std::string m_bytes;
};

/// Walks the fields of one message.
class Fields {
 public:
  Fields(ByteWindow& window, Range range) : m_window(window), m_at(range.begin), m_end(range.end) {}

  bool damaged() const { return m_damaged; }

  /// False at the end, or where the message is damaged.
  bool next(Field& field) {
    if (m_at >= m_end || m_damaged) return false;
    std::uint64_t key = 0;
    if (!varint(key)) return false;
    field.number = static_cast<std::uint32_t>(std::min<std::uint64_t>(key >> 3, UINT32_MAX));
    switch (key & 7) {
      case 0:
        field.kind = Field::Kind::Varint;
        return varint(field.value);
      case 1:
        field.kind = Field::Kind::Fixed64;
        return skip(8);
      case 5:
        field.kind = Field::Kind::Fixed32;
        return skip(4);
      case 2: {
        std::uint64_t length = 0;
        if (!varint(length)) return false;
        field.kind = Field::Kind::Bytes;
        field.bytes = {m_at, m_at + length};
        return skip(length);
      }
      default:
        return fail();
    }
  }

  bool varint(std::uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (m_at >= m_end) return fail();
      const std::uint8_t byte = m_window.byteAt(m_at++);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return fail();
  }
  bool atEnd() const { return m_at >= m_end; }

 private:
  bool skip(std::uint64_t count) {
    if (count > m_end - m_at) return fail();
    m_at += count;
    return true;
  }
  bool fail() {
    m_damaged = true;
    return false;
  }

  ByteWindow& m_window;
  std::uint64_t m_at, m_end;
  bool m_damaged = false;
};

}  // namespace adversarium::protobuf
