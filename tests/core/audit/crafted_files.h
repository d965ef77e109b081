// SPDX-License-Identifier: GPL-3.0-or-later
/// Zip archives, pickles and ONNX messages written byte by byte, as an honest or a hostile program would.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace adversarium::crafted {

inline std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i);
  return text;
}

inline std::string deflated(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Every field of an entry may be made to lie.
struct Entry {
  std::string name, content;
  bool pack = false;
  std::string localName = {};  ///< where it differs
  std::uint16_t flags = 0;
  std::uint64_t statedSize = 0;  ///< 0: the true one
  std::uint32_t crcOff = 0;      ///< added to the checksum
  int sameAs = -1;               ///< points to that entry's header instead of its own
};

inline std::string zip(const std::vector<Entry>& entries) {
  std::string file, directory;
  std::vector<std::size_t> offsets;
  for (const Entry& entry : entries) {
    const std::string packed = entry.pack ? deflated(entry.content) : entry.content;
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(entry.content.size())));
    const std::uint64_t size = entry.statedSize ? entry.statedSize : entry.content.size();
    const std::string& local = entry.localName.empty() ? entry.name : entry.localName;
    const std::string common = little(entry.flags, 2) + little(entry.pack ? 8 : 0, 2) + little(0, 4) +
                               little(crc + entry.crcOff, 4) + little(packed.size(), 4) + little(size, 4);
    std::size_t offset = file.size();
    if (entry.sameAs >= 0) {
      offset = offsets[static_cast<std::size_t>(entry.sameAs)];
    } else {
      file += "PK\x03\x04" + little(20, 2) + common + little(local.size(), 2) + little(0, 2) + local + packed;
    }
    offsets.push_back(offset);
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + common + little(entry.name.size(), 2) +
                 little(0, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) +
                 entry.name;
  }
  const std::size_t start = file.size();
  file += directory;
  file += "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
          little(directory.size(), 4) + little(start, 4) + little(0, 2);
  return file;
}

/// Pickle opcodes of protocol 2.
namespace pickle {
inline const std::string start = "\x80\x02", stop = ".", mark = "(", emptyDict = "}", emptyTuple = ")",
                         reduce = "R", setItems = "u", tuple = "t", persistent = "Q", no = "\x89", none = "N",
                         build = "b";
inline std::string text(std::string_view words) { return "X" + little(words.size(), 4) + std::string(words); }
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string number(std::int64_t value) { return "\x8a\x08" + little(static_cast<std::uint64_t>(value), 8); }
inline std::string numbers(const std::vector<std::int64_t>& values) {
  std::string result = mark;
  for (const std::int64_t value : values) result += number(value);
  return result + tuple;
}
inline std::string orderedDict() { return global("collections", "OrderedDict") + emptyTuple + reduce; }

struct Tensor {
  std::string key;
  std::vector<std::int64_t> shape, strides;
  std::int64_t offset = 0, count = 0;
  std::string type = "FloatStorage";
};
/// A call of torch._utils._rebuild_tensor_v2, as torch.save writes it.
inline std::string tensor(const Tensor& t) {
  return global("torch._utils", "_rebuild_tensor_v2") + mark + mark + text("storage") + global("torch", t.type) +
         text(t.key) + text("cpu") + number(t.count) + tuple + persistent + number(t.offset) + numbers(t.shape) +
         numbers(t.strides) + no + orderedDict() + tuple + reduce;
}
}  // namespace pickle

/// A checkpoint with that pickle and those storages.
inline std::string checkpoint(const std::string& pickle, const std::vector<std::string>& storages = {},
                              std::vector<Entry> more = {}) {
  std::vector<Entry> entries{{"net/data.pkl", pickle}, {"net/byteorder", "little"}, {"net/version", "3\n"}};
  for (std::size_t i = 0; i < storages.size(); ++i)
    entries.push_back({"net/data/" + std::to_string(i), storages[i]});
  entries.insert(entries.end(), more.begin(), more.end());
  return zip(entries);
}

/// A TorchScript archive whose one class has that program text.
inline std::string script(const std::string& code, std::vector<Entry> more = {}) {
  namespace p = pickle;
  std::vector<Entry> entries{{"net/data.pkl", p::start + p::global("__torch__", "Net") + p::emptyTuple + "\x81" +
                                                  p::emptyDict + p::build + p::stop},
                             {"net/code/__torch__.py", code},
                             {"net/constants.pkl", p::start + p::emptyTuple + p::stop},
                             {"net/version", "3\n"}};
  entries.insert(entries.end(), more.begin(), more.end());
  return zip(entries);
}

/// Protocol buffers.
namespace onnx {
inline std::string varint(std::uint64_t value) {
  std::string text;
  for (; value >= 0x80; value >>= 7) text += static_cast<char>(value | 0x80);
  return text + static_cast<char>(value);
}
inline std::string number(int field, std::uint64_t value) {
  return varint(static_cast<std::uint64_t>(field) << 3) + varint(value);
}
inline std::string bytes(int field, const std::string& value) {
  return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(value.size()) + value;
}
inline std::string node(const std::string& type, const std::string& domain = {}, const std::string& more = {}) {
  return bytes(1, bytes(1, "x") + bytes(2, "y") + bytes(3, type + "_1") + bytes(4, type) + more +
                      (domain.empty() ? std::string() : bytes(7, domain)));
}
inline std::string tensor(const std::vector<std::uint64_t>& dims, const std::string& more) {
  std::string text;
  for (const std::uint64_t dim : dims) text += number(1, dim);
  return bytes(5, text + number(2, 1) + bytes(8, "w") + more);
}
inline std::string external(const std::string& location) {
  return bytes(13, bytes(1, "location") + bytes(2, location)) + number(14, 1);
}
inline std::string model(const std::string& graph, const std::string& more = {}) {
  return number(1, 8) + bytes(2, "crafted") + bytes(8, number(2, 13)) + bytes(7, graph + bytes(2, "g")) + more;
}
}  // namespace onnx

}  // namespace adversarium::crafted
