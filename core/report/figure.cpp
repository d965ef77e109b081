// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/method/catalogue.h"
#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/report/bitmap.h"
#include "core/report/drawing.h"
#include "core/report/png.h"

namespace adversarium {
namespace {

constexpr const char* kKeyword = "adversarium.record";
constexpr double kEm = 30;  // pixels of letters of size 1

std::string withMetadata(const std::string& png, const std::string& metadata) {
  return metadata.empty() ? png : pngWithText(png, kKeyword, metadata);
}

Bitmap magnified(const Image& image, int scale) {
  return bitmapOf(image, image.width * scale, image.height * scale);
}

/// As large as fits an edge of so many pixels, in whole multiples where there is room for one.
Bitmap fitted(const Image& image, int edge) {
  const int longer = std::max(image.height, image.width);
  if (longer <= edge) return magnified(image, edge / longer);
  const auto shrunk = [&](int side) {
    return std::max(1, static_cast<int>(std::lround(double(side) * edge / longer)));
  };
  return bitmapOf(image, shrunk(image.width), shrunk(image.height));
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
  // As smooth as the patch was seen while it was made.
  const std::string png = pngOf(bitmapOf(image, width, height, Enlarged::Smoothly));
  return pngWithDensity(withMetadata(png, metadata), width / (centimetres / 100));
}

std::string imagePng(const Image& image, int scale, const std::string& metadata) {
  return withMetadata(pngOf(magnified(image, scale)), metadata);
}

std::string contactSheetPng(const ImageSet& images, int most) {
  constexpr int kGap = 4;
  const int count = static_cast<int>(std::min<std::int64_t>(images.count(), most));
  if (count == 0) return imagePng(Image(1, 1, 1), 1, {});
  const Image first = images.image(0);
  const int columns = static_cast<int>(std::ceil(std::sqrt(count))), rows = (count + columns - 1) / columns;
  const int scale = std::max(1, 96 / std::max(first.height, first.width));
  const int width = first.width * scale + kGap, height = first.height * scale + kGap;
  Bitmap sheet(columns * width + kGap, rows * height + kGap);
  for (int i = 0; i < count; ++i) {
    constexpr double kAmplification = 10;
    const Image image = images.isChange ? imageFromChange(images.image(i), kAmplification) : images.image(i);
    sheet.place(magnified(image, scale), kGap + i % columns * width, kGap + i / columns * height);
  }
  return pngOf(sheet);
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
  const int paneWidth = std::max(1, static_cast<int>(std::lround(width * factor))),
            paneHeight = std::max(1, static_cast<int>(std::lround(height * factor)));
  const int columns = std::min(3, static_cast<int>(std::ceil(std::sqrt(count)))),
            rows = (count + columns - 1) / columns;
  const int cell = (shown ? 2 : 1) * (paneWidth + kGap) + kMargin;
  Drawing sheet(kMargin + std::max(columns * cell, 2 * kPane), kMargin + rows * (paneHeight + kWords) + kLegend);
  for (int i = 0; i < count; ++i) {
    int left = kMargin + i % columns * cell;
    const int top = kMargin + i / columns * (paneHeight + kWords), middle = left + (cell - kMargin) / 2;
    const Image picture = shown ? pictures->image(i) : Image();
    if (shown) {
      sheet.picture(bitmapOf(picture, paneWidth, paneHeight), left, top);
      left += paneWidth + kGap;
    }
    const HeatRange range = maps.range(i);
    const Image overlay = heatOverlay(picture, maps.map(i), height, width, range, kStrength);
    sheet.picture(bitmapOf(overlay, paneWidth, paneHeight), left, top);
    const auto at = static_cast<std::size_t>(i);
    if (at < maps.captions.size())
      sheet.words(maps.captions[at].english(), middle, top + paneHeight + 18, 0.5 * kEm, cell, Drawing::kInk);
    sheet.words(fmt::format("{:.3g} … {:.3g}", range.low, range.high), middle, top + paneHeight + 36, 0.4 * kEm,
                cell, Drawing::kFaint);
  }
  const int top = sheet.height() - kLegend + 8, bar = sheet.width() - 2 * kMargin;
  const HeatRange scale = maps.isSigned ? HeatRange{-1, 1} : HeatRange{0, 1};
  Bitmap legend(bar, kBar);
  for (int x = 0; x < bar; ++x) {
    const HeatColour c = heatColour(scale.low + (scale.high - scale.low) * float(x) / float(bar - 1), scale);
    const std::uint8_t colour[] = {c.red, c.green, c.blue};
    for (int y = 0; y < kBar; ++y) std::copy_n(colour, 3, legend.at(x, y));
  }
  sheet.picture(legend, kMargin, top);
  sheet.words(
      maps.unit.english() + (maps.isSigned ? ": against – none – for the class" : ": least – largest of each map"),
      sheet.width() / 2, top + kBar + 22, 0.45 * kEm, bar, Drawing::kInk);
  return painted(sheet);
}

std::string figurePng(const std::vector<std::vector<FigurePane>>& rows, const std::string& heading,
                      const std::string& metadata) {
  constexpr int kPane = 224, kSign = 56, kTitle = 34, kWords = 44, kHeading = 56, kMargin = 24;
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  const int width = 2 * kMargin + static_cast<int>(columns) * kPane + static_cast<int>(columns - 1) * kSign;
  const int rowHeight = kTitle + kPane + kWords;
  Drawing sheet(width, kHeading + static_cast<int>(rows.size()) * rowHeight + kMargin);
  sheet.words(heading, width / 2, 38, 0.75 * kEm, width - 2 * kMargin, Drawing::kInk);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const int top = kHeading + static_cast<int>(r) * rowHeight;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const FigurePane& pane = rows[r][c];
      const int left = kMargin + static_cast<int>(c) * (kPane + kSign), middle = left + kPane / 2;
      const Bitmap picture = fitted(pane.image, kPane);
      const int x = left + (kPane - picture.width) / 2, y = top + kTitle + (kPane - picture.height) / 2;
      sheet.picture(picture, x, y);
      sheet.frame(x, y, picture.width, picture.height, Drawing::kFaint);
      sheet.words(pane.title, middle, top + kTitle - 10, 0.55 * kEm, kPane, Drawing::kFaint);
      sheet.words(pane.words, middle, top + kTitle + kPane + 28, 0.65 * kEm, kPane + kSign - 8, Drawing::kInk);
      if (c + 1 < rows[r].size()) {
        sheet.words(c == 0 ? "+" : "=", left + kPane + kSign / 2, top + kTitle + kPane / 2 + 12, 1.3 * kEm, kSign,
                    Drawing::kInk);
      }
    }
  }
  return withMetadata(painted(sheet), metadata);
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
  const auto share = [](const Table::Cell& cell) {
    const auto* number = std::get_if<double>(&cell);
    return number ? fmt::format(" {}", percent(*number)) : std::string();
  };
  std::vector<std::vector<FigurePane>> panes;
  const auto count = std::min<std::size_t>(samples->rows.size(),
                                           static_cast<std::size_t>(std::min(clean->count(), attacked->count())));
  for (std::size_t i = 0; i < count && static_cast<int>(panes.size()) < rows; ++i) {
    const auto& row = samples->rows[i];
    if (Table::textOf(row[kSuccess]) != "yes") continue;
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
    panes.push_back({{before, "clean", Table::textOf(row[kCleanClass]) + share(row[kCleanConfidence])},
                     {imageFromChange(change, amplification), fmt::format("change ×{}", amplification),
                      fmt::format("largest {:.1f}/255", 255 * most)},
                     {after, "attacked", Table::textOf(row[kClass]) + share(row[kConfidence])}});
  }
  if (panes.empty()) return {};
  std::string heading = record.request.algorithm;
  const CatalogueEntry* entry = knownMethod(record.request.algorithm);
  if (const auto strength = entry ? entry->strength(record.request.params) : std::nullopt)
    heading += fmt::format(", strength {:.3g} ({:.3g}/255)", *strength, *strength * 255);
  return figurePng(panes, heading + " on " + record.request.model, recordToJson(record));
}

}  // namespace adversarium
