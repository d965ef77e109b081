// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_set.h"

#include <algorithm>
#include <fstream>
#include <optional>

#include "core/base/error.h"
#include "core/base/hidden_files.h"
#include "core/data/drawn_data.h"
#include "core/data/fitting.h"
#include "core/data/readers.h"
#include "core/data/sources.h"
#include "core/data/table_data.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Another data set in another size.
class ResizedData final : public DataSet {
 public:
  ResizedData(std::shared_ptr<const DataSet> source, ImageShape shape)
      : DataSet(source->info()), m_source(std::move(source)), m_shape(shape) {
    Fittings fittings(shape);
    fittings.add({m_info.channels, m_info.height, m_info.width}, m_info.count);
    for (DataNote& note : fittings.notes()) m_info.notes.push_back(std::move(note));
    m_info.channels = shape.channels;
    m_info.height = shape.height;
    m_info.width = shape.width;
  }
  void read(std::int64_t index, std::span<float> planes) const override {
    const Image image = fitted(m_source->image(index), m_shape);
    std::copy(image.planes.begin(), image.planes.end(), planes.begin());
  }
  int label(std::int64_t index) const override { return m_source->label(index); }
  std::string sha256() const override { return m_source->sha256(); }

 private:
  std::shared_ptr<const DataSet> m_source;
  ImageShape m_shape;
};

bool isGzip(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return stream.get() == 0x1f && stream.get() == 0x8b;
}

/// The labels that belong to an IDX images file, by the names in use.
std::optional<fs::path> labelsBeside(const fs::path& images) {
  std::string name = images.filename().string();
  const std::size_t at = name.find("images");
  if (at == std::string::npos) return std::nullopt;
  name.replace(at, 6, "labels");
  for (const auto& [from, to] : {std::pair{"idx3", "idx1"}, std::pair{"idx4", "idx1"}}) {
    const std::size_t dimension = name.find(from);
    if (dimension != std::string::npos) name.replace(dimension, 4, to);
  }
  for (const std::string& candidate : {name, name + ".gz", name.substr(0, name.rfind(".gz"))}) {
    const fs::path file = images.parent_path() / candidate;
    if (fs::exists(file)) return file;
  }
  return std::nullopt;
}

std::shared_ptr<const DataSet> openIdxImages(const std::string& where, const fs::path& images) {
  const std::optional<fs::path> labels = labelsBeside(images);
  if (!labels)
    throw InputError(images.string(), "has no labels file beside it (…labels-idx1-ubyte, plain or .gz)");
  return openIdx(where, images, *labels);
}

/// Files of a folder whose names contain all of `parts`, sorted.
std::vector<fs::path> filesWith(const fs::path& folder, std::initializer_list<std::string_view> parts) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (isHidden(name)) continue;
    const bool all = std::all_of(parts.begin(), parts.end(),
                                 [&](std::string_view part) { return name.find(part) != std::string::npos; });
    if (all && entry.is_regular_file()) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// `part` is "train", "test" or empty; where a folder holds both, the test samples are the ones to look at.
std::shared_ptr<const DataSet> openFolder(const std::string& where, const fs::path& folder,
                                          const std::string& part, ImageShape wanted) {
  std::vector<fs::path> idx = filesWith(folder, {"images", "idx"});
  if (!idx.empty()) {
    const auto isTest = [](const fs::path& f) {
      const std::string name = f.filename().string();
      return name.starts_with("t10k") || name.find("test") != std::string::npos;
    };
    if (idx.size() > 1 || !part.empty())
      std::erase_if(idx, [&](const fs::path& f) { return isTest(f) == (part == "train"); });
    if (idx.size() == 1) return openIdxImages(where, idx.front());
  }
  if (fs::exists(folder / "adult.data") && fs::exists(folder / "adult.test"))
    return openAdult(where, folder, part);
  const std::vector<fs::path> train = filesWith(folder, {"data_batch", ".bin"}),
                              test = filesWith(folder, {"test_batch", ".bin"});
  if (part == "train" ? !train.empty() : !test.empty()) return openCifar(where, part == "train" ? train : test);
  if (part.empty() && !train.empty()) return openCifar(where, train);
  if (part.empty() && fs::exists(folder / "x.npy")) {
    return openNpy(where, folder / "x.npy", fs::exists(folder / "y.npy") ? folder / "y.npy" : fs::path());
  }
  if (!part.empty() && fs::is_directory(folder / part)) return openImageFolder(where, folder / part, wanted);
  return nullptr;
}

