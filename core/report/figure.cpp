// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/figure.h"

#include <fmt/format.h>

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/provenance/artefact_file.h"
#include "core/provenance/record_json.h"
#include "core/report/lettering.h"
#include "core/report/png.h"

namespace adversarium {
namespace {

constexpr const char* kKeyword = "adversarium.record";
const cv::Scalar kInk(40, 36, 32), kFaint(120, 112, 104), kPaper(255, 255, 255);

cv::Mat matFromImage(const Image& image) {
  cv::Mat mat(image.height, image.width, CV_8UC3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        const float value = image.at(std::min(2 - c, image.channels - 1), y, x);
        mat.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<std::uint8_t>(std::lround(value * 255));
      }
    }
  }
  return mat;
}

cv::Mat magnified(const Image& image, int scale) {
  cv::Mat large;
  cv::resize(matFromImage(image), large, {}, scale, scale, cv::INTER_NEAREST);
  return large;
}

std::string encoded(const cv::Mat& mat, const std::string& metadata) {
  std::vector<std::uint8_t> bytes;
  cv::imencode(".png", mat, bytes);
  const std::string png(bytes.begin(), bytes.end());
  return metadata.empty() ? png : pngWithText(png, kKeyword, metadata);
}

/// Centred on x with its letters standing on y; shrinks until it fits `width`.
void write(cv::Mat& sheet, const std::string& text, cv::Point at, double size, int width,
           const cv::Scalar& colour) {
  constexpr double kEm = 30;  // pixels at size 1
  Lettering line = lettered(text, kEm * size);
  if (line.width > width) line = lettered(text, kEm * size * width / line.width);
  const int left = at.x - line.width / 2, top = at.y - line.ascent;
  for (int y = std::max(0, -top); y < std::min(line.height, sheet.rows - top); ++y) {
    for (int x = std::max(0, -left); x < std::min(line.width, sheet.cols - left); ++x) {
      const double share = line.ink[static_cast<std::size_t>(y * line.width + x)] / 255.0;
      auto& pixel = sheet.at<cv::Vec3b>(top + y, left + x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] + share * (colour[c] - pixel[c]));
    }
  }
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

}  // namespace

Image imageFromChange(const Image& change, double amplification) {
  Image image = change;
  for (float& value : image.planes) {
    value = static_cast<float>(std::clamp(0.5 + 0.5 * value * amplification, 0.0, 1.0));
  }
  return image;
}

std::string printPng(const Image& image, double centimetres, const std::string& metadata) {
  constexpr double kPixelsPerMetre = 300 / 0.0254;
  const int width = std::max(image.width, static_cast<int>(std::lround(centimetres / 100 * kPixelsPerMetre)));
  const int height = static_cast<int>(std::lround(double(width) * image.height / image.width));
  cv::Mat large;
  // As smooth as the patch was seen while it was made.
  cv::resize(matFromImage(image), large, {width, height}, 0, 0, cv::INTER_LINEAR);
  return pngWithDensity(encoded(large, metadata), width / (centimetres / 100));
}

std::string imagePng(const Image& image, int scale, const std::string& metadata) {
  return encoded(magnified(image, scale), metadata);
}

std::string contactSheetPng(const ImageSet& images, int most) {
  constexpr int kGap = 4;
  const int count = static_cast<int>(std::min<std::int64_t>(images.count(), most));
  if (count == 0) return imagePng(Image(1, 1, 1), 1, {});
  const Image first = images.image(0);
  const int columns = static_cast<int>(std::ceil(std::sqrt(count))), rows = (count + columns - 1) / columns;
  const int scale = std::max(1, 96 / std::max(first.height, first.width));
  const int width = first.width * scale + kGap, height = first.height * scale + kGap;
  cv::Mat sheet(rows * height + kGap, columns * width + kGap, CV_8UC3, kPaper);
  for (int i = 0; i < count; ++i) {
    constexpr double kAmplification = 10;
    const Image image = images.isChange ? imageFromChange(images.image(i), kAmplification) : images.image(i);
    const cv::Mat picture = magnified(image, scale);
    picture.copyTo(
        sheet(cv::Rect(kGap + i % columns * width, kGap + i / columns * height, picture.cols, picture.rows)));
  }
  return encoded(sheet, {});
}

