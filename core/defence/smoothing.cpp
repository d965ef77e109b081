// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/base/error.h"
#include "core/base/exact_statistics.h"
#include "core/base/words.h"
#include "core/defence/certified_radius.h"
#include "core/evasion/runner.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/guard.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kAbstainedRate{"abstained_rate", translatable("measures", "Abstained"), "rate"};
constexpr MeasureSpec kBrokenProofs{
    "broken_proofs", translatable("measures", "Certified images that an attack broke"), "images", Better::Lower};
constexpr MeasureSpec kSmoothedAccuracy{"smoothed_accuracy", translatable("measures", "Smoothed accuracy"), "rate",
                                        Better::Higher};

/// The answer is the vote of many noisy copies of the picture. Cohen, Rosenfeld, Kolter, ICML 2019
/// (arXiv:1902.02918); its attacker averages gradients over the noise: Salman et al. 2019 (arXiv:1906.04584), eq.
/// (6).
class Smoothed final : public GuardOf<Smoothed> {
 public:
  Smoothed(std::shared_ptr<const Classifier> model, double sigma, int draws, std::uint64_t seed)
      : GuardOf(std::move(model)),
        m_sigma(sigma),
        m_draws(draws),
        m_random(std::make_shared<at::Generator>(generatorFrom(seed ^ 0x5400ULL))) {}

 protected:
  at::Tensor respond(const at::Tensor& images, const Ask& ask) const override {
    at::Tensor sum;
    for (int i = 0; i < m_draws; ++i) {
      const at::Tensor noise = at::empty(images.sizes(), at::kFloat).normal_(0, m_sigma, *m_random);
      const at::Tensor scores = ask(images + noise).softmax(1);
      sum = sum.defined() ? sum + scores : scores;
    }
    return (sum / double(m_draws)).clamp_min(1e-30).log();
  }

 private:
  double m_sigma;
  int m_draws;
  std::shared_ptr<at::Generator> m_random;
};

/// How often each class wins among `n` noisy copies of one image; int64 K.
at::Tensor votesFor(LabelAccess& victim, const at::Tensor& image, std::int64_t row, double sigma, std::int64_t n,
                    at::Generator& random, Progress& progress) {
  constexpr std::int64_t kTogether = 500;
  at::Tensor votes = at::zeros({victim.classes()}, at::kLong);
  for (std::int64_t done = 0; done < n; done += kTogether) {
    progress.step(done, n);
    const std::int64_t count = std::min(kTogether, n - done);
    std::vector<std::int64_t> shape = image.sizes().vec();
    shape.insert(shape.begin(), count);
    const at::Tensor noisy = image.unsqueeze(0) + at::empty(shape, at::kFloat).normal_(0, sigma, random);
    votes += at::bincount(victim.decide(noisy, at::full({count}, row, at::kLong)), {}, victim.classes());
  }
  return votes;
}

struct Smoothing {
  static constexpr AlgorithmInfo info{
      "smoothing", "Randomised smoothing", Chapter::Evasion, "Cohen et al. 2019, arXiv:1902.02918",
      "Lets many noisy copies of a picture vote, and proves an L2 radius in which the vote cannot change."};
  struct Params {
    double sigma = 0.25;
    int selection = 100;
    int estimation = 1000;
    double alpha = 0.001;
    double radius = 0.25;
    int draws = 16;
    bool attack = true;
  };
  static constexpr std::tuple params{
      heroParam(&Params::sigma, "sigma", "Noise σ", "Standard deviation of the noise on every pixel value",
                {1e-4, 4, 0.05, 1, false, "pixel value"}),
      param(&Params::selection, "selection", "Selection n₀", "Noisy copies that choose the class",
            {1, 1e6, 10, 1000, true}),
      param(&Params::estimation, "estimation", "Estimation n",
            "Noisy copies that prove it; the paper takes 100 000, a quick look 1 000",
            {1, 1e8, 100, 100000, true}),
      param(&Params::alpha, "alpha", "Failure rate α",
            "Most that the chance of a wrong proof may be, for each image", {1e-9, 0.5, 1e-4, 0.05, true}),
      param(&Params::radius, "radius", "Radius", "Certified accuracy is stated at this L2 radius",
            {0, 100, 0, 2, false, "pixel value"}),
      param(&Params::draws, "draws", "Copies as a guard",
            "Noisy copies behind each answer, and each gradient, when it stands before a model or is attacked",
            {1, 100000, 4, 128, true}),
      param(&Params::attack, "attack", "Attack the proofs",
            "Also attacks every proven image inside its radius: none may fall"),
  };
};

