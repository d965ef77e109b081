// SPDX-License-Identifier: GPL-3.0-or-later
// Who cannot look into a model attacks another one and hopes: how often does the hope come true?
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/words.h"
#include "core/evasion/runner.h"
#include "core/evasion/transferable.h"
#include "core/record/gradient_caveats.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kSuccessRateAny{
    "success_rate_any", translatable("measures", "Images that fall to any surrogate"), "rate", Better::Lower};

enum class TransferChoice { Momentum, DiverseInputs, TranslationInvariant, BlocksShuffled, All };

}  // namespace

template <>
struct Choices<TransferChoice> {
  static constexpr std::array<std::string_view, 5> names{kTransferNames[0], kTransferNames[1], kTransferNames[2],
                                                         kTransferNames[3], "all"};
};

namespace {

struct Transfer {
  static constexpr AlgorithmInfo info{"transfer", "Transferred examples", Chapter::Evasion,
                                      "Dong et al. 2018, arXiv:1710.06081; Xie et al. 2019, arXiv:1803.06978",
                                      "Makes adversarial examples on models that the attacker has and tries them "
                                      "on one of which it only sees the answers."};
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  struct Params : TransferKnobs {
    std::string surrogates;
    std::string targets;
    TransferChoice kind = TransferChoice::All;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel, L∞",
                {0, 1, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      param(&Params::surrogates, "surrogates", "Surrogates",
            "Models that the attacker has: paths or demo:NAME, separated by commas; empty: the attacked model "
            "itself")
          .as(Place::Models),
      param(&Params::targets, "targets", "Further targets",
            "Models to try the examples on beside the attacked one, separated by commas")
          .as(Place::Models)
          .as(Role::Targets),
      param(&Params::kind, "kind", "Kind of attack",
            "mi-fgsm: momentum; di-fgsm: random resizing; ti-fgsm: smoothed gradients; bsr: shuffled and turned "
            "blocks; all: each in turn"),
      param(&Params::steps, "steps", "Steps", "Gradient steps on the surrogate", {1, 1000, 1, 50, true})
          .as(Role::Steps),
      param(&Params::momentum, "momentum", "Momentum", "Share of the last direction that is kept", {0, 1, 0, 1}),
      param(&Params::copies, "copies", "Views a step", "Changed views whose gradients are averaged (bsr)",
            {1, 200, 1, 40, true}),
      param(&Params::blocks, "blocks", "Blocks", "Into so many parts each image is cut, each way (bsr)",
            {1, 16, 1, 4}),
      param(&Params::diversity, "diversity", "Share of resized steps",
            "In this share of the steps the image is resized and moved (di-fgsm)", {0, 1, 0, 1}),
      param(&Params::kernel, "kernel", "Smoothing window",
            "Edge of the window that smooths the gradient; even numbers count as the next odd one (ti-fgsm)",
            {1, 31, 1, 15, false, "pixels"}),
  };
  static void carryOut(const Run& run, const Params& params);
};
const Registered<Transfer> kTransferRegistered;

Words percent(const Measure& rate) { return filled("{} %", Number{100 * rate.value, 1}); }

/// One run: batches of images, every surrogate and kind, every target.
class Matrix {
 public:
  Matrix(const Run& run, const Transfer::Params& params) : m_run(run), m_params(params) {
    const auto& model = run.assignment.model;
    m_targets.push_back(model);
    for (auto& more : openModels(params.targets, model->info(), Access::Labels)) m_targets.push_back(more);
    m_surrogates = openModels(params.surrogates, model->info(), Access::Gradients);
    if (m_surrogates.empty()) {
      if (model->info().access < Access::Gradients)
        throw UsageError("surrogates", "must name a model: " + model->info().where + " grants no gradients");
      m_surrogates.push_back(model);
      run.caveat("own-surrogate",
                 translatable("records", "The surrogate is the attacked model itself: this is no transfer."));
    }
    if (m_surrogates.size() > 1) m_surrogates.push_back(together(m_surrogates));
    if (params.kind == TransferChoice::All) {
      m_kinds = {TransferKind::Momentum, TransferKind::DiverseInputs, TransferKind::TranslationInvariant,
                 TransferKind::BlocksShuffled};
    } else {
      m_kinds = {static_cast<TransferKind>(params.kind)};
    }
    m_tally.assign(m_surrogates.size() * m_kinds.size() * m_targets.size(), {});
  }

