// SPDX-License-Identifier: GPL-3.0-or-later
/// The pictures of others that an attacker's generator learns from, and what each is called.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/words.h"
#include "core/inversion/image_gan.h"
#include "core/run/run.h"
#include "core/victim/access.h"

namespace adversarium {

/// What a generator's conditions are. `Answers`: the victim's own class of each picture, as Yuan et al. (AAAI
/// 2023) do with more than its labels; whoever may search the victim may ask it that, at a query a picture, and
/// what it takes for a class is where the search for the class has to begin. `Labels`: what the pictures' owner
/// calls them; of the victim's classes they know nothing, so the search tries them all. `None`: every picture is
/// any picture.
enum class ConditionSource { Answers, Labels, None };
template <>
struct Choices<ConditionSource> {
  static constexpr std::array<std::string_view, 3> names{"answers", "labels", "none"};
};

struct SurrogatePictures {
  at::Tensor images;      ///< N×C×H×W in [0,1]
  at::Tensor conditions;  ///< int64 N; meaning.count() where nothing is known
  Conditions meaning;
  Words refusal{};  ///< a guard's words, where it answered no more; the rest of the pictures are any pictures
};

/// All in memory. `where`: a data set, or empty for the chosen samples (with a caveat). Throws InputError for too
/// few pictures or for none with labels where they are wanted.
SurrogatePictures surrogatePictures(const Run& run, const std::string& where, ConditionSource source,
                                    const Oracle& victim, Progress& progress);

/// Under which conditions to look for classes of the victim with this SHA-256: those that stand for them where the
/// conditions are its answers, else all; and always that for any picture. int64.
at::Tensor conditionsToSearch(const ImageGenerator& generator, const std::vector<std::int64_t>& classes,
                              const std::string& victim);

/// int64 N: the condition that stands for each label, that for any picture where none does.
at::Tensor conditionsOf(const ImageGenerator& generator, const at::Tensor& labels, const std::string& victim);

}  // namespace adversarium
