// SPDX-License-Identifier: GPL-3.0-or-later
// A model copied by asking it: how good is the copy for how many questions, and what does it give away?
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/evasion/transferable.h"
#include "core/formats/open_model.h"
#include "core/inversion/query_source.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/guard.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kAgreement{"agreement", translatable("measures", "Agreement with the victim"), "rate",
                                 Better::Lower};
constexpr MeasureSpec kCloneAccuracy{"clone_accuracy", translatable("measures", "Accuracy of the copy"), "rate",
                                     Better::Lower};
constexpr MeasureSpec kTransferSuccess{
    "transfer_success", translatable("measures", "Examples for the copy that fool the victim"), "", Better::Lower};
constexpr MeasureSpec kVictimAccuracy{"victim_accuracy", translatable("measures", "Accuracy of the victim"),
                                      "rate"};

enum class Answers { Scores, Labels };

}  // namespace

template <>
struct Choices<Answers> {
  static constexpr std::array<std::string_view, 2> names{"scores", "labels"};
};

namespace {

struct Steal {
  static constexpr AlgorithmInfo info{
      "steal", "Model stealing", Chapter::Extraction,
      "Orekondy et al. 2019, arXiv:1812.02766; Papernot et al. 2017, arXiv:1602.02697",
      "Trains a copy of a model from nothing but its answers to chosen questions, "
      "and then attacks the model with what fools the copy."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::Labels;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : ClonePlan {
    int budget = 10000;
    QueryStrategy strategy = QueryStrategy::Random;
    Answers answers = Answers::Scores;
    std::string pool;
    int poolFrom = 0;
    int transferImages = 200;
    double epsilon = 16.0 / 255;
  };
  static constexpr std::tuple params{
      heroParam(&Params::budget, "budget", "Query budget", "So many images are shown to the model, at most",
                {10, 10000000, 100, 100000, true, "queries"}),
      param(&Params::strategy, "strategy", "Choice of questions",
            "random: the pool in random order; adaptive: where the copy is wrong and answers are new; jacobian: a "
            "few "
            "images and steps from each; data-free: images made by a generator, no pool"),
      param(&Params::answers, "answers", "Answers", "What the thief sees of them: all scores, or only the class"),
      param(&Params::pool, "pool", "Thief's images",
            "Data to ask about: a path or demo:NAME; empty: the chosen training samples. Held-out ones judge")
          .as(Place::Data),
      param(&Params::poolFrom, "pool_from", "First of them",
            "Images of the thief's data before this one are left out: what the victim was trained on, say",
            {0, 1e9, 0, 60000}),
      param(&Params::architecture, "architecture", "Copy's architecture",
            "As after new: in the list of architectures; it need not be the victim's"),
      param(&Params::epochs, "epochs", "Epochs", "Passes over all answers each time the copy learns",
            {1, 1000, 1, 50, true}),
      param(&Params::learningRate, "learning_rate", "Learning rate", "Largest step size of the copy's training",
            {1e-6, 1, 1e-4, 0.05, true}),
      param(&Params::transferImages, "transfer_images", "Images to attack",
            "So many judging images are attacked by way of the copy; 0: none", {0, 100000, 0, 1000}),
      param(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel in that attack, L∞",
            {0, 1, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
  };
  static void carryOut(const Run& run, const Params& params);
};
const Registered<Steal> kStealRegistered;
const UsualFiles kStealFiles(Steal::info.id, {"model.adv", "model.onnx", "agreement.csv"});

/// What the victim may be asked, whatever stands before it.
class AskedModel {
 public:
  AskedModel(const Assignment& assignment, Answers answers) : m_oracle(assignment.model, 0), m_answers(answers) {
    CatalogueEntry needed = catalogueEntry(Steal::info.id);
    needed.access = answers == Answers::Scores ? Access::Scores : Access::Labels;
    requireAccess(assignment.model->info(), needed);
  }
  /// N×K probabilities, or ones and zeros.
  at::Tensor ask(const at::Tensor& images) {
    if (m_answers == Answers::Scores) return ScoreAccess(m_oracle.model, m_oracle.meter).logScores(images).exp();
    LabelAccess access(m_oracle.model, m_oracle.meter);
    return at::one_hot(access.decide(images), access.classes()).to(at::kFloat);
  }
  std::int64_t queries() const { return m_oracle.meter->queries; }

 private:
  Oracle m_oracle;
  Answers m_answers;
};

/// Budgets at which the copy learns and is judged: doubling up to all.
std::vector<std::int64_t> stagesFor(std::int64_t budget) {
  std::vector<std::int64_t> stages{budget};
  while (stages.back() > 100 && stages.size() < 8) stages.push_back((stages.back() + 1) / 2);
  std::reverse(stages.begin(), stages.end());
  return stages;
}

class Theft {
 public:
  Theft(const Run& run, const Steal::Params& params)
      : m_run(run),
        m_params(params),
        m_victim(run.assignment, params.answers),
        m_random(generatorFrom(run.request().seed)),
        m_clone(run.assignment.model->info(), params, m_random) {}

  void run() {
    shareOut();
    const std::vector<std::int64_t> stages = stagesFor(m_params.budget);
    std::int64_t whole = 0, before = 0;
    for (const std::int64_t stage : stages) whole += stage;
    for (std::size_t s = 0; s < stages.size(); ++s) {
      PartProgress part(m_run.progress, 0.95 * double(before) / double(whole),
                        0.95 * double(before + stages[s]) / double(whole));
      before += stages[s];
      const bool refused = !askUpTo(stages[s], part);
      if (m_images.empty()) break;
      PartProgress learning(part, 0.4, 0.9), judging(part, 0.9, 1);
      m_clone.learn(at::cat(m_images), at::cat(m_answers), learning);
      judge(judging);
      writeDown();
      m_run.publish();
      if (refused) break;
    }
    if (m_images.empty())
      throw Error(Error::Kind::Refused, Steal::info.id.data(), "was not given a single answer");
    PartProgress last(m_run.progress, 0.95, 1);
    attack(last);
    writeDown();
  }

 private:
  /// Who asks and who judges; the judging images' answers are the house's and no queries.
  void shareOut() {
    const Assignment& assignment = m_run.assignment;
    const std::vector<std::int64_t> samples = chosenSamples(m_run.request().samples, *assignment.data);
    Split split = splitFor(assignment.data, samples, m_run.request().seed);
    Pool pool{assignment.data, split.training};
    const bool asksOwn = m_params.pool.empty() && m_params.strategy != QueryStrategy::DataFree;
    if (m_params.pool.empty() && m_params.poolFrom > 0)
      throw UsageError("pool_from", "is about the thief's images, and --pool names none");
    if (!m_params.pool.empty()) {
      pool.data = openDataSet(m_params.pool, assignment.model->info().input);
      addDataCaveats(m_run.record, *pool.data);
      pool.samples = chosenSamples({}, *pool.data);
      if (m_params.poolFrom >= std::ssize(pool.samples))
        throw UsageError("pool_from", fmt::format("{} has {} images", m_params.pool, pool.samples.size()));
      pool.samples.erase(pool.samples.begin(), pool.samples.begin() + m_params.poolFrom);
    }
    if (!asksOwn && split.heldBack) split.test = std::make_shared<ChosenData>(assignment.data, samples);
    const std::vector<std::int64_t> judges = chosenSamples({}, *split.test);
    if (asksOwn)
      m_run.caveat("own-data",
                   translatable("records",
                                "The thief asks about data of the victim's own kind, perhaps what it was trained "
                                "on."));
    if (asksOwn && split.heldBack)
      m_run.caveat("held-back",
                   translatable("records",
                                "No held-out data belongs to this training set: a tenth of it was kept back to "
                                "measure on."));
    m_source = querySource(m_params.strategy, pool, assignment.model->info(), m_params.budget, m_random);
    if (m_params.strategy != QueryStrategy::DataFree && m_params.strategy != QueryStrategy::Jacobian &&
        std::int64_t(pool.samples.size()) < m_params.budget) {
      m_run.caveat("small-pool",
                   filled(translatable("records",
                                       "The pool has only {} images for a budget of {}: further questions "
                                       "are the same images, shifted."),
                          pool.samples.size(), m_params.budget));
    }
    constexpr std::size_t kChunk = 1000;
    for (std::size_t from = 0; from < judges.size(); from += kChunk) {
      m_run.progress.step(0, 1);
      const auto to = static_cast<std::ptrdiff_t>(std::min(judges.size(), from + kChunk));
      Batch batch = readBatch(*split.test, {judges.begin() + std::ptrdiff_t(from), judges.begin() + to});
      m_truth.push_back(logitsInChunks(behindGuards(*assignment.model), batch.images).argmax(1));
      m_judges.push_back(std::move(batch));
    }
    std::int64_t right = 0;
    for (std::size_t i = 0; i < m_judges.size(); ++i) {
      right += m_truth[i].eq(m_judges[i].labels).sum().item<std::int64_t>();
      m_judged += m_truth[i].size(0);
    }
    if (assignment.data->info().labelled) m_run.record.measures.set(kVictimAccuracy, rateOf(right, m_judged));
  }

  /// False where a guard refuses to answer; what was answered before counts.
  bool askUpTo(std::int64_t stage, Progress& progress) {
    constexpr std::int64_t kBatch = 256;
    while (m_asked < stage) {
      progress.step(4 * m_asked, 10 * stage);
      const at::Tensor images = m_source->next(std::min(kBatch, stage - m_asked), m_clone);
      at::Tensor answers;
      try {
        answers = m_victim.ask(images);
      } catch (const Error& refused) {
        if (refused.kind() != Error::Kind::Refused) throw;
        m_run.caveat("refused", refused.reason());
        return false;
      }
      m_asked += images.size(0);
      m_images.push_back(images);
      m_answers.push_back(answers);
      m_source->answered(images, answers, m_clone);
      if (m_source->needsFreshClone()) {
        constexpr std::int64_t kSteps = 20;
        PartProgress part(progress, 0.4 * double(m_asked) / double(stage), 0.4 * double(m_asked) / double(stage));
        m_clone.learn(at::cat(m_images), at::cat(m_answers), part, kSteps);
      }
    }
    return true;
  }

  void judge(Progress& progress) {
    const Graph clone = m_clone.graph();
    const at::NoGradGuard noGradient;
    std::int64_t agreed = 0, right = 0;
    for (std::size_t i = 0; i < m_judges.size(); ++i) {
      progress.step(std::int64_t(i), std::int64_t(m_judges.size()));
      const at::Tensor answers =
          logitsInChunks(*makeGraphClassifier(clone, m_clone.info()), m_judges[i].images).argmax(1);
      agreed += answers.eq(m_truth[i]).sum().item<std::int64_t>();
      right += answers.eq(m_judges[i].labels).sum().item<std::int64_t>();
    }
    auto& measures = m_run.record.measures;
    measures.set(kAgreement, rateOf(agreed, m_judged));
    addRate(m_agreement, double(m_asked), measures.at(kAgreement));
    if (!m_run.assignment.data->info().labelled) return;
    measures.set(kCloneAccuracy, rateOf(right, m_judged));
    addRate(m_accuracy, double(m_asked), measures.at(kCloneAccuracy));
  }

  /// What fools the copy, tried on the victim: momentum steps, as in `transfer`.
  void attack(Progress& progress) {
    if (m_params.transferImages == 0) return;
    const Classifier& victim = behindGuards(*m_run.assignment.model);
    const Batch& first = m_judges.front();
    const std::int64_t n = std::min<std::int64_t>(m_params.transferImages, first.images.size(0));
    const at::Tensor images = first.images.slice(0, 0, n), own = m_truth.front().slice(0, 0, n);
    const Oracle oracle(m_clone.classifier(), n);
    GradientAccess access(oracle.model, oracle.meter);
    Goal goal;
    goal.labels = own;
    goal.ball = {Norm::Linf, at::full({n}, m_params.epsilon, at::kFloat)};
    goal.random = std::make_shared<at::Generator>(generatorFrom(m_run.request().seed));
    TransferKnobs knobs;
    knobs.epsilon = m_params.epsilon;
    const at::Tensor made = goal.ball.enforce(
        craftTransferable(access, images, goal, TransferKind::Momentum, knobs, progress), images);
    m_run.record.measures.set(kTransferSuccess, outcomeOn(victim, images, made, own).rate());
    m_adversarial = made;
  }

  void writeDown() {
    Record& record = m_run.record;
    record.measures.set(kQueries, double(m_victim.queries()), m_victim.queries());
    record.found.clear();
    record.found.push_back({"agreement", translatable("records", "Agreement with the victim"), m_agreement});
    if (!m_accuracy.x.empty())
      record.found.push_back({"accuracy", translatable("records", "Accuracy of the copy"), m_accuracy});
    constexpr std::int64_t kShown = 32;
    const at::Tensor last = m_images.back();
    record.found.push_back({"questions", translatable("records", "Some of the last questions"),
                            imageSetOf(last.slice(0, 0, std::min(kShown, last.size(0))).contiguous())});
    if (m_adversarial.defined())
      record.found.push_back(
          {"adversarial", translatable("records", "Made on the copy"), imageSetOf(m_adversarial)});
    const ModelInfo& victim = m_run.assignment.model->info();
    const Words words = recipeOf(
        {filled(translatable("records", "copy of ‘{}’"), victim.where),
         filled(translatable("records", "{} queries"), m_asked),
         filled(translatable("records", "chosen by ‘{}’"),
                Name::ofChoice(Choices<QueryStrategy>::names[static_cast<std::size_t>(m_params.strategy)])),
         filled(translatable("records", "answered with ‘{}’"),
                Name::ofChoice(Choices<Answers>::names[static_cast<std::size_t>(m_params.answers)]))});
    nlohmann::ordered_json lineage{{"recipe", words.english()},
                                   {"victim_sha256", victim.sha256},
                                   {"queries", m_asked},
                                   {"seed", m_run.request().seed},
                                   {"agreement", record.measures.at(kAgreement).value}};
    putWords(lineage, "recipe", words);
    record.found.push_back({"model", translatable("records", "Stolen copy"),
                            ModelFile{modelFileBytes(m_clone.graph(), m_clone.info(), lineage.dump()),
                                      recipeOf({m_clone.info().architecture, words})}});
  }

  const Run& m_run;
  const Steal::Params& m_params;
  AskedModel m_victim;
  at::Generator m_random;
  Clone m_clone;
  std::unique_ptr<QuerySource> m_source;
  std::vector<Batch> m_judges;
  std::vector<at::Tensor> m_truth;  // the victim's answers to them
  std::int64_t m_judged = 0, m_asked = 0;
  std::vector<at::Tensor> m_images, m_answers;
  at::Tensor m_adversarial;
  static Curve curveOf(const char* y) {
    Curve curve{translatable("records", "Queries"), y, {}, {}, {}, {}};
    curve.group = translatable("records", "The copy against queries");
    return curve;
  }
  Curve m_agreement = curveOf(translatable("records", "Agreement"));
  Curve m_accuracy = curveOf(translatable("records", "Accuracy"));
};

void Steal::carryOut(const Run& run, const Params& params) { Theft(run, params).run(); }

}  // namespace
}  // namespace adversarium
