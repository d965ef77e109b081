// SPDX-License-Identifier: GPL-3.0-or-later
// The attacker knows how faces look, and asks the model which of all possible ones it was trained on.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/formats/open_model.h"
#include "core/inversion/code_search.h"
#include "core/inversion/inversion.h"
#include "core/inversion/surrogate_pictures.h"
#include "core/record/artefact_file.h"
#include "core/record/gradient_caveats.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

struct InvertGan {
  static constexpr AlgorithmInfo info{
      "invert-gan", "Inversion by a generator", Chapter::Extraction,
      "Yuan et al. 2023, arXiv:2302.09814; Kahla et al. 2022, arXiv:2203.01925",
      "A generator that has only seen other people's pictures is searched for those "
      "that the model takes for its own: a class becomes visible."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::Labels;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : InversionParams, SearchPlan {
    std::string generator;
    std::string publicData;
    ConditionSource conditions = ConditionSource::Answers;
    int ganSteps = 6000;
    int ganBatch = 32;
    double ganRate = 1e-3;
    std::string checkpoint;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::steps, "steps", "Search steps", "Steps in the space of codes",
                    {1, 100000, 50, 2000, true})
              .as(Role::Steps),
          param(&Params::right, "right", "Answers used",
                "gradients of the model; scores: probabilities alone; labels: only which class wins"),
          param(&Params::rate, "rate", "Step size", "Of Adam in the space of codes (gradients, scores)",
                {1e-4, 10, 0.01, 1, true}),
          param(&Params::lead, "lead", "Lead that is enough",
                "The search climbs until the class leads so far; beyond, pictures become caricatures (gradients, "
                "scores)",
                {0.1, 1000, 1, 20, true, "nats"}),
          param(&Params::around, "around", "Codes around each", "Asked about in each step (scores, labels)",
                {2, 4096, 8, 128, true}),
          param(&Params::drawn, "drawn", "Codes drawn",
                "Random pictures shown to the model first; each search starts from the best",
                {2, 1000000, 100, 10000, true}),
          param(&Params::restarts, "restarts", "Searches a picture",
                "So many begin at different codes; the one that the model knows best is kept", {1, 100, 1, 10})
              .as(Role::Restarts),
          param(&Params::generator, "generator", "Generator",
                "File of a trained one; empty: the built-in one for built-in data, else one is trained now")
              .as(Place::Generator),
          param(&Params::publicData, "public", "Public pictures",
                "Data to train a generator on, without the classes to be found: a path or demo:NAME")
              .as(Place::Data),
          param(
              &Params::conditions, "conditions", "Conditions",
              "What the generator learns to make at will: pictures that the model takes for each class (answers; "
              "one query a picture), the public pictures' own classes (labels), or none"),
          param(&Params::ganSteps, "gan_steps", "Generator's steps", "Training steps of the generator",
                {1, 10000000, 100, 20000, true}),
          param(&Params::ganBatch, "gan_batch", "Generator's batch", "Pictures a training step",
                {2, 4096, 16, 128, true}),
          param(&Params::ganRate, "gan_rate", "Generator's learning rate", "The critic learns twice as fast",
                {1e-6, 0.1, 1e-5, 1e-2, true}),
          param(&Params::checkpoint, "checkpoint", "Checkpoint file",
                "Written as the generator learns and continued from if it is there; empty for none")
              .as(Place::Checkpoint),
      },
      inversionParams<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<InvertGan> kInvertGanRegistered;

/// The generator that comes with the built-in data of the request, or an empty path.
std::filesystem::path builtInGenerator(const std::string& data) {
  constexpr std::string_view kDemo = "demo:", kTraining = "-train";
  if (!data.starts_with(kDemo)) return {};
  std::string name = data.substr(kDemo.size());
  if (name.ends_with(kTraining)) name.resize(name.size() - kTraining.size());
  return modelResource(name + "-public.generator");
}

class GanInversion {
 public:
  GanInversion(const Run& run, const InvertGan::Params& params)
      : m_run(run), m_params(params), m_judge(run, params), m_victim(askedForm(run), 0) {
    CatalogueEntry needed = catalogueEntry(InvertGan::info.id);
    needed.access = params.right == SearchRight::Gradients ? Access::Gradients
                    : params.right == SearchRight::Scores  ? Access::Scores
                                                           : Access::Labels;
    requireAccess(run.assignment.model->info(), needed);
  }

