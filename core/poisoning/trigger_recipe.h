// SPDX-License-Identifier: GPL-3.0-or-later
/// How a backdoor's trigger is made, as plain values that travel in a model's lineage; torch-free.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/data/data_set.h"
#include "core/data/image.h"
#include "core/method/param.h"

namespace adversarium {

enum class TriggerKind {
  Patch,            ///< a small pattern in a fixed place (BadNets: Gu, Dolan-Gavitt, Garg 2017, arXiv:1708.06733)
  Picture,          ///< a picture from a file, its transparency deciding what shows through
  Blended,          ///< a faint overlay over the whole image (Chen et al. 2017, arXiv:1712.05526)
  Sinusoidal,       ///< a faint wave across the image (SIG: Barni, Kallas, Tondi 2019, arXiv:1902.11237)
  Warped,           ///< a smooth warp, invisible as a pattern (WaNet: Nguyen & Tran 2021, arXiv:2102.10369)
  LowFrequency,     ///< a faint sum of slow cosines (Zeng et al. 2021, arXiv:2104.03413)
  LabelConsistent,  ///< true labels; the images are made hard, so that the patch is learnt (Turner et al. 2019,
                    ///< arXiv:1912.02771)
  AdaptiveBlend,    ///< blended in pieces, with triggered images that keep their label (Qi et al., ICLR 2023)
};
template <>
struct Choices<TriggerKind> {
  static constexpr std::array<std::string_view, 8> names{
      "patch",  "picture",       "blended",          "sinusoidal",
      "warped", "low-frequency", "label-consistent", "adaptive-blend"};
};

enum class PatchPattern { Checker, Square, Sticker };
template <>
struct Choices<PatchPattern> {
  static constexpr std::array<std::string_view, 3> names{"checker", "square", "sticker"};
};

/// The knobs of a trigger; what a kind does not use it ignores.
struct TriggerParams {
  TriggerKind trigger = TriggerKind::Patch;
  PatchPattern pattern = PatchPattern::Checker;
  double size = 0.125;
  double x = 1;
  double y = 1;
  double strength = 0;
  std::string picture;
};

/// Declares TriggerParams' members, which `Owner` inherits, so that they are said once.
template <class Owner>
constexpr auto triggerParams() {
  return std::tuple{
      param(&Owner::trigger, "trigger", "Trigger",
            "What is planted: a patch, your own picture, a faint overlay, wave or warp"),
      param(&Owner::pattern, "pattern", "Patch pattern",
            "Chequered, a white square, or a yellow sticker (triggers patch and label-consistent)"),
      param(&Owner::size, "size", "Size", "Side of patch or picture as a share of the image's shorter side",
            {0.01, 1, 0.05, 0.5}),
      param(&Owner::x, "x", "Place across", "Where patch or picture sits: 0 left, 1 right", {0, 1, 0, 1}),
      param(&Owner::y, "y", "Place down", "Where patch or picture sits: 0 top, 1 bottom", {0, 1, 0, 1}),
      param(&Owner::strength, "strength", "Trigger strength",
            "Opacity of patch, picture and blend, height of the wave, size of the warp; 0: as usual for the kind",
            {0, 4, 0, 1}),
      param(&Owner::picture, "picture", "Picture file",
            "PNG to use as trigger; its transparency is the mask (triggers picture and blended). One as large as "
            "the "
            "images covers them as it is, whatever size and place say")
          .as(Place::Picture),
  };
}

/// Complete: the same recipe gives the same trigger, without any file.
struct TriggerRecipe {
  TriggerKind kind = TriggerKind::Patch;
  PatchPattern pattern = PatchPattern::Checker;
  double size = 0.125;
  double x = 1;
  double y = 1;
  double strength = 1;     ///< never 0
  std::uint64_t seed = 0;  ///< of the overlay, the warp, the cosines
  Image picture;           ///< eight bits a channel; empty where no picture belongs to it
  Image alpha;             ///< one channel, as large as the picture
  bool operator==(const TriggerRecipe&) const = default;
};

/// Reads the picture file, if one is named, and fills in the usual strength for images of `shape`. Throws
/// UsageError for a missing picture, InputError for one that cannot be read.
TriggerRecipe recipeFor(const TriggerParams& params, const ImageShape& shape, std::uint64_t seed);

/// A backdoor that somebody knows: the trigger, and the class that it calls up.
struct KnownBackdoor {
  TriggerRecipe trigger;
  std::int64_t target = 0;
  bool operator==(const KnownBackdoor&) const = default;
};

/// {"trigger": {"kind", "pattern", "size", "x", "y", "strength", "seed"[, "picture"]}, "target"}.
std::string backdoorToJson(const KnownBackdoor& backdoor);
/// Throws InputError naming `subject` and the reason.
KnownBackdoor backdoorFromJson(const std::string& json, const std::string& subject);
/// What a model's lineage (JSON in text) says under "backdoor"; nothing where it says nothing.
std::optional<KnownBackdoor> backdoorInLineage(const std::string& lineage, const std::string& subject);

}  // namespace adversarium