std::string heatSheetPng(const HeatMaps& maps, const ImageSet* pictures, int most) {
  constexpr int kPane = 160, kGap = 6, kMargin = 16, kWords = 44, kLegend = 64, kBar = 14;
  constexpr double kStrength = 0.65;
  const int count = static_cast<int>(std::min<std::int64_t>(maps.count(), most));
  if (count == 0) return imagePng(Image(1, 1, 1), 1, {});
  const int height = static_cast<int>(maps.shape[1]), width = static_cast<int>(maps.shape[2]);
  const bool shown = pictures && pictures->count() == maps.count() && pictures->shape.size() == 4 &&
                     pictures->shape[2] == height && pictures->shape[3] == width;
  const double factor = double(kPane) / std::max(height, width);
  const cv::Size pane(std::max(1, static_cast<int>(std::lround(width * factor))),
                      std::max(1, static_cast<int>(std::lround(height * factor))));
  const int columns = std::min(3, static_cast<int>(std::ceil(std::sqrt(count)))),
            rows = (count + columns - 1) / columns;
  const int cell = (shown ? 2 : 1) * (pane.width + kGap) + kMargin;
  cv::Mat sheet(kMargin + rows * (pane.height + kWords) + kLegend, kMargin + std::max(columns * cell, 2 * kPane),
                CV_8UC3, kPaper);
  const auto place = [&](const Image& image, int left, int top) {
    cv::Mat picture;
    cv::resize(matFromImage(image), picture, pane, 0, 0, factor >= 1 ? cv::INTER_NEAREST : cv::INTER_AREA);
    picture.copyTo(sheet(cv::Rect(left, top, pane.width, pane.height)));
  };
  for (int i = 0; i < count; ++i) {
    int left = kMargin + i % columns * cell;
    const int top = kMargin + i / columns * (pane.height + kWords), middle = left + (cell - kMargin) / 2;
    const Image picture = shown ? pictures->image(i) : Image();
    if (shown) {
      place(picture, left, top);
      left += pane.width + kGap;
    }
    const HeatRange range = maps.range(i);
    place(heatOverlay(picture, maps.map(i), height, width, range, kStrength), left, top);
    const auto at = static_cast<std::size_t>(i);
    if (at < maps.captions.size())
      write(sheet, maps.captions[at], {middle, top + pane.height + 18}, 0.5, cell, kInk);
    write(sheet, fmt::format("{:.3g} … {:.3g}", range.low, range.high), {middle, top + pane.height + 36}, 0.4,
          cell, kFaint);
  }
  const int top = sheet.rows - kLegend + 8, left = kMargin, bar = sheet.cols - 2 * kMargin;
  const HeatRange scale = maps.isSigned ? HeatRange{-1, 1} : HeatRange{0, 1};
  for (int x = 0; x < bar; ++x) {
    const HeatColour c = heatColour(scale.low + (scale.high - scale.low) * float(x) / float(bar - 1), scale);
    sheet(cv::Rect(left + x, top, 1, kBar)).setTo(cv::Scalar(c.blue, c.green, c.red));
  }
  write(sheet, maps.unit + (maps.isSigned ? ": against – none – for the class" : ": least – largest of each map"),
        {sheet.cols / 2, top + kBar + 22}, 0.45, bar, kInk);
  return encoded(sheet, {});
}