  void run() {
    const Request& request = m_run.request();
    const auto samples = chosenSamples(request.samples, *m_run.assignment.data);
    if (samples.empty()) throw InputError(request.data, "has no samples");
    const auto count = static_cast<std::int64_t>(samples.size());
    const std::int64_t size = std::clamp<std::int64_t>(request.batch, 1, count);
    const std::int64_t batches = (count + size - 1) / size;
    for (std::int64_t b = 0; b < batches; ++b) {
      const std::vector<std::int64_t> indices(samples.begin() + b * size,
                                              samples.begin() + std::min(count, (b + 1) * size));
      PartProgress part(m_run.progress, double(b) / double(batches), double(b + 1) / double(batches));
      attack(readBatch(*m_run.assignment.data, indices), static_cast<std::uint64_t>(b), part);
      writeDown();
      if (b + 1 < batches) m_run.publish();
    }
  }

 private:
  struct Cell {
    std::int64_t attempted = 0, succeeded = 0;
    Measure rate() const { return rateOf(succeeded, attempted); }
  };
  Cell& at(std::size_t surrogate, std::size_t kind, std::size_t target) {
    return m_tally[(surrogate * m_kinds.size() + kind) * m_targets.size() + target];
  }

  /// A batch counts as a whole: one that was stopped leaves the tally as it was.
  void attack(const Batch& given, std::uint64_t number, Progress& progress) {
    const at::NoGradGuard noGradient;
    const Batch batch{given.images, labelsOrAnswers(*m_targets.front(), given.images, given.labels)};
    const int wanted = m_run.request().target;
    const std::vector<Cell> before = m_tally;
    at::Tensor fallen, first;
    TransferOutcome shown;
    const auto ways = static_cast<double>(m_surrogates.size() * m_kinds.size());
    try {
      for (std::size_t s = 0; s < m_surrogates.size(); ++s) {
        for (std::size_t k = 0; k < m_kinds.size(); ++k) {
          const double done = double(s * m_kinds.size() + k);
          PartProgress part(progress, done / ways, (done + 1) / ways);
          const at::Tensor made = crafted(*m_surrogates[s], batch, m_kinds[k], number, part);
          for (std::size_t t = 0; t < m_targets.size(); ++t) {
            const TransferOutcome outcome = outcomeOn(*m_targets[t], batch.images, made, batch.labels, wanted);
            at(s, k, t).attempted += outcome.attempted.sum().item<std::int64_t>();
            at(s, k, t).succeeded += outcome.succeeded.sum().item<std::int64_t>();
            if (t > 0) continue;
            fallen = fallen.defined() ? fallen.logical_or(outcome.succeeded) : outcome.succeeded;
            if (first.defined()) continue;
            first = made;
            shown = outcome;
          }
        }
      }
    } catch (const Cancelled&) {
      m_tally = before;
      throw;
    }
    m_fallen += fallen.sum().item<std::int64_t>();
    m_right += shown.before.eq(given.labels).sum().item<std::int64_t>();
    m_clean.push_back(batch.images);
    m_adversarial.push_back(first);
    m_labels.push_back(given.labels);
    m_before.push_back(shown.before);
    m_after.push_back(shown.after);
  }

  at::Tensor crafted(const Classifier& surrogate, const Batch& batch, TransferKind kind, std::uint64_t number,
                     Progress& progress) {
    const Request& request = m_run.request();
    const std::int64_t n = batch.labels.size(0);
    const auto fast = surrogate.attackCopy(request.precision);
    const Oracle oracle(fast ? fast : std::shared_ptr<const Classifier>(std::shared_ptr<void>(), &surrogate), n);
    GradientAccess access(oracle.model, oracle.meter);
    Goal goal;
    goal.targeted = request.target >= 0;
    goal.labels = goal.targeted ? at::full({n}, request.target, at::kLong) : batch.labels;
    goal.ball = {Norm::Linf, at::full({n}, m_params.epsilon, at::kFloat)};
    goal.random = std::make_shared<at::Generator>(generatorFrom(request.seed * 1'000'003 + number));
    const at::Tensor made = craftTransferable(access, batch.images, goal, kind, m_params, progress);
    m_looks += oracle.meter->looks;
    return goal.ball.enforce(made, batch.images);
  }