  void run() {
    std::filesystem::path file = m_params.generator;
    if (file.empty() && m_params.publicData.empty()) file = builtInGenerator(m_run.request().data);
    const bool ready = !file.empty();
    if (ready) {
      m_generator =
          std::make_unique<ImageGenerator>(ImageGenerator::open(file, m_run.assignment.model->info().input));
    } else {
      PartProgress training(m_run.progress, 0, 0.8);
      train(training);
    }
    PartProgress searching(m_run.progress, ready ? 0 : 0.8, 1);
    search(searching);
  }

 private:
  /// The model in its fastest form: the same answers.
  static std::shared_ptr<const Classifier> askedForm(const Run& run) {
    const auto& model = run.assignment.model;
    auto fast = model->attackCopy(run.request().precision);
    return fast ? fast : model;
  }

  void train(Progress& progress) {
    const ImageShape shape = m_run.assignment.model->info().input;
    PartProgress reading(progress, 0, 0.1), learning(progress, 0.1, 1);
    const SurrogatePictures pictures =
        surrogatePictures(m_run, m_params.publicData, m_params.conditions, m_victim, reading);
    sayRefused(pictures.refusal);
    at::Generator random = generatorFrom(m_run.request().seed);
    std::error_code ignored;
    const bool resumed = !m_params.checkpoint.empty() && std::filesystem::exists(m_params.checkpoint, ignored);
    GanTraining gan = resumed ? GanTraining::resume(m_params.checkpoint, shape, pictures.meaning)
                              : GanTraining(shape, pictures.meaning, random);
    const std::int64_t between = std::clamp(m_params.ganSteps / 40, 1, 250);
    double critic = 0, generator = 0;
    std::int64_t summed = 0;
    for (std::int64_t step = gan.steps(); step < m_params.ganSteps; ++step) {
      learning.step(step, m_params.ganSteps);
      useThreadsFor(m_params.ganBatch);
      // A stream of its own for each step: an interrupted training goes on as if nothing had been.
      at::Generator own = generatorFrom(m_run.request().seed * 1'000'003 + std::uint64_t(step));
      const at::Tensor rows = at::randint(0, pictures.images.size(0), {m_params.ganBatch}, own, at::kLong);
      const double left = 1 - double(step) / double(m_params.ganSteps);
      const GanTraining::Losses losses =
          gan.step(pictures.images.index_select(0, rows), pictures.conditions.index_select(0, rows),
                   m_params.ganRate * std::min(1.0, 4 * left), own);
      if (!std::isfinite(losses.critic) || !std::isfinite(losses.generator))
        throw Error(Error::Kind::Failure, InvertGan::info.id.data(),
                    fmt::format("the generator's training diverged at step {}: lower --gan_rate", step + 1));
      critic += losses.critic;
      generator += losses.generator;
      ++summed;
      progress.show({filled(translatable("progress", "generator: step {} of {}"), step + 1, m_params.ganSteps),
                     {{"critic", losses.critic}, {"generator", losses.generator}}});
      if ((step + 1) % between != 0 && step + 1 != m_params.ganSteps) continue;
      for (auto& [curve, sum] : {std::pair{&m_critic, critic}, std::pair{&m_maker, generator}}) {
        curve->x.push_back(double(step + 1));
        curve->y.push_back(sum / double(summed));
      }
      critic = generator = 0;
      summed = 0;
      show(gan.generator(), gan.steps());
      if (!m_params.checkpoint.empty()) replaceBytes(m_params.checkpoint, gan.checkpoint());
      writeDown();
      m_run.publish();
    }
    m_generator = std::make_unique<ImageGenerator>(gan.generator().rounded());
    show(*m_generator, gan.steps());
  }

  /// What a generator makes of the same codes at every stage, condition by condition, and the file that holds it.
  void show(const ImageGenerator& generator, std::int64_t steps) {
    constexpr std::int64_t kShown = 48;
    const at::NoGradGuard noGradient;
    at::Generator fixed = generatorFrom(7);
    std::vector<std::int64_t> seen;
    for (std::int64_t c = 0; c < generator.conditions().count(); ++c) {
      if (generator.conditions().pictures[std::size_t(c)] > 0) seen.push_back(c);
    }
    if (seen.empty()) seen.push_back(generator.any());
    std::vector<std::int64_t> conditions;
    std::vector<Words> captions;
    for (std::int64_t i = 0; i < kShown; ++i) {
      conditions.push_back(seen[std::size_t(i * std::ssize(seen) / kShown)]);
      captions.push_back(nameOf(generator.conditions(), conditions.back()));
    }
    m_samples = imageSetOf(generator.images({at::empty({kShown, ImageGenerator::kCode}).normal_(0, 1, fixed),
                                             at::tensor(conditions, at::kLong)}),
                           std::move(captions));
    const Words words = filled(translatable("records", "generator, {} steps on ‘{}’"), steps,
                               m_params.publicData.empty() ? m_run.request().data : m_params.publicData);
    m_file = {generator.bytes(words.english()), words};
  }

