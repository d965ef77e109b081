// SPDX-License-Identifier: GPL-3.0-or-later
// An adversarial example is made of floating-point numbers; what reaches a deployed model was stored, sent, scaled
// or photographed on the way.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

#include "core/base/words.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/tensor/squeeze.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

/// Under every treatment.
constexpr MeasureSpec kTreatments[] = {
    {"survives_rounding", translatable("measures", "Survives, rounded to 8 bits"), "rate", Better::Lower},
    {"clean_rounding", translatable("measures", "Clean accuracy, rounded to 8 bits"), "rate", Better::Higher},
    {"survives_jpeg_95", translatable("measures", "Survives, JPEG 95"), "rate", Better::Lower},
    {"clean_jpeg_95", translatable("measures", "Clean accuracy, JPEG 95"), "rate", Better::Higher},
    {"survives_jpeg_75", translatable("measures", "Survives, JPEG 75"), "rate", Better::Lower},
    {"clean_jpeg_75", translatable("measures", "Clean accuracy, JPEG 75"), "rate", Better::Higher},
    {"survives_jpeg_50", translatable("measures", "Survives, JPEG 50"), "rate", Better::Lower},
    {"clean_jpeg_50", translatable("measures", "Clean accuracy, JPEG 50"), "rate", Better::Higher},
    {"survives_half_size", translatable("measures", "Survives, half the size"), "rate", Better::Lower},
    {"clean_half_size", translatable("measures", "Clean accuracy, half the size"), "rate", Better::Higher},
    {"survives_three_quarters", translatable("measures", "Survives, three quarters of the size"), "rate",
     Better::Lower},
    {"clean_three_quarters", translatable("measures", "Clean accuracy, three quarters of the size"), "rate",
     Better::Higher},
    {"survives_blur", translatable("measures", "Survives, out of focus"), "rate", Better::Lower},
    {"clean_blur", translatable("measures", "Clean accuracy, out of focus"), "rate", Better::Higher},
    {"survives_photograph", translatable("measures", "Survives, photographed"), "rate", Better::Lower},
    {"clean_photograph", translatable("measures", "Clean accuracy, photographed"), "rate", Better::Higher},
};

/// Every attack that needs nothing beside the pictures.
bool needsPicturesAlone(const CatalogueEntry& entry) {
  return entry.family == Family::Attack && std::none_of(entry.params.begin(), entry.params.end(),
                                                        [](const ParamSpec& p) { return p.place != Place::None; });
}

