// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/fitting.h"
#include "core/data/picture_header.h"
#include "core/data/picture_notes.h"
#include "core/data/readers.h"
#include "core/data/unit_range.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

std::vector<unsigned char> allBytes(const fs::path& file) {
  constexpr std::uintmax_t kMostBytes = 512'000'000;
  std::error_code problem;
  const std::uintmax_t size = fs::file_size(file, problem);
  if (problem) throw InputError(file.string(), "does not exist or cannot be read");
  if (size > kMostBytes) throw InputError(file.string(), "is larger than any picture should be");
  std::vector<unsigned char> bytes(size);
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!stream) throw InputError(file.string(), "cannot be read");
  return bytes;
}

/// Each scan of a progressive JPEG goes over all of its pixels: a small file of very many would take for ever.
void refuseEndlessScans(const std::vector<unsigned char>& bytes, const fs::path& file) {
  constexpr int kMostScans = 200;
  int scans = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) scans += bytes[i] == 0xFF && bytes[i + 1] == 0xDA;
  if (scans > kMostScans)
    throw InputError(file.string(), fmt::format("is a JPEG of {} scans, more than is sensible", scans));
}

/// How OpenCV is to decode: what is far larger than needed, in a half, a quarter or an eighth of its size, which
/// takes as much less memory.
int flagsFor(const PictureHeader& header, const ImageShape& shape) {
  if (header.format != PictureFormat::Jpeg || shape.height == 0) return cv::IMREAD_UNCHANGED;
  const auto [width, height] = header.uprightSize();
  const bool grey = header.channels == 1;
  const std::pair<int, int> reductions[] = {
      {8, grey ? cv::IMREAD_REDUCED_GRAYSCALE_8 : cv::IMREAD_REDUCED_COLOR_8},
      {4, grey ? cv::IMREAD_REDUCED_GRAYSCALE_4 : cv::IMREAD_REDUCED_COLOR_4},
      {2, grey ? cv::IMREAD_REDUCED_GRAYSCALE_2 : cv::IMREAD_REDUCED_COLOR_2}};
  for (const auto& [factor, flag] : reductions) {
    if (std::min(width / shape.width, height / shape.height) >= 2 * factor)
      return flag | cv::IMREAD_IGNORE_ORIENTATION;
  }
  return cv::IMREAD_UNCHANGED;
}

cv::Mat upright(const cv::Mat& picture, int orientation) {
  constexpr int kUpDown = 0, kLeftRight = 1, kBoth = -1;
  cv::Mat turned = picture;
  if (orientation >= 5) cv::transpose(picture, turned);
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(turned, turned, kLeftRight);
      break;
    case 3:
    case 7:
      cv::flip(turned, turned, kBoth);
      break;
    case 4:
    case 8:
      cv::flip(turned, turned, kUpDown);
      break;
    default:
      break;
  }
  return turned;
}

/// Has an entry of a TIFF's directory hold one number of 16 bits.
void say(unsigned char number, std::size_t entry, const PictureHeader& header, std::vector<unsigned char>& bytes) {
  constexpr unsigned char kShort = 3;
  if (entry == 0 || entry + 12 > bytes.size()) return;
  unsigned char* const at = bytes.data() + entry + 2;
  std::fill_n(at, 10, 0);
  at[header.littleEndian ? 0 : 1] = kShort;
  at[header.littleEndian ? 2 : 5] = 1;  // how many
  at[header.littleEndian ? 6 : 7] = number;
}

/// A decoded picture, upright, blue first as OpenCV has it, with the value of full brightness.
struct Decoded {
  cv::Mat picture;
  double white = 255;
  int channels = 3;  ///< of the picture that it is: a grey one with transparency comes as four planes
};