std::string figurePng(const std::vector<std::vector<FigurePane>>& rows, const std::string& heading,
                      const std::string& metadata) {
  constexpr int kPane = 224, kSign = 56, kTitle = 34, kWords = 44, kHeading = 56, kMargin = 24;
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  const int width = 2 * kMargin + static_cast<int>(columns) * kPane + static_cast<int>(columns - 1) * kSign;
  const int rowHeight = kTitle + kPane + kWords;
  cv::Mat sheet(kHeading + static_cast<int>(rows.size()) * rowHeight + kMargin, width, CV_8UC3, kPaper);
  write(sheet, heading, {width / 2, 38}, 0.75, width - 2 * kMargin, kInk);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const int top = kHeading + static_cast<int>(r) * rowHeight;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const FigurePane& pane = rows[r][c];
      const int left = kMargin + static_cast<int>(c) * (kPane + kSign), middle = left + kPane / 2;
      const int scale = std::max(1, kPane / std::max(pane.image.height, pane.image.width));
      cv::Mat picture = magnified(pane.image, scale);
      if (picture.cols > kPane || picture.rows > kPane) {
        const double factor = double(kPane) / std::max(picture.cols, picture.rows);
        cv::resize(picture, picture, {}, factor, factor, cv::INTER_AREA);
      }
      const cv::Rect place(left + (kPane - picture.cols) / 2, top + kTitle + (kPane - picture.rows) / 2,
                           picture.cols, picture.rows);
      picture.copyTo(sheet(place));
      cv::rectangle(sheet, place, kFaint, 1);
      write(sheet, pane.title, {middle, top + kTitle - 10}, 0.55, kPane, kFaint);
      write(sheet, pane.words, {middle, top + kTitle + kPane + 28}, 0.65, kPane + kSign - 8, kInk);
      if (c + 1 < rows[r].size()) {
        write(sheet, c == 0 ? "+" : "=", {left + kPane + kSign / 2, top + kTitle + kPane / 2 + 12}, 1.3, kSign,
              kInk);
      }
    }
  }
  return encoded(sheet, metadata);
}

std::string metadataOfPng(const std::filesystem::path& file) {
  return textOfPng(readBytes(file), kKeyword, file.string());
}

std::string attackFigurePng(const Record& record, int rows) {
  const auto* clean = record.get<ImageSet>("clean");
  const auto* attacked = record.get<ImageSet>("adversarial");
  const auto* samples = record.get<Table>("samples");
  constexpr std::size_t kCleanClass = 2, kCleanConfidence = 3, kClass = 4, kConfidence = 5, kSuccess = 6;
  if (!clean || !attacked || !samples || samples->columns.size() <= kSuccess) return {};
  // A table that comes from a file has numbers for names such as "7", and words where it is damaged.
  const auto words = [](const Table::Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text ? *text : fmt::format("{}", std::get<double>(cell));
  };
  const auto share = [](const Table::Cell& cell) {
    const auto* number = std::get_if<double>(&cell);
    return number ? " " + percent(*number) : "";
  };
  std::vector<std::vector<FigurePane>> panes;
  const auto count = std::min<std::size_t>(samples->rows.size(),
                                           static_cast<std::size_t>(std::min(clean->count(), attacked->count())));
  for (std::size_t i = 0; i < count && static_cast<int>(panes.size()) < rows; ++i) {
    const auto& row = samples->rows[i];
    if (words(row[kSuccess]) != "yes") continue;
    const Image before = clean->image(static_cast<std::int64_t>(i)),
                after = attacked->image(static_cast<std::int64_t>(i));
    Image change = after;
    float most = 0;
    for (std::size_t p = 0; p < change.planes.size(); ++p) {
      change.planes[p] -= before.planes[p];
      most = std::max(most, std::abs(change.planes[p]));
    }
    // As much as shows it without saturating, in the steps that people read easily.
    double amplification = 1;
    for (const double step : {2.0, 5.0, 10.0, 20.0, 50.0})
      amplification = step * most <= 1.02 ? step : amplification;
    panes.push_back({{before, "clean", words(row[kCleanClass]) + share(row[kCleanConfidence])},
                     {imageFromChange(change, amplification), fmt::format("change ×{}", amplification),
                      fmt::format("largest {:.1f}/255", 255 * most)},
                     {after, "attacked", words(row[kClass]) + share(row[kConfidence])}});
  }
  if (panes.empty()) return {};
  std::string heading = record.request.algorithm;
  const auto strength = record.request.params.find("epsilon");
  if (strength != record.request.params.end()) {
    const auto* value = std::get_if<double>(&strength->second);
    if (value) heading += fmt::format(", strength {:.3g} ({:.3g}/255)", *value, *value * 255);
  }
  return figurePng(panes, heading + " on " + record.request.model, recordToJson(record));
}

}  // namespace adversarium