/// Kurakin, Goodfellow, Bengio 2016, sections 3 and 4: each treatment is judged on the examples that fooled the
/// model untreated, beside what the same treatment does to the clean pictures.
struct Survives {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  static constexpr AlgorithmInfo info{
      "survives", "Survives?", Chapter::General, "Kurakin et al. 2016, arXiv:1607.02533",
      "Examines whether adversarial examples still fool after rounding, compression, resizing or printing."};
  struct Params {
    std::string attack = "pgd";
    double epsilon = 0;
  };
  static constexpr std::tuple params{
      param(&Params::attack, "attack", "Attack", "Makes the examples, with its usual settings")
          .among(needsPicturesAlone),
      heroParam(&Params::epsilon, "epsilon", "Strength ε",
                "Largest change, for attacks that have one (0: what is usual for such pictures)",
                {0, 1, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
  };
  static void carryOut(const Run& run, const Params& chosen);
};
const Registered<Survives> kSurvivesRegistered;

struct Treatment {
  const char* id;
  const char* words;
  std::function<at::Tensor(const at::Tensor& images, at::Generator& random)> apply;
};

at::Tensor resizedAndBack(const at::Tensor& images, double scale) {
  const std::vector<std::int64_t> full{images.size(2), images.size(3)};
  std::vector<std::int64_t> small;
  for (const std::int64_t side : full)
    small.push_back(std::max<std::int64_t>(1, std::llround(double(side) * scale)));
  const at::Tensor shrunk = at::_upsample_bilinear2d_aa(images, small, false);
  return at::upsample_bilinear2d(shrunk, full, false).clamp(0, 1);
}

/// Slightly turned, out of focus and unevenly lit, with the sensor's noise: a stand-in for paper and camera.
at::Tensor photographed(const at::Tensor& images, at::Generator& random) {
  constexpr double kTurn = 0.035, kShift = 0.02, kScale = 0.03, kGain = 0.1, kLift = 0.05, kNoise = 0.02;
  const std::int64_t n = images.size(0);
  const auto within = [&](double most) { return at::empty({n}, at::kFloat).uniform_(-most, most, random); };
  const at::Tensor angle = within(kTurn), scale = 1 + within(kScale);
  const double aspect = double(images.size(2)) / double(images.size(3));
  const at::Tensor cosine = angle.cos() * scale, sine = angle.sin() * scale;
  const at::Tensor affine = at::stack({at::stack({cosine, -sine * aspect, within(kShift)}, 1),
                                       at::stack({sine / aspect, cosine, within(kShift)}, 1)},
                                      1);
  const at::Tensor grid = at::affine_grid_generator(affine, images.sizes(), false);
  constexpr std::int64_t kBilinear = 0, kBorder = 1;
  const at::Tensor seen = gaussianBlurred(at::grid_sampler(images, grid, kBilinear, kBorder, false), 0.7);
  const at::Tensor lit = seen * (1 + within(kGain)).view({-1, 1, 1, 1}) + within(kLift).view({-1, 1, 1, 1});
  return (lit + at::empty(lit.sizes(), at::kFloat).normal_(0, kNoise, random)).clamp(0, 1);
}

std::vector<Treatment> treatmentsFor(std::int64_t channels) {
  std::vector<Treatment> list{
      {"rounding", translatable("records", "rounded to 8 bits"),
       [](const at::Tensor& x, at::Generator&) { return fewerBits(x, 8); }},
      {"half_size", translatable("records", "half the size and back"),
       [](const at::Tensor& x, at::Generator&) { return resizedAndBack(x, 0.5); }},
      {"three_quarters", translatable("records", "three quarters of the size and back"),
       [](const at::Tensor& x, at::Generator&) { return resizedAndBack(x, 0.75); }},
      {"blur", translatable("records", "slightly out of focus"),
       [](const at::Tensor& x, at::Generator&) { return gaussianBlurred(x, 0.7); }},
      {"photograph", translatable("records", "as if printed and photographed"), photographed},
  };
  if (channels == 1 || channels == 3) {
    const auto jpeg = [](int quality) {
      return [quality](const at::Tensor& x, at::Generator&) { return throughJpeg(x, quality); };
    };
    list.insert(list.begin() + 1, {{"jpeg_95", translatable("records", "JPEG, quality 95"), jpeg(95)},
                                   {"jpeg_75", translatable("records", "JPEG, quality 75"), jpeg(75)},
                                   {"jpeg_50", translatable("records", "JPEG, quality 50"), jpeg(50)}});
  }
  return list;
}

at::Tensor tensorOf(const ImageSet& images) {
  return at::from_blob(const_cast<float*>(images.values.data()), images.shape, at::kFloat).clone();
}

/// The attack at its full strength, with its usual settings.
Assignment attackOn(const Assignment& assignment, const Survives::Params& chosen) {
  const CatalogueEntry& entry = catalogueEntry(chosen.attack);
  Assignment made = assignment;
  made.request.algorithm = entry.info.id;
  ParamMap given;
  if (chosen.epsilon > 0) entry.set(given, Role::Strength, chosen.epsilon);
  // One that has only just crossed the border says nothing about the attack at this strength.
  entry.set(given, Role::EarlyStop, false);
  const DataInfo& data = assignment.data->info();
  made.request.params = suggestedParams(entry, given, {data.channels, data.height, data.width});
  return made;
}

void judge(const Record& attacked, const Assignment& assignment, Record& record, Progress& progress) {
  const auto listed = [&](const char* id) { return at::tensor(attacked.get<Labels>(id)->values, at::kLong); };
  record.measures.set(kSuccessRate, attacked.measures.at(kSuccessRate));
  if (const auto known = attacked.measures.find(kCleanAccuracy); known != attacked.measures.end())
    record.measures.set(kCleanAccuracy, known->second);
  record.caveats = attacked.caveats;
  // Where no label is known, the model's own answer stands for it, as it did in the attack.
  const at::Tensor before = listed("clean_predicted"), given = listed("labels"),
                   labels = at::where(given.lt(0), before, given), right = before.eq(labels);
  const int target = assignment.request.target;
  const auto reached = [&](const at::Tensor& answers) {
    return target >= 0 ? answers.eq(target) : answers.ne(labels);
  };
  const at::Tensor fooled = right.logical_and(labels.ne(target)).logical_and(reached(listed("predicted")));
  const std::int64_t successes = fooled.sum().item<std::int64_t>(), known = right.sum().item<std::int64_t>();
  if (successes == 0) {
    record.caveats.push_back(
        {"no-example", translatable("records", "The attack fooled the model on no image: nothing can survive.")});
    return;
  }
  const at::Tensor clean = tensorOf(*attacked.get<ImageSet>("clean"));
  const at::Tensor adversarial = tensorOf(*attacked.get<ImageSet>("adversarial"));
  const std::int64_t shown = fooled.nonzero().select(1, 0)[0].item<std::int64_t>();
  const std::vector<Treatment> treatments = treatmentsFor(clean.size(1));
  Table table{{translatable("headings", "treatment"), translatable("headings", "survives"),
               translatable("headings", "low"), translatable("headings", "high"),
               translatable("headings", "clean accuracy")},
              {}};
  std::vector<at::Tensor> pictures{adversarial.slice(0, shown, shown + 1)};
  std::vector<Words> captions{translatable("records", "untreated")};
  for (std::size_t t = 0; t < treatments.size(); ++t) {
    progress.step(std::int64_t(t), std::int64_t(treatments.size()));
    const Treatment& treatment = treatments[t];
    at::Generator random = generatorFrom(assignment.request.seed * 31 + t), same = random.clone();
    const at::Tensor treated = treatment.apply(adversarial, random);
    const auto answers = [&](const at::Tensor& images) {
      return logitsInChunks(*assignment.model, images).argmax(1);
    };
    const Measure survived =
        rateOf(reached(answers(treated)).logical_and(fooled).sum().item<std::int64_t>(), successes);
    const Measure kept = rateOf(
        answers(treatment.apply(clean, same)).eq(labels).logical_and(right).sum().item<std::int64_t>(), known);
    record.measures.set(declared(kTreatments, fmt::format("survives_{}", treatment.id)), survived);
    record.measures.set(declared(kTreatments, fmt::format("clean_{}", treatment.id)), kept);
    table.rows.push_back({std::string(treatment.words), survived.value, survived.low.value_or(0),
                          survived.high.value_or(1), kept.value});
    pictures.push_back(treated.slice(0, shown, shown + 1));
    captions.emplace_back(treatment.words);
  }
  record.found.push_back({"treatments",
                          translatable("records", "What still fools the model, and what stays right"),
                          std::move(table)});
  record.found.push_back({"examples", translatable("records", "One example under every treatment"),
                          imageSetOf(at::cat(pictures), std::move(captions))});
}

void Survives::carryOut(const Run& run, const Params& chosen) {
  const at::NoGradGuard noGradient;
  PartProgress attacking(run.progress, 0, 0.8), judging(run.progress, 0.8, 1);
  const Assignment attack = attackOn(run.assignment, chosen);
  const auto attacked = methodFor(attack.request.algorithm).run(attack, attacking, [](auto&&) {});
  judge(*attacked, run.assignment, run.record, judging);
}

}  // namespace
}  // namespace adversarium
