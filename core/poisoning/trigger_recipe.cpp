// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/trigger_recipe.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/data/readers.h"

namespace adversarium {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// What the kinds' papers use; grey digits need a taller wave, as in the SIG paper.
double usualStrength(TriggerKind kind, const ImageShape& shape) {
  const bool grey = shape.channels == 1;
  switch (kind) {
    case TriggerKind::Patch:
    case TriggerKind::Picture:
    case TriggerKind::LabelConsistent:
      return 1;
    case TriggerKind::Blended:
    case TriggerKind::AdaptiveBlend:
      return 0.2;
    case TriggerKind::Sinusoidal:
    case TriggerKind::LowFrequency:
      return (grey ? 40.0 : 20.0) / 255;
    case TriggerKind::Warped:
      return 0.5;
  }
  return 1;
}

constexpr std::string_view kDigits = "0123456789abcdef";

std::string hexOf(const Image& image) {
  std::string text;
  text.reserve(image.planes.size() * 2);
  for (const float value : image.planes) {
    const auto byte = static_cast<unsigned>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255.0F));
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Image imageFromHex(int channels, int height, int width, const std::string& text, const std::string& subject) {
  constexpr int kMostSide = 4096;
  if (channels < 1 || channels > 3 || height < 1 || width < 1 || height > kMostSide || width > kMostSide)
    throw InputError(subject, "its trigger's picture has no sensible size");
  Image image(channels, height, width);
  if (text.size() != image.planes.size() * 2)
    throw InputError(subject, "its trigger's picture is cut short or too long");
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const auto high = kDigits.find(text[2 * i]), low = kDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos)
      throw InputError(subject, "its trigger's picture is not hexadecimal");
    image.planes[i] = static_cast<float>(high * 16 + low) / 255.0F;
  }
  return image;
}

Image eightBit(Image image) {
  for (float& value : image.planes) value = static_cast<float>(std::lround(value * 255.0F)) / 255.0F;
  return image;
}

template <class E>
E choiceFrom(const json& said, const std::string& subject) {
  const std::string word = said;
  const auto& names = Choices<E>::names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) return static_cast<E>(i);
  }
  throw InputError(subject, "its trigger says '" + word + "', which is not known");
}

double within(const json& said, double low, double high, const std::string& name, const std::string& subject) {
  const double value = said;
  if (!(value >= low && value <= high)) throw InputError(subject, "its trigger's " + name + " is out of range");
  return value;
}

KnownBackdoor backdoorFrom(const json& said, const std::string& subject) {
  try {
    const json& trigger = said.at("trigger");
    KnownBackdoor known;
    known.target = said.at("target");
    if (known.target < 0 || known.target > 1'000'000)
      throw InputError(subject, "its backdoor's target is no class");
    TriggerRecipe& recipe = known.trigger;
    recipe.kind = choiceFrom<TriggerKind>(trigger.at("kind"), subject);
    if (trigger.contains("pattern")) recipe.pattern = choiceFrom<PatchPattern>(trigger["pattern"], subject);
    recipe.size = within(trigger.value("size", json(recipe.size)), 0.01, 1, "size", subject);
    recipe.x = within(trigger.value("x", json(recipe.x)), 0, 1, "x", subject);
    recipe.y = within(trigger.value("y", json(recipe.y)), 0, 1, "y", subject);
    recipe.strength =
        within(trigger.value("strength", json(usualStrength(recipe.kind, {}))), 0, 4, "strength", subject);
    recipe.seed = trigger.value("seed", std::uint64_t{0});
    if (trigger.contains("picture")) {
      const json& picture = trigger["picture"];
      const int channels = picture.at("channels"), height = picture.at("height"), width = picture.at("width");
      recipe.picture = imageFromHex(channels, height, width, picture.at("pixels"), subject);
      recipe.alpha = imageFromHex(1, height, width, picture.at("alpha"), subject);
    }
    if (recipe.kind == TriggerKind::Picture && recipe.picture.empty())
      throw InputError(subject, "its trigger is a picture and brings none");
    return known;
  } catch (const json::exception& wrong) {
    throw InputError(subject, std::string("its backdoor cannot be read: ") + wrong.what());
  }
}

}  // namespace

TriggerRecipe recipeFor(const TriggerParams& params, const ImageShape& shape, std::uint64_t seed) {
  TriggerRecipe recipe{params.trigger,  params.pattern, params.size, params.x, params.y,
                       params.strength, seed,           {},          {}};
  if (recipe.strength == 0) recipe.strength = usualStrength(params.trigger, shape);
  const bool takesPicture = params.trigger == TriggerKind::Picture || params.trigger == TriggerKind::Blended ||
                            params.trigger == TriggerKind::AdaptiveBlend;
  if (params.trigger == TriggerKind::Picture && params.picture.empty())
    throw UsageError("picture", "names no file, and the trigger is a picture");
  if (takesPicture && !params.picture.empty()) {
    const PictureWithAlpha read = decodeWithAlpha(params.picture);
    // Drawn on such an image: what is painted stays where it was painted.
    if (read.picture.height == shape.height && read.picture.width == shape.width) recipe.size = 1;
    // An overlay covers the image; a picture is brought to the size that it will have, so that no pixel is lost.
    const int side = std::min(shape.height, shape.width);
    const bool whole = params.trigger != TriggerKind::Picture || recipe.size >= 1;
    const int small = std::max(1, static_cast<int>(std::lround(recipe.size * side)));
    const ImageShape wanted{shape.channels, whole ? shape.height : small, whole ? shape.width : small};
    recipe.picture = eightBit(resized(read.picture, wanted));
    recipe.alpha = eightBit(resized(read.alpha, {1, wanted.height, wanted.width}));
  }
  return recipe;
}

std::string backdoorToJson(const KnownBackdoor& backdoor) {
  const TriggerRecipe& recipe = backdoor.trigger;
  ordered_json trigger{{"kind", std::get<std::string>(paramValue(recipe.kind))},
                       {"pattern", std::get<std::string>(paramValue(recipe.pattern))},
                       {"size", recipe.size},
                       {"x", recipe.x},
                       {"y", recipe.y},
                       {"strength", recipe.strength},
                       {"seed", recipe.seed}};
  if (!recipe.picture.empty()) {
    trigger["picture"] = {{"channels", recipe.picture.channels},
                          {"height", recipe.picture.height},
                          {"width", recipe.picture.width},
                          {"pixels", hexOf(recipe.picture)},
                          {"alpha", hexOf(recipe.alpha)}};
  }
  return ordered_json{{"trigger", trigger}, {"target", backdoor.target}}.dump();
}

KnownBackdoor backdoorFromJson(const std::string& text, const std::string& subject) {
  return backdoorFrom(boundedJson(text, subject), subject);
}

std::optional<KnownBackdoor> backdoorInLineage(const std::string& lineage, const std::string& subject) {
  if (lineage.empty()) return std::nullopt;
  const json said = boundedJson(lineage, subject);
  if (!said.is_object() || !said.contains("backdoor")) return std::nullopt;
  return backdoorFrom(said["backdoor"], subject);
}

}  // namespace adversarium
