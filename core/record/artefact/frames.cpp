// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/frames.h"

#include <nlohmann/json.hpp>

namespace adversarium {
namespace {

struct FramesKept {
  static const ArtefactKind& images() { return kindOf<ImageSet>(); }
  static void write(const Frames& frames, const std::filesystem::path& file) {
    images().write(frames.pictures, file);
  }
  static void describe(const Frames& frames, nlohmann::ordered_json& entry) {
    images().describe(frames.pictures, entry);
  }
  static void recall(const nlohmann::json& entry, Frames& frames) {
    frames.pictures = *images().recall(entry).get<ImageSet>();
  }
  static void read(Frames& frames, const std::filesystem::path& file) {
    frames.pictures = *images().read(frames.pictures, file).get<ImageSet>();
  }
  static std::string difference(const Frames& before, const Frames& after) {
    return images().difference(before.pictures, after.pictures);
  }
};

}  // namespace

template <>
const ArtefactKind& kindOf<Frames>() {
  static constexpr ArtefactKind kind = kindBy<Frames, FramesKept>("frames", ".npy");
  return kind;
}

}  // namespace adversarium
