// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/saved_record.h"

#include "core/provenance/artefact_file.h"
#include "core/provenance/record_json.h"
#include "core/report/figure.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Rows of a table are no pictures.
void savePictures(const ImageSet& images, const fs::path& folder, const std::string& id, const Record& record) {
  constexpr int kMostImages = 64;
  if (images.count() == 0 || (images.shape[1] != 1 && images.shape[1] != 3)) return;
  if (images.centimetres <= 0) {
    writeBytes(folder / (id + ".png"), contactSheetPng(images, kMostImages));
    return;
  }
  for (std::int64_t i = 0; i < images.count(); ++i) {
    const std::string number = images.count() > 1 ? std::to_string(i) : "";
    writeBytes(folder / (id + number + ".png"),
               printPng(images.image(i), images.centimetres, recordToJson(record)));
  }
}

}  // namespace

void saveWithPictures(const Record& record, const fs::path& folder) {
  constexpr int kMostMaps = 36, kFigureRows = 4;
  saveRecord(record, folder);
  for (const Artefact& artefact : record.found) {
    if (const auto* maps = std::get_if<HeatMaps>(&artefact.content))
      writeBytes(folder / (artefact.id + ".png"),
                 heatSheetPng(*maps, record.get<ImageSet>(maps->over), kMostMaps));
    const auto* images = std::get_if<ImageSet>(&artefact.content);
    if (images && !isFilm(artefact)) savePictures(*images, folder, artefact.id, record);
  }
  const std::string figure = attackFigurePng(record, kFigureRows);
  if (!figure.empty()) writeBytes(folder / "figure.png", figure);
}

bool isFilm(const Artefact& artefact) {
  return artefact.id == "frames" && std::holds_alternative<ImageSet>(artefact.content);
}

}  // namespace adversarium
