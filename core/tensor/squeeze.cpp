// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/squeeze.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace adversarium {

at::Tensor fewerBits(const at::Tensor& images, int bits) {
  const double levels = std::pow(2.0, bits) - 1;
  return (images * levels).round() / levels;
}

at::Tensor throughJpeg(const at::Tensor& images, int quality) {
  const auto channels = static_cast<int>(images.size(1));
  if (channels != 1 && channels != 3) throw UsageError("jpeg", "takes images of one or three channels");
  const at::NoGradGuard noGradient;
  // Interleaved bytes, as OpenCV wants them; it thinks in blue, green, red.
  const at::Tensor bytes = (images.detach().to(at::kCPU).flip(1).permute({0, 2, 3, 1}) * 255)
                               .round()
                               .clamp(0, 255)
                               .to(at::kByte)
                               .contiguous();
  at::Tensor result = at::empty_like(bytes);
  const auto height = static_cast<int>(images.size(2)), width = static_cast<int>(images.size(3));
  const auto size = static_cast<std::size_t>(height * width * channels);
  std::vector<std::uint8_t> file;
  for (std::int64_t i = 0; i < images.size(0); ++i) {
    const cv::Mat picture(height, width, CV_8UC(channels), bytes[i].data_ptr<std::uint8_t>());
    cv::imencode(".jpg", picture, file, {cv::IMWRITE_JPEG_QUALITY, quality});
    const cv::Mat back = cv::imdecode(file, cv::IMREAD_UNCHANGED);
    std::memcpy(result[i].data_ptr<std::uint8_t>(), back.data, size);
  }
  return (result.permute({0, 3, 1, 2}).flip(1).to(at::kFloat) / 255).contiguous();
}

at::Tensor medianFiltered(const at::Tensor& images, int window) {
  const std::int64_t before = (window - 1) / 2, after = window / 2;
  const at::Tensor wide = at::replication_pad2d(images, {before, after, before, after});
  const at::Tensor windows = wide.unfold(2, window, 1).unfold(3, window, 1).flatten(4);
  return std::get<0>(windows.median(4));
}

at::Tensor gaussianBlurred(const at::Tensor& images, double spread) {
  const auto reach = std::max<std::int64_t>(1, std::llround(3 * spread));
  const at::Tensor place = at::arange(-reach, reach + 1, at::kFloat);
  at::Tensor weights = (-place.square() / (2 * spread * spread)).exp();
  weights = (weights / weights.sum()).to(images.device(), images.scalar_type());
  const std::int64_t channels = images.size(1);
  const at::Tensor down = weights.view({1, 1, -1, 1}).repeat({channels, 1, 1, 1}).contiguous();
  const at::Tensor across = weights.view({1, 1, 1, -1}).repeat({channels, 1, 1, 1}).contiguous();
  const at::Tensor wide = at::replication_pad2d(images, {reach, reach, reach, reach});
  const std::vector<std::int64_t> one{1, 1}, none{0, 0};
  const at::Tensor half = at::conv2d(wide, down, {}, one, none, one, channels);
  return at::conv2d(half, across, {}, one, none, one, channels);
}

}  // namespace adversarium