Decoded decoded(const fs::path& file, const ImageShape& shape) {
  const PictureHeader header = readPictureHeader(file);
  std::vector<unsigned char> bytes = allBytes(file);
  if (header.progressive) refuseEndlessScans(bytes, file);
  // OpenCV turns some pictures upright by their mark and some not, by format, depth and version: it is told that
  // all are, and they are turned here.
  say(1, header.orientationEntry, header, bytes);
  // Of a transparency that is none libtiff makes black; of one that has been multiplied in it makes nothing.
  say(1, header.extraEntry, header, bytes);
  Decoded result;
  try {
    result.picture = upright(cv::imdecode(bytes, flagsFor(header, shape)), header.orientation);
  } catch (const cv::Exception& wrong) {
    throw InputError(file.string(), "cannot be decoded: " + wrong.err);
  }
  const cv::Mat& picture = result.picture;
  if (picture.empty()) throw InputError(file.string(), "is not a picture that can be decoded");
  const bool whole = picture.depth() == CV_8U || picture.depth() == CV_16U;
  const bool fraction = picture.depth() == CV_32F || picture.depth() == CV_64F;
  if (!whole && !fraction) throw InputError(file.string(), "holds values that are no brightness");
  // Where the decoder gives another depth than was stored, it has scaled the values to it.
  const bool deep = picture.depth() == CV_16U;
  result.white = fraction ? 1 : deep == (header.bits > 8) ? header.white : deep ? 65535 : 255;
  result.channels = picture.channels() == 1 || header.channels == 1 ? 1 : 3;
  return result;
}

/// One channel, red first, in [0,1], of what `part` covers.
cv::Mat planeOf(const Decoded& decoded, int channel, const cv::Rect& part, const fs::path& file) {
  const cv::Mat picture = decoded.picture(part);
  cv::Mat plane, floats;
  cv::extractChannel(picture, plane, decoded.picture.channels() >= 3 && channel < 3 ? 2 - channel : channel);
  plane.convertTo(floats, CV_32F, 1 / decoded.white);
  const std::span<float> values(floats.ptr<float>(), floats.total());
  if (picture.depth() == CV_32F || picture.depth() == CV_64F) {
    if (const auto wrong = wrongInUnitRange(values)) throw InputError(file.string(), *wrong);
  } else {
    for (float& value : values) value = std::min(value, 1.0F);
  }
  return floats;
}

/// Decoded once, when it is first asked for.
class SingleImage final : public DataSet {
 public:
  explicit SingleImage(DataInfo info) : DataSet(std::move(info)) {}
  void read(std::int64_t, std::span<float> planes) const override {
    std::call_once(m_read, [this] {
      m_image = decodeImage(m_info.where, {m_info.channels, m_info.height, m_info.width});
    });
    std::copy(m_image.planes.begin(), m_image.planes.end(), planes.begin());
  }
  int label(std::int64_t) const override { return -1; }
  std::string sha256() const override { return sha256OfFile(m_info.where); }

 private:
  mutable std::once_flag m_read;
  mutable Image m_image;
};

/// sum += plane · factor; an empty sum is 0.
void addTimes(cv::Mat& sum, const cv::Mat& plane, float factor) {
  if (sum.empty()) sum = cv::Mat::zeros(plane.size(), CV_32F);
  for (int y = 0; y < plane.rows; ++y) {
    const float* from = plane.ptr<float>(y);
    float* to = sum.ptr<float>(y);
    for (int x = 0; x < plane.cols; ++x) to[x] += from[x] * factor;
  }
}

