// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "core/data/hash.h"
#include "core/data/readers.h"
#include "core/error.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Widths and heights beyond this are refused before OpenCV allocates for them.
constexpr std::int64_t kMostPixels = 64'000'000;

std::vector<unsigned char> allBytes(const fs::path& file) {
  constexpr std::uintmax_t kMostBytes = 512'000'000;
  std::error_code problem;
  const std::uintmax_t size = fs::file_size(file, problem);
  if (problem) throw InputError(file.string(), "does not exist or cannot be read");
  if (size == 0) throw InputError(file.string(), "is empty");
  if (size > kMostBytes) throw InputError(file.string(), "is larger than any picture should be");
  std::vector<unsigned char> bytes(size);
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!stream) throw InputError(file.string(), "cannot be read");
  return bytes;
}

/// What a PNG's header says it will need, before anything is decoded.
void refuseHugePng(const std::vector<unsigned char>& bytes, const fs::path& file) {
  if (bytes.size() < 24 || bytes[0] != 0x89 || bytes[1] != 'P') return;
  const auto number = [&](std::size_t at) {
    return std::int64_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  };
  if (number(16) * number(20) > kMostPixels) {
    throw InputError(file.string(),
                     fmt::format("claims {}×{} pixels, more than is sensible", number(16), number(20)));
  }
}

Image fromMat(const cv::Mat& picture) {
  cv::Mat floats;
  const double scale = picture.depth() == CV_16U ? 1.0 / 65535 : picture.depth() == CV_8U ? 1.0 / 255 : 1.0;
  picture.convertTo(floats, CV_32F, scale);
  if (floats.channels() == 4) cv::cvtColor(floats, floats, cv::COLOR_BGRA2RGB);
  if (floats.channels() == 3 && picture.channels() == 3) cv::cvtColor(floats, floats, cv::COLOR_BGR2RGB);
  Image image(floats.channels(), floats.rows, floats.cols);
  std::vector<cv::Mat> planes;
  for (int c = 0; c < image.channels; ++c) {
    planes.emplace_back(image.height, image.width, CV_32F, image.planes.data() + image.offset(c, 0, 0));
  }
  cv::split(floats, planes);
  for (float& value : image.planes) value = std::clamp(value, 0.0F, 1.0F);
  return image;
}

cv::Mat decoded(const fs::path& file) {
  const std::vector<unsigned char> bytes = allBytes(file);
  refuseHugePng(bytes, file);
  cv::Mat picture;
  try {
    picture = cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
    // Only the colour decoder turns a photograph upright by its EXIF mark.
    if (!picture.empty() && picture.channels() == 3 && picture.depth() == CV_8U) {
      picture = cv::imdecode(bytes, cv::IMREAD_COLOR);
    }
  } catch (const cv::Exception& wrong) {
    throw InputError(file.string(), "cannot be decoded: " + wrong.err);
  }
  if (picture.empty()) throw InputError(file.string(), "is not a picture that can be decoded");
  return picture;
}

class SingleImage final : public DataSet {
 public:
  SingleImage(DataInfo info, Image image) : DataSet(std::move(info)), m_image(std::move(image)) {}
  void read(std::int64_t, std::span<float> planes) const override {
    std::copy(m_image.planes.begin(), m_image.planes.end(), planes.begin());
  }
  int label(std::int64_t) const override { return -1; }
  std::string sha256() const override { return sha256OfFile(m_info.where); }

 private:
  Image m_image;
};

}  // namespace

bool looksLikeImage(const fs::path& file) {
  static const std::set<std::string> kEndings{".png", ".jpg", ".jpeg", ".bmp",  ".pgm",
                                              ".ppm", ".pnm", ".tif",  ".tiff", ".webp"};
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return kEndings.contains(ending);
}

Image resized(const Image& image, ImageShape shape) {
  if (shape.channels == 0) shape.channels = image.channels;
  if (shape.height == 0) shape = {shape.channels, image.height, image.width};
  const bool sameSize = shape.height == image.height && shape.width == image.width;
  if (sameSize && shape.channels == image.channels) return image;
  Image result(shape.channels, shape.height, shape.width);
  const bool smaller = shape.height * shape.width < image.height * image.width;
  for (int c = 0; c < shape.channels; ++c) {
    cv::Mat plane(image.height, image.width, CV_32F);
    if (image.channels == 3 && shape.channels == 1) {
      constexpr float kRed = 0.299F, kGreen = 0.587F, kBlue = 0.114F;  // ITU-R BT.601 luma
      for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
          plane.at<float>(y, x) =
              kRed * image.at(0, y, x) + kGreen * image.at(1, y, x) + kBlue * image.at(2, y, x);
        }
      }
    } else {
      const float* source = image.planes.data() + image.offset(std::min(c, image.channels - 1), 0, 0);
      std::copy_n(source, plane.total(), plane.ptr<float>());
    }
    cv::Mat target(shape.height, shape.width, CV_32F, result.planes.data() + result.offset(c, 0, 0));
    if (sameSize) {
      plane.copyTo(target);
    } else {
      cv::resize(plane, target, target.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
    }
  }
  for (float& value : result.planes) value = std::clamp(value, 0.0F, 1.0F);
  return result;
}

Image decodeImage(const fs::path& file, ImageShape shape) { return resized(fromMat(decoded(file)), shape); }

PictureWithAlpha decodeWithAlpha(const fs::path& file) {
  const cv::Mat picture = decoded(file);
  PictureWithAlpha result{fromMat(picture), Image(1, picture.rows, picture.cols)};
  std::fill(result.alpha.planes.begin(), result.alpha.planes.end(), 1.0F);
  if (picture.channels() == 4) {
    cv::Mat alpha;
    cv::extractChannel(picture, alpha, 3);
    result.alpha = fromMat(alpha);
  }
  return result;
}

std::shared_ptr<const DataSet> openImageFile(const std::string& where, ImageShape wanted) {
  Image image = decodeImage(where, wanted);
  DataInfo info{where, "image", 1, image.channels, image.height, image.width, false, {}};
  return std::make_shared<SingleImage>(std::move(info), std::move(image));
}

}  // namespace adversarium
