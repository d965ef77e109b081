// SPDX-License-Identifier: GPL-3.0-or-later
/// Labelled images from anywhere, read one at a time, so that no data set has to fit into memory as floats.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/image.h"

namespace adversarium {

/// What was left out, changed or guessed when data was read: a caveat of every record made of it. `id` is stable,
/// `words` are for a person (core/base/words.h).
struct DataNote {
  std::string id;
  Words words;
  bool operator==(const DataNote&) const = default;
};

/// Where the numbers of classes come from.
enum class Numbering {
  Stated,      ///< the data says them
  Sorted,      ///< its classes have names, which were sorted
  FolderNames  ///< its folders are named by them
};

/// What a person or a model needs to know before reading a sample.
struct DataInfo {
  std::string where;  ///< as it was asked for: a path or demo:NAME
  std::string kind;   ///< "idx", "cifar10", "folder", "npy", "image", "drawn", "table"
  std::int64_t count = 0;
  int channels = 0;  ///< 1 or 3
  int height = 0;
  int width = 0;
  bool labelled = false;
  std::vector<std::string> classNames;  ///< empty where only numbers are known
  Numbering numbering = Numbering::Stated;
  std::string labelFile{};        ///< where the classes stand, if not in the images' own place
  std::vector<DataNote> notes{};  ///< for the data in this shape and with these classes
};

/// The size every sample is brought to; zero keeps the data's own.
struct ImageShape {
  int channels = 0;
  int height = 0;
  int width = 0;
  bool operator==(const ImageShape&) const = default;
};

/// The least and the largest class of any sample, and the first sample of the largest; −1 where none is known.
struct LabelRange {
  int least = -1;
  int most = -1;
  std::int64_t sample = -1;
};

/// Read-only and safe to read from several threads at once.
class DataSet {
 public:
  virtual ~DataSet() = default;

  const DataInfo& info() const { return m_info; }

  /// Writes sample `index` as channels × height × width floats in [0,1]; `planes` has exactly that size.
  /// Throws InputError naming file and offset when the sample cannot be read.
  virtual void read(std::int64_t index, std::span<float> planes) const = 0;

  /// The class of a sample, or −1 where none is known.
  virtual int label(std::int64_t index) const = 0;

  /// Lower-case hexadecimal digest of the source: the files' bytes, or the drawing's name, version and seed.
  /// May read the whole source on first use.
  virtual std::string sha256() const = 0;

  Image image(std::int64_t index) const;

  /// Looks at every label on first use.
  const LabelRange& labelRange() const;

 protected:
  explicit DataSet(DataInfo info) : m_info(std::move(info)) {}
  DataInfo m_info;

 private:
  mutable std::once_flag m_ranged;
  mutable LabelRange m_range;
};

/// Opens demo:NAME, an IDX pair, CIFAR-10 binaries, an image folder, a folder with x.npy and y.npy, or one
/// image file, and brings every sample to `wanted` by the rule of core/data/fitting.h, of which the notes tell.
/// Throws InputError naming file, offset and reason.
std::shared_ptr<const DataSet> openDataSet(const std::string& where, ImageShape wanted = {});

/// Where a place holds a training and a test part (a folder of IDX files, demo:NAME), its training part; else the
/// place itself.
std::string trainingPart(const std::string& where);

/// The names that openDataSet takes after "demo:".
std::vector<std::string> builtInDataNames();

}  // namespace adversarium