/// Planes in [0,1], of which the channels that `shape` asks for are made and brought to its size.
template <class PlaneOf>
Image brought(int channels, const PlaneOf& planeOf, const ImageShape& shape) {
  Image result(shape.channels, shape.height, shape.width);
  cv::Mat plane;
  for (int c = 0; c < shape.channels; ++c) {
    if (channels == 3 && shape.channels == 1) {
      constexpr float kLuma[] = {0.299F, 0.587F, 0.114F};  // ITU-R BT.601
      for (int colour = 0; colour < 3; ++colour) addTimes(plane, planeOf(colour), kLuma[colour]);
    } else if (c < channels) {
      plane = planeOf(c);
    }
    cv::Mat target(shape.height, shape.width, CV_32F, result.planes.data() + result.offset(c, 0, 0));
    if (plane.rows == target.rows && plane.cols == target.cols) {
      plane.copyTo(target);
    } else {
      const bool smaller = std::int64_t{target.rows} * target.cols < std::int64_t{plane.rows} * plane.cols;
      cv::resize(plane, target, target.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
    }
  }
  for (float& value : result.planes) value = std::clamp(value, 0.0F, 1.0F);
  return result;
}

ImageShape completed(ImageShape shape, int channels, int height, int width) {
  if (shape.channels == 0) shape.channels = channels;
  if (shape.height == 0) shape = {shape.channels, height, width};
  return shape;
}

Image brought(const Image& image, ImageShape shape, const Window& part) {
  const cv::Rect rectangle(part.left, part.top, part.width, part.height);
  const auto planeOf = [&](int channel) {
    // Read only; cv::Mat has no view of constant values.
    auto* values = const_cast<float*>(image.planes.data() + image.offset(channel, 0, 0));
    return cv::Mat(image.height, image.width, CV_32F, values)(rectangle);
  };
  return brought(image.channels, planeOf, shape);
}

}  // namespace

bool looksLikeImage(const fs::path& file) {
  static const std::set<std::string> kEndings{".png", ".jpg", ".jpeg", ".bmp",  ".pbm", ".pgm",
                                              ".ppm", ".pnm", ".tif",  ".tiff", ".webp"};
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return kEndings.contains(ending);
}

Image resized(const Image& image, ImageShape shape) {
  shape = completed(shape, image.channels, image.height, image.width);
  if (shape == ImageShape{image.channels, image.height, image.width}) return image;
  return brought(image, shape, {0, 0, image.height, image.width});
}

Image fitted(const Image& image, ImageShape shape) {
  shape = completed(shape, image.channels, image.height, image.width);
  if (shape == ImageShape{image.channels, image.height, image.width}) return image;
  return brought(image, shape, middlePart(image.height, image.width, shape.height, shape.width));
}

Image decodeImage(const fs::path& file, ImageShape shape) {
  const Decoded read = decoded(file, shape);
  shape = completed(shape, read.channels, read.picture.rows, read.picture.cols);
  const Window part = middlePart(read.picture.rows, read.picture.cols, shape.height, shape.width);
  const cv::Rect rectangle(part.left, part.top, part.width, part.height);
  return brought(
      read.channels, [&](int channel) { return planeOf(read, channel, rectangle, file); }, shape);
}

PictureWithAlpha decodeWithAlpha(const fs::path& file) {
  const Decoded read = decoded(file, {});
  const cv::Rect whole(0, 0, read.picture.cols, read.picture.rows);
  const ImageShape shape{read.channels, whole.height, whole.width};
  PictureWithAlpha result{
      brought(
          read.channels, [&](int channel) { return planeOf(read, channel, whole, file); }, shape),
      Image(1, whole.height, whole.width)};
  std::fill(result.alpha.planes.begin(), result.alpha.planes.end(), 1.0F);
  if (read.picture.channels() == 4)
    result.alpha = brought(1, [&](int) { return planeOf(read, 3, whole, file); }, {1, whole.height, whole.width});
  return result;
}

std::shared_ptr<const DataSet> openImageFile(const std::string& where, ImageShape wanted) {
  PictureNotes pictures;
  const ImageShape own = pictures.add(readPictureHeader(where));
  const ImageShape shape = completed(wanted, own.channels, own.height, own.width);
  requireFitting(own, shape, where);
  DataInfo info{where, "image", 1, shape.channels, shape.height, shape.width, false, {}};
  info.notes = pictures.notes(shape);
  auto data = std::make_shared<SingleImage>(std::move(info));
  if (wanted.height != 0) (void)data->image(0);  // what is damaged is said at once
  return data;
}

}  // namespace adversarium
