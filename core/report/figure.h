// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures for people. Those with words need a painter (core/report/drawing.h) and throw Error without one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/image.h"
#include "core/record/record.h"

namespace adversarium {

/// A picture with its caption below, all of one height in a row.
struct FigurePane {
  Image image;        ///< in [0,1]; a change must be mapped with `imageFromChange` first
  std::string title;  ///< above the picture
  std::string words;  ///< below it, e.g. "stop 97 %"
};

/// change in [−1,1] × amplification, mapped so that 0 is mid-grey and the range saturates at ±1.
Image imageFromChange(const Image& change, double amplification);

/// Lays the panes out in rows on white, with + and = signs between clean, change and attacked; writes PNG bytes.
/// `metadata` (may be empty) goes into a PNG text chunk named "adversarium.record".
std::string figurePng(const std::vector<std::vector<FigurePane>>& rows, const std::string& heading,
                      const std::string& metadata);

/// The first `most` images in a grid, magnified so that pixels can be seen; a change is drawn ×10 around mid-grey.
std::string contactSheetPng(const ImageSet& images, int most);

/// The first `most` heat maps, each beside its picture (`pictures` may be null) and laid over it, with its
/// caption, the range of its values, and the colours' legend below.
std::string heatSheetPng(const HeatMaps& maps, const ImageSet* pictures, int most);

/// PNG bytes of one image, each pixel drawn `scale` × `scale`, with the metadata chunk as above.
std::string imagePng(const Image& image, int scale, const std::string& metadata);

/// PNG bytes that a printer puts on paper `centimetres` wide, at 300 pixels an inch, with the metadata chunk.
std::string printPng(const Image& image, double centimetres, const std::string& metadata);

/// The text of a PNG's "adversarium.record" chunk, or empty. Throws InputError for a file that is no PNG.
std::string metadataOfPng(const std::filesystem::path& file);

/// A figure of the first `rows` broken images of an attack's record: clean, change, attacked, as in the
/// guideline's Figure 1. Class names come from the record's per-sample table. Empty where nothing was broken.
std::string attackFigurePng(const Record& record, int rows);

}  // namespace adversarium