std::shared_ptr<const DataSet> openFile(const std::string& where, const fs::path& file, ImageShape wanted) {
  if (fs::file_size(file) == 0) throw InputError(where, "is empty");
  if (looksLikeImage(file)) return openImageFile(where, wanted);
  const std::string name = file.filename().string();
  std::ifstream stream(file, std::ios::binary);
  char head[6] = {};
  stream.read(head, 6);
  if (std::string_view(head, 6) == "\x93NUMPY") return openNpy(where, file, {});
  if (name.find("idx") != std::string::npos || std::string_view(head, 3) == std::string_view("\0\0\x08", 3) ||
      isGzip(file)) {
    return openIdxImages(where, file);
  }
  if (file.extension() == ".bin") return openCifar(where, {file});
  if (file.extension() == ".csv") return openTable(where, file);
  throw InputError(where, "is neither IDX, CIFAR-10 binary, .npy, .csv nor a picture");
}

std::shared_ptr<const DataSet> openAny(const std::string& where, ImageShape wanted) {
  if (where == "demo:census" || where == "demo:census-train") return openDrawnCensus(where.substr(5));
  if (where.starts_with("demo:")) return openDrawnData(where.substr(5));
  std::string path = where, part;
  for (const char* suffix : {"#train", "#test"}) {
    if (where.ends_with(suffix)) {
      part = suffix + 1;
      path = where.substr(0, where.size() - part.size() - 1);
    }
  }
  if (path.empty()) throw InputError("data", "no place was given");
  try {
    if (!fs::exists(path)) throw InputError(path, "does not exist");
    if (!fs::is_directory(path)) return openFile(path, path, wanted);
    if (auto found = openFolder(where, path, part, wanted)) return found;
    if (!part.empty()) throw InputError(path, "has no part '" + part + "'");
    return openImageFolder(where, path, wanted);
  } catch (const fs::filesystem_error& wrong) {
    throw InputError(path, wrong.code().message());
  }
}

}  // namespace

Image DataSet::image(std::int64_t index) const {
  Image image(m_info.channels, m_info.height, m_info.width);
  read(index, image.planes);
  return image;
}

const LabelRange& DataSet::labelRange() const {
  std::call_once(m_ranged, [this] {
    for (std::int64_t i = 0; i < m_info.count; ++i) {
      const int one = label(i);
      if (one < 0) continue;
      if (m_range.least < 0 || one < m_range.least) m_range.least = one;
      if (one > m_range.most) m_range = {m_range.least, one, i};
    }
  });
  return m_range;
}

std::shared_ptr<const DataSet> openDataSet(const std::string& where, ImageShape wanted) {
  std::shared_ptr<const DataSet> data = openAny(where, wanted);
  const DataInfo& info = data->info();
  const bool fits = (wanted.channels == 0 || wanted.channels == info.channels) &&
                    (wanted.height == 0 || (wanted.height == info.height && wanted.width == info.width));
  if (fits) return data;
  const ImageShape shape{wanted.channels ? wanted.channels : info.channels,
                         wanted.height ? wanted.height : info.height, wanted.height ? wanted.width : info.width};
  requireFitting({info.channels, info.height, info.width}, shape, where);
  return std::make_shared<ResizedData>(data, shape);
}

std::string trainingPart(const std::string& where) {
  if (where.find('#') != std::string::npos || where.ends_with("-train")) return where;
  if (where.starts_with("demo:")) return where + "-train";
  std::error_code ignored;
  if (!fs::is_directory(where, ignored)) return where;
  try {
    (void)openDataSet(where + "#test");
    (void)openDataSet(where + "#train");
    return where + "#train";
  } catch (const InputError&) {
    return where;
  }
}

std::vector<fs::path> dataSources(const std::string& where) {
  if (where.starts_with("demo:")) return {};
  std::string path = where;
  for (const std::string_view part : {"#train", "#test"}) {
    if (where.ends_with(part)) path.resize(where.size() - part.size());
  }
  std::vector<fs::path> sources;
  std::error_code problem;
  if (!fs::is_directory(path, problem)) {
    const fs::path file = path;
    sources = {file, file.parent_path() / "batches.meta.txt"};  // names of CIFAR-10's classes
    if (const auto labels = labelsBeside(file)) sources.push_back(*labels);
    return sources;
  }
  constexpr int kDeepest = 2;  // FOLDER/train/CLASS/picture
  const auto options =
      fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(path, options, problem), end; !problem && at != end;
       at.increment(problem)) {
    const std::string name = at->path().filename().string();
    if (at.depth() >= kDeepest || name.starts_with('.')) at.disable_recursion_pending();
    std::error_code unreadable;
    // What a run keeps beside its data while it goes on is no part of it.
    if (at->is_regular_file(unreadable) && !name.starts_with('.') &&
        name.find(".safetensors") == std::string::npos)
      sources.push_back(at->path());
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

std::vector<std::string> builtInDataNames() { return drawnDataNames(); }

}  // namespace adversarium
