// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <zlib.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/readers.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// An IDX file's bytes, unpacked on the way in; zlib passes plain files through unchanged.
class IdxStream {
 public:
  explicit IdxStream(const fs::path& file) : m_name(file.string()), m_file(gzopen(m_name.c_str(), "rb")) {
    if (!m_file) throw InputError(m_name, "cannot be opened");
    gzbuffer(m_file, 1 << 18);
  }
  ~IdxStream() { gzclose(m_file); }
  IdxStream(const IdxStream&) = delete;
  IdxStream& operator=(const IdxStream&) = delete;

  void read(void* into, std::size_t count, const char* what) {
    std::size_t done = 0;
    while (done < count) {
      const auto part = static_cast<unsigned>(std::min<std::size_t>(count - done, 1U << 24));
      const int got = gzread(m_file, static_cast<char*>(into) + done, part);
      if (got <= 0) {
        int code = 0;
        const char* words = gzerror(m_file, &code);
        throw InputError(m_name, fmt::format("ends at byte {} inside {}{}", m_offset + done, what,
                                             code < 0 ? fmt::format(" ({})", words) : std::string()));
      }
      done += static_cast<std::size_t>(got);
    }
    m_offset += count;
  }

  std::uint32_t number(const char* what) {
    unsigned char bytes[4];
    read(bytes, 4, what);
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
  }

  void expectEnd() {
    char more = 0;
    if (gzread(m_file, &more, 1) > 0) throw InputError(m_name, fmt::format("goes on after byte {}", m_offset));
  }

 private:
  std::string m_name;
  gzFile m_file;
  std::size_t m_offset = 0;
};

class IdxData final : public DataSet {
 public:
  IdxData(DataInfo info, std::vector<fs::path> files, std::vector<std::uint8_t> pixels,
          std::vector<std::uint8_t> labels)
      : DataSet(std::move(info)),
        m_files(std::move(files)),
        m_pixels(std::move(pixels)),
        m_labels(std::move(labels)) {}

  void read(std::int64_t index, std::span<float> planes) const override {
    const std::uint8_t* source = m_pixels.data() + static_cast<std::size_t>(index) * planes.size();
    for (std::size_t i = 0; i < planes.size(); ++i) planes[i] = static_cast<float>(source[i]) / 255.0F;
  }
  int label(std::int64_t index) const override { return m_labels[static_cast<std::size_t>(index)]; }
  std::string sha256() const override {
    Sha256 hash;
    for (const fs::path& file : m_files) addFile(hash, file);
    return hash.hex();
  }

 private:
  std::vector<fs::path> m_files;
  std::vector<std::uint8_t> m_pixels, m_labels;
};

}  // namespace

std::shared_ptr<const DataSet> openIdx(const std::string& where, const fs::path& images, const fs::path& labels) {
  constexpr std::uint32_t kImageMagic = 2051, kLabelMagic = 2049;
  constexpr std::uint64_t kMostBytes = 8'000'000'000, kMostSide = 8192;
  // deflate packs at most about 1032 to 1: what a file of this size can hold at all.
  constexpr std::uint64_t kMostRatio = 1040;
  IdxStream pictures(images);
  const std::uint32_t magic = pictures.number("its header");
  if (magic != kImageMagic) {
    throw InputError(images.string(), fmt::format("at byte 0: magic number {} instead of {}", magic, kImageMagic));
  }
  const std::uint64_t count = pictures.number("its header");
  const std::uint64_t height = pictures.number("its header"), width = pictures.number("its header");
  if (count == 0 || height == 0 || width == 0 || height > kMostSide || width > kMostSide ||
      count * height * width > kMostBytes || count * height * width > fs::file_size(images) * kMostRatio) {
    throw InputError(images.string(),
                     fmt::format("at byte 4: {} images of {}×{} cannot be in it", count, height, width));
  }
  IdxStream classes(labels);
  const std::uint32_t labelMagic = classes.number("its header");
  if (labelMagic != kLabelMagic) {
    throw InputError(labels.string(),
                     fmt::format("at byte 0: magic number {} instead of {}", labelMagic, kLabelMagic));
  }
  const std::uint64_t labelCount = classes.number("its header");
  if (labelCount != count) {
    throw InputError(labels.string(), fmt::format("at byte 4: {} labels for {} images", labelCount, count));
  }
  std::vector<std::uint8_t> pixels(count * height * width), names(count);
  pictures.read(pixels.data(), pixels.size(), "its images");
  pictures.expectEnd();
  classes.read(names.data(), names.size(), "its labels");
  classes.expectEnd();
  DataInfo info{
      where, "idx", static_cast<std::int64_t>(count), 1, static_cast<int>(height), static_cast<int>(width),
      true,  {}};
  info.labelFile = labels.string();
  return std::make_shared<IdxData>(std::move(info), std::vector<fs::path>{images, labels}, std::move(pixels),
                                   std::move(names));
}

}  // namespace adversarium
