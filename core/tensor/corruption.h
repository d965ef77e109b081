// SPDX-License-Identifier: GPL-3.0-or-later
/// The fifteen everyday corruptions of Hendrycks & Dietterich, ICLR 2019 (arXiv:1903.12261), in five severities.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/data/image.h"

#include "core/base/words.h"

namespace adversarium {

/// In the paper's order: noise, blur, weather, digital.
inline constexpr std::array<std::string_view, 15> kCorruptionNames{
    "gaussian-noise", "shot-noise", "impulse-noise", "defocus-blur", "glass-blur",
    "motion-blur",    "zoom-blur",  "snow",          "frost",        "fog",
    "brightness",     "contrast",   "elastic",       "pixelate",     "jpeg"};

/// The same for a person.
inline constexpr std::array<const char*, 15> kCorruptionWords{
    translatable("cells", "gaussian noise"), translatable("cells", "shot noise"),
    translatable("cells", "impulse noise"),  translatable("cells", "defocus blur"),
    translatable("cells", "glass blur"),     translatable("cells", "motion blur"),
    translatable("cells", "zoom blur"),      translatable("cells", "snow"),
    translatable("cells", "frost"),          translatable("cells", "fog"),
    translatable("cells", "brightness"),     translatable("cells", "contrast"),
    translatable("cells", "elastic"),        translatable("cells", "pixelate"),
    translatable("cells", "jpeg"),
};

/// `severity` 1 to 5; strengths are those of the paper's small pictures (CIFAR-10-C) up to 64 pixels, of its large
/// ones (ImageNet-C) above. The same seed gives the same picture. Frost is drawn, not photographed as the paper's.
Image corrupted(const Image& image, std::size_t kind, int severity, std::uint64_t seed);

}  // namespace adversarium