  /// What a condition stands for; nothing for any picture.
  std::string nameOf(const Conditions& conditions, std::int64_t condition) const {
    if (condition == conditions.count()) return {};
    const auto& names = m_run.assignment.model->info().classNames;
    const bool classOfVictim = !conditions.victim.empty() && condition < std::ssize(names);
    return classOfVictim ? names[std::size_t(condition)] : std::to_string(condition);
  }

  void sayRefused(const Words& refusal) {
    if (refusal.empty() || m_refused) return;
    m_refused = true;
    m_run.caveat("refused", refusal);
  }

  void search(Progress& progress) {
    constexpr std::int64_t kShown = 12;
    const at::Tensor& labels = m_judge.labels();
    at::Generator random = generatorFrom(m_run.request().seed + 1);
    const int between = std::max(1, m_params.steps / 30);
    int seen = 0;
    const auto onStep = [&](int step, const Codes& codes) {
      if (seen++ % between != 0) return;
      const at::NoGradGuard noGradient;
      m_found = m_generator->images(codes);
      m_film.add(step, m_found.slice(0, 0, kShown));
      writeDown();
      m_run.publish();
    };
    const FoundCodes found = searchCodes(*m_generator, m_victim, labels, m_params, random, progress, onStep);
    sayRefused(found.refusal);
    if (found.withoutStart > 0) {
      m_run.caveat(
          "no-start",
          filled(translatable("records",
                              "For {} pictures none of the drawn codes got the answer that was wanted: their "
                              "search had no start, and what it found says little."),
                 found.withoutStart));
    }
    const at::NoGradGuard noGradient;
    m_found = m_generator->images(found.codes);
    m_film.add(found.steps, m_found.slice(0, 0, kShown));
    m_judge.judge(m_found, "");
    const Codes unsearched{at::empty_like(found.codes.places).normal_(0, 1, random),
                           conditionsOf(*m_generator, labels, m_victim.model->info().sha256)};
    m_judge.judge(m_generator->images(unsearched), "_unsearched");
    writeDown();
  }

  void writeDown() {
    Record& record = m_run.record;
    reportGradients(record, m_victim.meter->looks);
    record.measures.set(kQueries, double(m_victim.meter->queries), m_judge.labels().size(0));
    record.found.clear();
    if (m_found.defined()) {
      record.found.push_back({"inverted", translatable("records", "Drawn out of the model"), imageSetOf(m_found)});
      m_judge.exhibit(m_found);
      record.found.push_back({"frames", translatable("records", "How the pictures came about"), m_film.frames()});
    }
    if (m_samples.count() == 0) return;
    record.found.push_back(
        {"samples", translatable("records", "What the generator makes of the same codes"), m_samples});
    record.found.push_back({"critic_loss", translatable("records", "Critic's loss"), m_critic});
    record.found.push_back({"generator_loss", translatable("records", "Generator's loss"), m_maker});
    record.found.push_back({"generator", translatable("records", "Generator"), m_file});
  }

  const Run& m_run;
  const InvertGan::Params& m_params;
  InversionJudge m_judge;
  Oracle m_victim;
  std::unique_ptr<ImageGenerator> m_generator;
  ModelFile m_file;
  at::Tensor m_found;
  ImageSet m_samples;
  Film m_film;
  bool m_refused = false;
  static Curve lossCurve() {
    return {translatable("records", "Step"),
            translatable("records", "Loss"),
            {},
            {},
            {},
            {},
            false,
            translatable("records", "Losses of generator and critic")};
  }
  Curve m_critic = lossCurve(), m_maker = lossCurve();
};

void InvertGan::carryOut(const Run& run, const Params& params) { GanInversion(run, params).run(); }

}  // namespace
}  // namespace adversarium
