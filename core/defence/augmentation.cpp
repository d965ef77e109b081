// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/tensor/corruption.h"
#include "core/tensor/squeeze.h"
#include "core/training/held_out.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

/// Of what was made, and of its plain twin.
constexpr MeasureSpec kJudged[] = {
    kCleanAccuracy,
    kCorruptionAccuracy,
    kCleanAccuracyBefore,
    {"corruption_accuracy_before", translatable("measures", "Accuracy under corruptions, before"), "rate"},
};

enum class Change { Mixed, Dropout, Tilt, Compression, Filters, Crop, CutMix, AugMix };

}  // namespace

template <>
struct Choices<Change> {
  static constexpr std::array<std::string_view, 8> names{"mixed",   "pixel-dropout", "tilt",   "compression",
                                                         "filters", "crop",          "cutmix", "augmix"};
};

namespace {

/// CutMix: Yun et al., ICCV 2019 (arXiv:1905.04899). AugMix: Hendrycks et al., ICLR 2020 (arXiv:1912.02781),
/// algorithm 1 and eq. (2), with operations that are no test corruptions.
struct Augmentation {
  static constexpr Family kFamily = Family::Training;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr bool kTrainsItsModel = true;
  static constexpr AlgorithmInfo info{
      "augmentation", "Training with varied images", Chapter::Evasion, "Hendrycks et al. 2020, arXiv:1912.02781",
      "Trains on images that are tilted, cut, compressed, filtered or mixed, so that "
      "everyday disturbances harm less."};
  struct Params : TrainParams {
    Change change = Change::Mixed;
    double share = 0.75;
    double strength = 1;
    int judged = 300;
    bool twin = true;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          param(
              &Params::change, "change", "Change",
              "What happens to training images; mixed: each gets one of pixel dropout, tilt, compression, filters "
              "and crop"),
          param(&Params::share, "share", "Share changed", "Share of the images of each batch that are changed",
                {0, 1, 0, 1}),
          param(&Params::strength, "strength", "Strength of change", "Scales every change; 1: the usual",
                {0, 5, 0, 2}),
          param(&Params::judged, "judged", "Judged images",
                "So many held-out images are corrupted to judge by; 0: all", {0, 1e7, 100, 2000}),
          param(&Params::twin, "twin", "Plain twin",
                "Also trains plainly on the same data, in the same order, as a yardstick"),
      },
      trainParams<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<Augmentation> kAugmentationRegistered;

/// Even numbers between the bounds, one an image.
at::Tensor evenly(std::int64_t n, double low, double high, at::Generator& random) {
  return at::empty({n}, at::kFloat).uniform_(low, high, random);
}

at::Tensor dropped(const at::Tensor& x, double strength, at::Generator& random) {
  const at::Tensor share = evenly(x.size(0), 0, 0.3 * strength, random).view({-1, 1, 1, 1});
  const at::Tensor lost =
      at::empty({x.size(0), 1, x.size(2), x.size(3)}, at::kFloat).uniform_(0, 1, random).lt(share);
  const at::Tensor fill = evenly(x.size(0), 0, 1, random).view({-1, 1, 1, 1});
  return at::where(lost, fill.expand_as(x), x);
}

/// Pictures through an affine map each: rows of 2×3, from output to input places in [−1,1].
at::Tensor warped(const at::Tensor& x, const at::Tensor& maps) {
  const at::Tensor grid = at::affine_grid_generator(maps, x.sizes(), false);
  constexpr std::int64_t kBilinear = 0, kBorder = 1;
  return at::grid_sampler(x.contiguous(), grid, kBilinear, kBorder, false);
}

at::Tensor mapsOf(const at::Tensor& a, const at::Tensor& b, const at::Tensor& tx, const at::Tensor& c,
                  const at::Tensor& d, const at::Tensor& ty) {
  return at::stack({at::stack({a, b, tx}, 1), at::stack({c, d, ty}, 1)}, 1);
}

at::Tensor tilted(const at::Tensor& x, double strength, at::Generator& random) {
  const std::int64_t n = x.size(0);
  const double turn = strength * 15 * std::numbers::pi / 180;
  const at::Tensor angle = evenly(n, -turn, turn, random),
                   shear = evenly(n, -0.2 * strength, 0.2 * strength, random);
  const at::Tensor none = at::zeros({n});
  return warped(x, mapsOf(angle.cos(), shear - angle.sin(), none, angle.sin(), angle.cos(), none));
}

at::Tensor cropped(const at::Tensor& x, double strength, at::Generator& random) {
  const std::int64_t n = x.size(0);
  const at::Tensor side = evenly(n, std::max(0.2, 1 - 0.3 * strength), 1, random), none = at::zeros({n});
  const at::Tensor room = 1 - side;
  return warped(x,
                mapsOf(side, none, evenly(n, -1, 1, random) * room, none, side, evenly(n, -1, 1, random) * room));
}

std::int64_t pick(std::int64_t below, at::Generator& random) {
  return at::randint(0, below, {1}, random, at::kLong).item<std::int64_t>();
}

/// One quality for the whole batch: what differs between batches is enough.
at::Tensor compressed(const at::Tensor& x, double strength, at::Generator& random) {
  if (x.size(1) != 1 && x.size(1) != 3) return x;
  const double least = std::max(5.0, 80 - 65 * strength);
  return throughJpeg(x, static_cast<int>(evenly(1, least, 90, random).item<float>()));
}

at::Tensor filtered(const at::Tensor& x, double strength, at::Generator& random) {
  switch (pick(4, random)) {
    case 0:
      return gaussianBlurred(x, evenly(1, 0.3, 0.3 + 1.2 * strength, random).item<float>());
    case 1:
      return medianFiltered(x, 3);
    case 2: {
      const at::Tensor soft = gaussianBlurred(x, 1);
      return (x + strength * (x - soft)).clamp(0, 1);
    }
    default: {
      const at::Tensor gain = evenly(x.size(0), 1 - 0.5 * std::min(1.9, strength), 1 + 0.5 * strength, random);
      const at::Tensor shift = evenly(x.size(0), -0.2 * strength, 0.2 * strength, random);
      const at::Tensor middle = x.mean({1, 2, 3}, true);
      return ((x - middle) * gain.view({-1, 1, 1, 1}) + middle + shift.view({-1, 1, 1, 1})).clamp(0, 1);
    }
  }
}

using ImageChange = at::Tensor (*)(const at::Tensor&, double, at::Generator&);
constexpr ImageChange kImageChanges[] = {dropped, tilted, compressed, filtered, cropped};

/// Each image of the share through one operation, in groups.
at::Tensor variedImages(const at::Tensor& images, const Augmentation::Params& params, at::Generator& random) {
  const bool mixed = params.change == Change::Mixed;
  const auto only = static_cast<std::int64_t>(params.change) - 1;
  const at::Tensor which = at::randint(0, std::ssize(kImageChanges), {images.size(0)}, random, at::kLong);
  const at::Tensor touched = at::empty({images.size(0)}, at::kFloat).uniform_(0, 1, random).lt(params.share);
  at::Tensor result = images.clone();
  for (std::int64_t k = 0; k < std::ssize(kImageChanges); ++k) {
    if (!mixed && k != only) continue;
    const at::Tensor rows = (mixed ? which.eq(k).logical_and(touched) : touched).nonzero().squeeze(1);
    if (rows.numel() == 0) continue;
    result.index_copy_(0, rows, kImageChanges[k](images.index_select(0, rows), params.strength, random));
  }
  return result;
}

/// AugMix's chains: three, of one to three operations each, mixed by Dirichlet(1) weights, and mixed with the
/// image by a Beta(1,1) share.
at::Tensor augMixed(const at::Tensor& images, double strength, at::Generator& random) {
  constexpr int kChains = 3;
  const std::int64_t n = images.size(0);
  at::Tensor weights = -at::empty({kChains, n}, at::kFloat).uniform_(1e-6, 1, random).log();
  weights = weights / weights.sum(0, true);
  at::Tensor mix = at::zeros_like(images);
  for (int c = 0; c < kChains; ++c) {
    at::Tensor chain = images;
    for (std::int64_t depth = 1 + pick(3, random); depth > 0; --depth) {
      constexpr ImageChange kChain[] = {tilted, cropped, filtered};
      chain = kChain[pick(std::ssize(kChain), random)](chain, 0.6 * strength, random);
    }
    mix = mix + weights[c].view({-1, 1, 1, 1}) * chain;
  }
  const at::Tensor own = evenly(n, 0, 1, random).view({-1, 1, 1, 1});
  return own * images + (1 - own) * mix;
}

StepLoss augMixLoss(TrainStep& step, const Augmentation::Params& params) {
  constexpr double kConsistency = 12;
  at::Tensor one, two;
  {
    const at::NoGradGuard noGradient;
    one = augMixed(step.images, params.strength, step.random);
    two = augMixed(step.images, params.strength, step.random);
  }
  const std::int64_t n = step.images.size(0);
  const at::Tensor logits = step.graph.run(at::cat({step.images, one, two}), {true, {}, &step.random});
  const auto parts = logits.log_softmax(1).split(n);
  const at::Tensor middle = ((parts[0].exp() + parts[1].exp() + parts[2].exp()) / 3).clamp_min(1e-7).log();
  at::Tensor apart = at::zeros({});
  for (const at::Tensor& part : parts) apart = apart + (part.exp() * (part - middle)).sum(1).mean() / 3;
  const at::Tensor own = logits.slice(0, 0, n);
  return {at::cross_entropy_loss(own, step.labels) + kConsistency * apart, own};
}

StepLoss cutMixLoss(TrainStep& step, const Augmentation::Params& params) {
  if (evenly(1, 0, 1, step.random).item<float>() >= params.share) return plainLoss(step);
  const std::int64_t n = step.images.size(0), height = step.images.size(2), width = step.images.size(3);
  const at::Tensor order = at::randperm(n, step.random, at::kLong);
  const double kept = evenly(1, 0, 1, step.random).item<float>(), side = std::sqrt(1 - kept);
  const auto span = [&](std::int64_t size) {
    const std::int64_t centre = pick(size, step.random);
    const auto half = static_cast<std::int64_t>(side * double(size) / 2);
    return std::pair{std::max<std::int64_t>(0, centre - half), std::min(size, centre + half)};
  };
  const auto [top, bottom] = span(height);
  const auto [left, right] = span(width);
  at::Tensor images = step.images.clone();
  images.slice(2, top, bottom)
      .slice(3, left, right)
      .copy_(step.images.index_select(0, order).slice(2, top, bottom).slice(3, left, right));
  const double share = 1 - double((bottom - top) * (right - left)) / double(height * width);
  const at::Tensor logits = step.graph.run(images, {true, {}, &step.random});
  return {share * at::cross_entropy_loss(logits, step.labels) +
              (1 - share) * at::cross_entropy_loss(logits, step.labels.index_select(0, order)),
          logits};
}

LossHook hookFor(const Augmentation::Params& params) {
  if (params.change == Change::CutMix) return [params](TrainStep& step) { return cutMixLoss(step, params); };
  if (params.change == Change::AugMix) return [params](TrainStep& step) { return augMixLoss(step, params); };
  return [params](TrainStep& step) {
    {
      const at::NoGradGuard noGradient;
      step.images = variedImages(step.images, params, step.random).contiguous(at::MemoryFormat::ChannelsLast);
    }
    return plainLoss(step);
  };
}

/// Right answers to every corruption at severities 1, 3 and 5; one row a corruption.
struct Endurance {
  std::vector<std::int64_t> right = std::vector<std::int64_t>(kCorruptionNames.size(), 0);
  std::int64_t each = 0;  ///< images behind every entry
  Measure all() const {
    std::int64_t sum = 0;
    for (const std::int64_t r : right) sum += r;
    return rateOf(sum, each * std::ssize(right));
  }
};

Endurance enduranceOf(const Graph& graph, const DataSet& test, std::int64_t judged, std::uint64_t seed,
                      Progress& progress) {
  const at::NoGradGuard noGradient;
  constexpr int kSeverities[] = {1, 3, 5};
  const std::int64_t count = judged > 0 ? std::min(judged, test.info().count) : test.info().count;
  Endurance result;
  result.each = count * std::ssize(kSeverities);
  constexpr std::int64_t kTogether = 256;
  for (std::size_t kind = 0; kind < kCorruptionNames.size(); ++kind) {
    for (const int severity : kSeverities) {
      for (std::int64_t from = 0; from < count; from += kTogether) {
        progress.step(static_cast<std::int64_t>(kind), std::ssize(kCorruptionNames));
        std::vector<at::Tensor> images;
        std::vector<std::int64_t> labels;
        for (std::int64_t i = from; i < std::min(count, from + kTogether); ++i) {
          images.push_back(tensorFromImage(corrupted(test.image(i), kind, severity, seed + std::uint64_t(i))));
          labels.push_back(test.label(i));
        }
        useThreadsFor(kTogether);
        result.right[kind] +=
            graph.run(at::cat(images)).argmax(1).eq(at::tensor(labels)).sum().item<std::int64_t>();
      }
    }
  }
  return result;
}

void Augmentation::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  Record& record = run.record;
  Progress& progress = run.progress;
  const Request& request = assignment.request;
  if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
  at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
  ModelInfo info;
  const Graph start = startingGraph(assignment, info, random);
  const Split split = splitFor(assignment.data, chosenSamples(request.samples, *assignment.data), request.seed);
  if (split.heldBack) {
    record.caveats.push_back(
        {"held-back", translatable("records",
                                   "No held-out data belongs to this training set: a tenth of it was kept back to "
                                   "measure on.")});
  }
  TrainPlan plan = trainPlanFor(request, params);
  const std::string checkpoint = plan.checkpoint.string();
  Table table{{translatable("headings", "corruption"), translatable("headings", "accuracy")}, {}};
  Endurance plain;
  const auto judge = [&](const Graph& graph, const std::string& suffix, double from, double to) {
    PartProgress clean(progress, from, (from + to) / 2), corrupting(progress, (from + to) / 2, to);
    const Accuracy accuracy = accuracyOf(graph, *split.test, 0, clean);
    const Endurance endurance = enduranceOf(graph, *split.test, params.judged, request.seed, corrupting);
    record.measures.set(declared(kJudged, "clean_accuracy" + suffix), rateOf(accuracy.right, accuracy.count));
    record.measures.set(declared(kJudged, "corruption_accuracy" + suffix), endurance.all());
    return endurance;
  };
  if (params.twin) {
    if (!checkpoint.empty()) plan.checkpoint = checkpoint + ".twin";
    Graph twin = start.clone();
    PartProgress part(progress, 0, 0.25);
    (void)train(twin, *assignment.data, split.training, plan, plainLoss, part);
    plain = judge(twin, "_before", 0.25, 0.35);
    table.columns.emplace_back(translatable("headings", "accuracy before"));
  }
  if (!checkpoint.empty()) plan.checkpoint = checkpoint + ".varied";
  Graph graph = start.clone();
  PartProgress part(progress, 0.35, 0.9);
  const TrainCurves curves = train(graph, *assignment.data, split.training, plan, hookFor(params), part);
  const Endurance endurance = judge(graph, "", 0.9, 1);
  for (std::size_t kind = 0; kind < kCorruptionNames.size(); ++kind) {
    const auto share = [&](const Endurance& e) { return double(e.right[kind]) / double(e.each); };
    table.rows.push_back({kCorruptionWords[kind], share(endurance)});
    if (params.twin) table.rows.back().emplace_back(share(plain));
  }
  const Words words = recipeOf({filled(translatable("records", "training with varied images (‘{}’)"),
                                       Name::ofChoice(std::get<std::string>(paramValue(params.change)))),
                                filled(translatable("records", "{} epochs"), params.epochs)});
  nlohmann::ordered_json lineage{{"recipe", words.english()},
                                 {"data", request.data},
                                 {"data_sha256", assignment.data->sha256()},
                                 {"samples", split.training.size()},
                                 {"seed", request.seed},
                                 {"epochs", params.epochs},
                                 {"accuracy", record.measures.at(kCleanAccuracy).value},
                                 {"accuracy_on", split.test->info().where},
                                 {"accuracy_samples", record.measures.at(kCleanAccuracy).n}};
  putWords(lineage, "recipe", words);
  if (assignment.model) lineage["parent_sha256"] = info.sha256;
  record.found.push_back(
      {"model", translatable("records", "Trained model"),
       ModelFile{modelFileBytes(graph, info, lineage.dump()), recipeOf({info.architecture, words})}});
  record.found.push_back({"loss", translatable("records", "Training loss"),
                          perEpoch(curves.loss, translatable("records", "Mean loss"))});
  record.found.push_back(
      {"corruptions", translatable("records", "Accuracy under every corruption"), std::move(table)});
}

}  // namespace
}  // namespace adversarium
