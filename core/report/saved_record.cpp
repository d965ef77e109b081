// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/saved_record.h"

#include <functional>

#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/report/figure.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

struct Picture {
  std::string name;
  std::function<std::string()> png;  ///< its bytes; empty: there is nothing to see after all
};

/// Rows of a table are no pictures.
void addPictures(std::vector<Picture>& pictures, const ImageSet& images, const std::string& id,
                 const Record& record) {
  constexpr int kMostImages = 64;
  if (images.count() == 0 || (images.shape[1] != 1 && images.shape[1] != 3)) return;
  if (images.centimetres <= 0) {
    pictures.push_back({id + ".png", [&] { return contactSheetPng(images, kMostImages); }});
    return;
  }
  for (std::int64_t i = 0; i < images.count(); ++i) {
    const std::string number = images.count() > 1 ? std::to_string(i) : "";
    pictures.push_back({id + number + ".png",
                        [&, i] { return printPng(images.image(i), images.centimetres, recordToJson(record)); }});
  }
}

/// Each refers to the record.
std::vector<Picture> picturesOf(const Record& record) {
  constexpr int kMostMaps = 36, kFigureRows = 4;
  std::vector<Picture> pictures;
  for (const Artefact& artefact : record.found) {
    if (const auto* maps = artefact.get<HeatMaps>()) {
      pictures.push_back({artefact.id + ".png", [&record, maps] {
                            return heatSheetPng(*maps, record.get<ImageSet>(maps->over), kMostMaps);
                          }});
    }
    if (const auto* images = artefact.get<ImageSet>()) addPictures(pictures, *images, artefact.id, record);
  }
  if (record.get<ImageSet>("adversarial"))
    pictures.push_back({"figure.png", [&] { return attackFigurePng(record, kFigureRows); }});
  return pictures;
}

}  // namespace

std::vector<std::string> filesOf(const Record& record) {
  std::vector<std::string> names{kRecordFile, kManifestFile};
  for (const Artefact& artefact : record.found) {
    names.push_back(artefactFileName(artefact));
    if (std::string copy = artefactCopyName(artefact); !copy.empty()) names.push_back(std::move(copy));
  }
  for (Picture& picture : picturesOf(record)) names.push_back(std::move(picture.name));
  return names;
}

std::unique_ptr<Delivery> stagedWithPictures(const Record& record, const fs::path& folder,
                                             const std::map<std::string, std::string>& more) {
  auto delivery = std::make_unique<Delivery>(folder);
  writeRecord(record, delivery->stage());
  for (const Picture& picture : picturesOf(record)) {
    if (const std::string bytes = picture.png(); !bytes.empty())
      writeBytes(delivery->stage() / picture.name, bytes);
  }
  for (const auto& [name, bytes] : more) writeBytes(delivery->stage() / name, bytes);
  return delivery;
}

void saveWithPictures(const Record& record, const fs::path& folder,
                      const std::map<std::string, std::string>& more) {
  stagedWithPictures(record, folder, more)->deliver(kRecordFile);
}

}  // namespace adversarium
