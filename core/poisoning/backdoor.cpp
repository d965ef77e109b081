// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/evasion/runner.h"
#include "core/poisoning/poisoning.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// The kinds and their papers: core/poisoning/trigger_recipe.h.
struct BackdoorPoisoning {
  static constexpr AlgorithmInfo info{
      "backdoor", "Backdoor", Chapter::Poisoning, "Gu, Dolan-Gavitt, Garg 2017, arXiv:1708.06733",
      "Plants a trigger in some training images: the model works as before until somebody shows it the trigger."};
  struct Params : PoisonParams, TriggerParams {
    bool cleanLabel = false;
    double hardening = 16.0 / 255;
  };
  static constexpr auto params = std::tuple_cat(
      triggerParams<Params>(),
      std::tuple{
          param(
              &Params::cleanLabel, "clean_label", "Labels stay true",
              "Poisons only images of the target class, so that no label looks wrong (as the wave's paper does)"),
          param(&Params::hardening, "hardening", "Hardening ε",
                "Label-consistent trigger: largest change that makes the poisoned images hard, L∞",
                {0, 1, 0, 0.3, false, "pixel value"}),
      },
      poisonParams<Params>());

  static PoisonedTraining poison(const PoisonSource& source, const Params& params, double rate,
                                 Progress& progress) {
    const DataInfo& data = source.data->info();
    const ImageShape shape{data.channels, data.height, data.width};
    const Trigger trigger(recipeFor(params, shape, source.seed), shape);
    const bool cleanLabel = params.cleanLabel || trigger.keepsLabels();
    at::Generator random = generatorFrom(source.seed ^ 0xbadd0e5ULL);

    PoisonedTraining result;
    result.data = std::make_shared<PoisonedData>(source.data);
    result.backdoor = Backdoor{trigger, source.target};
    result.poisoned = chosenForPoison(
        source, rate, [&](int label) { return cleanLabel == (label == source.target); }, random);
    result.words = recipeOf({filled(translatable("records", "trigger ‘{}’"),
                                    Name::ofChoice(std::get<std::string>(paramValue(params.trigger)))),
                             filled(translatable("records", "target {}"), source.target),
                             cleanLabel ? translatable("records", "labels true") : ""});
    if (!params.picture.empty() && trigger.recipe().picture.empty()) {
      result.caveats.push_back(
          {"picture-unused", filled(translatable("records", "The picture was not used: the trigger is ‘{}’."),
                                    Name::ofChoice(std::get<std::string>(paramValue(params.trigger))))});
    }
    const auto wanted = static_cast<std::size_t>(rate * double(source.samples.size()) + 0.5);
    if (result.poisoned.size() < wanted) {
      result.caveats.push_back(
          {"few-to-poison",
           filled(translatable("records",
                               "Only {} of the {} wanted images could be poisoned: there are no more "
                               "of the right class."),
                  result.poisoned.size(), wanted)});
    }
    inChunks(source, result.poisoned, progress, [&](const Batch& clean, std::size_t from) {
      at::Tensor images = clean.images;
      if (trigger.keepsLabels() && params.hardening > 0) images = hardened(source, params, clean, from, progress);
      const at::Tensor planted = trigger.plant(images, random);
      for (std::int64_t i = 0; i < planted.size(0); ++i) {
        result.data->exchange(result.poisoned[from + static_cast<std::size_t>(i)], planted[i], source.target);
      }
    });
    addCovers(source, trigger, random, result, progress);
    return result;
  }

 private:
  template <class Work>
  static void inChunks(const PoisonSource& source, const std::vector<std::int64_t>& indices, Progress& progress,
                       const Work& work) {
    constexpr std::size_t kChunk = 256;
    for (std::size_t from = 0; from < indices.size(); from += kChunk) {
      progress.step(0, 1);
      const auto begin = indices.begin() + static_cast<std::ptrdiff_t>(from);
      const auto end = indices.begin() + static_cast<std::ptrdiff_t>(std::min(indices.size(), from + kChunk));
      work(readBatch(*source.data, {begin, end}), from);
    }
  }

  /// Turner et al. 2019, section 4.2: what the image shows is made hard to learn, so that the trigger is learnt
  /// instead; against the attacker's own clean model.
  static at::Tensor hardened(const PoisonSource& source, const Params& params, const Batch& clean,
                             std::size_t from, Progress& progress) {
    ModelInfo info;
    info.where = "surrogate";
    info.input = {source.data->info().channels, source.data->info().height, source.data->info().width};
    info.classes = source.classes;
    const auto surrogate = makeGraphClassifier(source.surrogate(), info);
    const auto attack =
        attackWith(standardAttack(Access::Gradients),
                   {{Role::Strength, params.hardening}, {Role::Steps, 20}, {Role::EarlyStop, false}});
    PartProgress silent(progress, 0, 0);
    return attackBatch(*attack, *surrogate, clean.images, clean.labels, {},
                       std::make_shared<at::Generator>(generatorFrom(source.seed * 1'000'003 + from)), silent)
        .adversarial;
  }

  static void addCovers(const PoisonSource& source, const Trigger& trigger, at::Generator& random,
                        PoisonedTraining& result, Progress& progress) {
    const auto count = static_cast<std::size_t>(trigger.coverRatio() * double(result.poisoned.size()));
    if (count == 0) return;
    for (const std::int64_t place :
         integersOf(at::randperm(static_cast<std::int64_t>(source.samples.size()), random, at::kLong))) {
      const std::int64_t index = source.samples[static_cast<std::size_t>(place)];
      if (result.covers.size() >= count) break;
      if (!std::binary_search(result.poisoned.begin(), result.poisoned.end(), index))
        result.covers.push_back(index);
    }
    std::sort(result.covers.begin(), result.covers.end());
    inChunks(source, result.covers, progress, [&](const Batch& clean, std::size_t from) {
      const at::Tensor covered = trigger.cover(clean.images, random);
      for (std::int64_t i = 0; i < covered.size(0); ++i) {
        const std::int64_t index = result.covers[from + static_cast<std::size_t>(i)];
        result.data->exchange(index, covered[i], source.data->label(index));
      }
    });
  }
};
const RegisteredPoisoning<BackdoorPoisoning> kBackdoorPoisoningRegistered;

}  // namespace
}  // namespace adversarium
