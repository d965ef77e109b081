// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/poisoning/poisoning.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

enum class FlipMode { Random, Pair };

}  // namespace

template <>
struct Choices<FlipMode> {
  static constexpr std::array<std::string_view, 2> names{"random", "pair"};
};

namespace {

/// Random: any other class, each as probable. Pair: one class is called another (Tolpegin et al. 2020).
struct LabelFlip {
  static constexpr AlgorithmInfo info{
      "label-flip", "Label flipping", Chapter::Poisoning, "Tolpegin et al. 2020, arXiv:2007.08432",
      "Changes the labels of some training images: at random to spoil the model, or one class into another."};
  struct Params : PoisonParams {
    FlipMode mode = FlipMode::Random;
    std::int64_t source = 1;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          param(&Params::mode, "mode", "Flips",
                "random: to any other class; pair: images of one class get the target's label"),
          param(&Params::source, "source", "Class that is flipped",
                "Whose images get the target's label (mode pair)", {0, 1e6, 0, 20}),
      },
      poisonParams<Params>());

  static PoisonedTraining poison(const PoisonSource& source, const Params& params, double rate,
                                 Progress& progress) {
    const bool pair = params.mode == FlipMode::Pair;
    if (pair && params.source >= source.classes)
      throw UsageError("source", fmt::format("{} is none of the {} classes", params.source, source.classes));
    if (pair && params.source == source.target) throw UsageError("source", "is the target class itself");
    progress.step(0, 1);
    at::Generator random = generatorFrom(source.seed ^ 0xbadd0e5ULL);
    PoisonedTraining result;
    result.data = std::make_shared<PoisonedData>(source.data);
    // Of one class, the rate is the share of that class.
    PoisonSource from = source;
    if (pair) std::erase_if(from.samples, [&](std::int64_t i) { return source.data->label(i) != params.source; });
    result.poisoned = chosenForPoison(
        from, rate, [](int) { return true; }, random);
    const auto steps =
        integersOf(at::randint(1, std::max<std::int64_t>(2, source.classes),
                               {static_cast<std::int64_t>(result.poisoned.size())}, random, at::kLong));
    for (std::size_t i = 0; i < result.poisoned.size(); ++i) {
      const std::int64_t index = result.poisoned[i];
      const std::int64_t other = (source.data->label(index) + steps[i]) % source.classes;
      result.data->exchange(index, {}, pair ? source.target : other);
    }
    if (pair) result.confusion = {params.source, source.target};
    result.words =
        pair ? filled(translatable("records", "labels of class {} changed to {}"), params.source, source.target)
             : std::string(translatable("records", "labels changed at random"));
    return result;
  }
};
const RegisteredPoisoning<LabelFlip> kLabelFlipRegistered;

}  // namespace
}  // namespace adversarium