/// Certifies image after image; `record()` may be asked at any time for what is there.
class SmoothingRun {
 public:
  SmoothingRun(const Run& run, const Smoothing::Params& params) : m_run(run), m_params(params) {
    if (!run.data().info().labelled) throw InputError(run.request().data, "has no labels to certify");
  }

  void carryOut() {
    const Request& request = m_run.request();
    const auto& samples = m_run.indices;
    if (samples.empty()) throw InputError(request.data, "has no samples");
    const auto count = std::ssize(samples);
    const auto fast = m_run.model().attackCopy(request.precision);
    const Oracle oracle(fast ? fast : m_run.assignment.model, count);
    LabelAccess victim(oracle.model, oracle.meter);
    for (std::int64_t i = 0; i < count; ++i) {
      PartProgress part(m_run.progress, double(i) / double(count), double(i + 1) / double(count));
      certify(victim, i, samples[static_cast<std::size_t>(i)], part);
      m_queries = oracle.meter->queries;
    }
  }

  void writeTo(Record& record) const {
    const auto n = std::ssize(m_radii);
    auto& measures = record.measures;
    double sum = 0;
    std::int64_t holds = 0;
    for (const double radius : m_radii) {
      sum += std::max(0.0, radius);
      holds += radius >= 0 && radius >= m_params.radius;
    }
    measures.set(kCleanAccuracy, rateOf(m_right, n));
    measures.set(kSmoothedAccuracy, rateOf(m_smoothedRight, n));
    measures.set(kCertifiedAccuracy, rateOf(holds, n));
    measures.set(kAbstainedRate, rateOf(m_abstained, n));
    if (n > 0) {
      measures.set(kCertifiedRadiusMean, sum / double(n), n);
      measures.set(kQueriesMean, double(m_queries) / double(n), n);
    }
    if (m_params.attack) measures.set(kBrokenProofs, double(m_broken), m_attacked);
    if (m_params.estimation < 10000)
      record.caveats.push_back(
          {"few-copies", filled(translatable("records", "With {} noisy copies no radius above {} can be proven."),
                                m_params.estimation, Number{mostRadius(), 3})});
    if (m_broken > 0)
      record.caveats.push_back(
          {"broken-proof",
           filled(translatable("records", "{} images fell inside their proven radius."), m_broken)});
    record.found.push_back(
        {"certified", translatable("records", "Certified accuracy against radius"),
         shareReaching(m_radii, std::max(2 * m_params.radius, mostRadius()), translatable("records", "L2 radius"),
                       translatable("records", "Certified accuracy"))});
    record.found.push_back({"samples", translatable("records", "Every sample"), m_table});
  }

 private:
  double radiusOf(double probability) const {
    if (probability <= 0.5) return -1;
    return m_params.sigma * boost::math::quantile(boost::math::normal(), probability);
  }
  double mostRadius() const {
    return std::max(0.0, radiusOf(clopperPearsonLower(m_params.estimation, m_params.estimation, m_params.alpha)));
  }

  void certify(LabelAccess& victim, std::int64_t row, std::int64_t index, Progress& progress) {
    const Batch sample = readBatch(m_run.data(), {index});
    at::Generator random = generatorFrom(m_run.request().seed * 1'000'003 + std::uint64_t(index));
    const auto label = sample.labels[0].item<std::int64_t>();
    const auto plain = logitsInChunks(m_run.model(), sample.images).argmax(1)[0].item<std::int64_t>();
    PartProgress choosing(progress, 0, 0.05), proving(progress, 0.05, m_params.attack ? 0.6 : 1);
    const at::Tensor image = sample.images[0];
    const auto winner = votesFor(victim, image, row, m_params.sigma, m_params.selection, random, choosing)
                            .argmax()
                            .item<std::int64_t>();
    const auto votes = votesFor(victim, image, row, m_params.sigma, m_params.estimation, random, proving)[winner]
                           .item<std::int64_t>();
    const double probability = clopperPearsonLower(votes, m_params.estimation, m_params.alpha);
    const double radius = radiusOf(probability);
    const char* broken = translatable("cells", "not tried");
    if (m_params.attack && radius > 0) {
      PartProgress attacking(progress, 0.6, 1);
      const bool fell = attacked(victim, row, sample.images, winner, radius, random, attacking);
      broken = fell ? translatable("cells", "yes") : translatable("cells", "no");
      ++m_attacked;
      m_broken += fell;
    }
    m_right += plain == label;
    m_abstained += radius < 0;
    m_smoothedRight += radius >= 0 && winner == label;
    m_radii.push_back(winner == label ? radius : -1);
    m_table.rows.push_back(
        {double(index), double(label), double(plain), double(winner), probability, std::max(0.0, radius),
         Words(radius < 0 ? translatable("cells", "yes") : translatable("cells", "no")), broken});
  }