  void writeDown() {
    Record& record = m_run.record;
    record.found.clear();
    const at::Tensor given = at::cat(m_labels);
    const std::int64_t unlabelled = given.lt(0).sum().item<std::int64_t>(), labelled = given.numel() - unlabelled;
    std::erase_if(record.caveats, [](const Caveat& caveat) { return caveat.id == "unlabelled"; });
    if (unlabelled > 0) record.caveats.push_back(unlabelledCaveat(unlabelled));
    reportGradients(record, m_looks);
    if (labelled > 0) record.measures.set(kCleanAccuracy, rateOf(m_right, labelled));
    record.measures.set(kSuccessRate, at(0, 0, 0).rate());
    record.measures.set(kSuccessRateAny, rateOf(m_fallen, at(0, 0, 0).attempted));
    Table matrix{{translatable("headings", "surrogate"), translatable("headings", "attack")}, {}},
        rates{{translatable("headings", "surrogate"), translatable("headings", "surrogate sha256"),
               translatable("headings", "attack"), translatable("headings", "target"),
               translatable("headings", "tried"), translatable("headings", "fell"),
               translatable("headings", "success"), translatable("headings", "low"),
               translatable("headings", "high")},
              {}};
    for (const auto& target : m_targets)
      matrix.columns.emplace_back(target->info().where, Name{target->info().where});
    for (std::size_t s = 0; s < m_surrogates.size(); ++s) {
      for (std::size_t k = 0; k < m_kinds.size(); ++k) {
        const std::string kind(kTransferNames[static_cast<std::size_t>(m_kinds[k])]);
        const ModelInfo& surrogate = m_surrogates[s]->info();
        matrix.rows.push_back({surrogate.where, kind});
        for (std::size_t t = 0; t < m_targets.size(); ++t) {
          const Cell& cell = at(s, k, t);
          const Measure rate = cell.rate();
          matrix.rows.back().push_back(percent(rate));
          rates.rows.push_back({surrogate.where, surrogate.sha256, kind, m_targets[t]->info().where,
                                double(cell.attempted), double(cell.succeeded), rate.value, rate.low.value_or(0),
                                rate.high.value_or(1)});
        }
      }
    }
    record.found.push_back({"matrix", translatable("records", "Success of surrogates against targets"), matrix});
    record.found.push_back({"rates", translatable("records", "Every pair with its interval"), rates});
    record.found.push_back({"clean", translatable("records", "Clean images"), imageSetOf(at::cat(m_clean))});
    record.found.push_back({"adversarial", translatable("records", "Made on the first surrogate"),
                            imageSetOf(at::cat(m_adversarial))});
    const auto labels = [&](const char* id, const char* title, const std::vector<at::Tensor>& parts) {
      record.found.push_back({id, title, Labels{integersOf(at::cat(parts))}});
    };
    labels("labels", translatable("records", "True classes"), m_labels);
    labels("clean_predicted", translatable("records", "Answers to the clean images"), m_before);
    labels("predicted", translatable("records", "Answers to the attacked images"), m_after);
  }

  const Run& m_run;
  const Transfer::Params& m_params;
  std::vector<std::shared_ptr<const Classifier>> m_targets, m_surrogates;
  std::vector<TransferKind> m_kinds;
  std::vector<Cell> m_tally;
  std::int64_t m_fallen = 0, m_right = 0;
  GradientLooks m_looks;  // on the surrogates
  std::vector<at::Tensor> m_clean, m_adversarial, m_labels, m_before, m_after;
};

void Transfer::carryOut(const Run& run, const Params& params) {
  const ModelInfo& model = run.assignment.model->info();
  if (run.request().target >= model.classes)
    throw UsageError("target", "the model knows the classes 0 to " + std::to_string(model.classes - 1));
  Matrix(run, params).run();
}

}  // namespace
}  // namespace adversarium