  /// Whether PGD within the radius brings the vote over for sure: another class beats the proven one by more than
  /// chance.
  bool attacked(LabelAccess& victim, std::int64_t row, const at::Tensor& image, std::int64_t winner, double radius,
                at::Generator& random, Progress& progress) const {
    constexpr std::int64_t kSteps = 10;
    const auto model = std::make_shared<Smoothed>(m_run.assignment.model, m_params.sigma, m_params.draws,
                                                  m_run.request().seed + std::uint64_t(row));
    at::Tensor made = image;
    if (model->info().access >= Access::Gradients) {
      const auto attack = attackWith(
          standardAttack(Access::Gradients),
          {{Role::Norm, "l2"}, {Role::Strength, radius}, {Role::Steps, kSteps}, {Role::EarlyStop, false}});
      Goal goal;
      goal.labels = at::full({1}, winner, at::kLong);
      goal.ball = {Norm::L2, at::full({1}, 0.999 * radius, at::kFloat)};
      goal.random = std::make_shared<at::Generator>(random);
      PartProgress crafting(progress, 0, 0.6);
      made = goal.ball.enforce(attack->craft({model, 1}, image, goal, crafting), image);
    }
    PartProgress judging(progress, 0.6, 1);
    const at::Tensor votes =
        votesFor(victim, made[0], row, m_params.sigma, std::min(m_params.estimation, 10000), random, judging);
    const auto own = votes[winner].item<std::int64_t>();
    const auto rival = votes.index_fill(0, at::full({1}, winner, at::kLong), -1).max().item<std::int64_t>();
    return clopperPearsonLower(rival, rival + own, m_params.alpha / 2) > 0.5;
  }

  const Run& m_run;
  Smoothing::Params m_params;
  std::vector<double> m_radii;  // −1 where the vote is wrong or abstains
  std::int64_t m_right = 0, m_smoothedRight = 0, m_abstained = 0, m_attacked = 0, m_broken = 0, m_queries = 0;
  Table m_table{{translatable("headings", "index"), translatable("headings", "label"),
                 translatable("headings", "answer"), translatable("headings", "vote"),
                 translatable("headings", "probability low"), translatable("headings", "radius"),
                 translatable("headings", "abstained"), translatable("headings", "broken")},
                {}};
};

class SmoothingMethod final : public GuardMethod {
 public:
  std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const ParamMap& params,
                                     const GuardPost& post) const override {
    const auto chosen = bind<Smoothing>(params);
    return std::make_shared<Smoothed>(std::move(model), chosen.sigma, chosen.draws, post.seed);
  }
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const at::NoGradGuard noGradient;
    return carriedOut(assignment, progress, keep, [&](Run& run) {
      run.indices = chosenSamples(run.request().samples, run.data());
      SmoothingRun smoothing(run, bind<Smoothing>(run.request().params));
      run.reporting([&] { smoothing.carryOut(); }, [&](Record& record) { smoothing.writeTo(record); });
    });
  }
};

const struct SmoothingRegistration {
  SmoothingRegistration() {
    CatalogueEntry entry = entryOf<Smoothing>(Family::Evaluation, Access::Labels);
    entry.guards = true;
    registerMethod(std::move(entry), std::make_unique<SmoothingMethod>());
  }
} kSmoothingRegistered;

}  // namespace
}  // namespace adversarium
