// SPDX-License-Identifier: GPL-3.0-or-later
// The attacker knows how faces look, and asks the model which of all possible ones it was trained on.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <fstream>

#include "core/error.h"
#include "core/extraction/code_search.h"
#include "core/extraction/inversion.h"
#include "core/provenance/measured.h"
#include "core/tensor/convert.h"
#include "core/text.h"

namespace adversarium {
namespace {

/// Yuan et al., AAAI 2023 (arXiv:2302.09814): a GAN conditional on what the victim says of public pictures; search
/// by labels as Kahla et al., CVPR 2022.
struct InvertGan {
  static constexpr AlgorithmInfo info{
      "invert-gan", "Inversion by a generator", Chapter::Extraction,
      "Yuan et al. 2023, arXiv:2302.09814; Kahla et al. 2022, arXiv:2203.01925",
      "A generator that has only seen other people's pictures is searched for those "
      "that the model takes for its own: a class becomes visible."};
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Access kAccess = Access::Labels;
  struct Params : InversionParams, SearchPlan {
    std::string generator;
    std::string publicData;
    int ganSteps = 3000;
    int ganBatch = 64;
    double ganRate = 2e-4;
    int nearest = 30;
    std::string checkpoint;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::steps, "steps", "Search steps", "Steps in the space of codes",
                    {1, 100000, 50, 2000, true}),
          param(&Params::right, "right", "Answers used",
                "gradients of the model; scores: probabilities alone; labels: only which class wins"),
          param(&Params::rate, "rate", "Step size", "Of Adam in the space of codes (gradients)",
                {1e-4, 10, 0.01, 1, true}),
          param(&Params::around, "around", "Codes around each", "Asked about in each step (scores, labels)",
                {2, 4096, 8, 128, true}),
          param(&Params::generator, "generator", "Generator", "File of a trained one; empty: train one now"),
          param(&Params::publicData, "public", "Public pictures",
                "Data to train the generator on, without the classes to be found: a path or demo:NAME"),
          param(&Params::ganSteps, "gan_steps", "Generator's steps", "Training steps of the generator",
                {1, 10000000, 100, 20000, true}),
          param(&Params::ganBatch, "gan_batch", "Generator's batch", "Pictures a training step",
                {2, 4096, 16, 128, true}),
          param(&Params::ganRate, "gan_rate", "Generator's learning rate", "The critic learns twice as fast",
                {1e-6, 0.1, 1e-5, 1e-3, true}),
          param(
              &Params::nearest, "nearest", "Public pictures a class",
              "For each class, the public pictures that the model finds likest to it are the generator's examples",
              {1, 100000, 5, 200, true}),
          param(&Params::checkpoint, "checkpoint", "Checkpoint file",
                "Written as the generator learns and continued from if it is there; empty for none"),
      },
      inversionParams<Params>());

  static void carryOut(Enquiry& enquiry, const Params& params);
};
const RegisteredEnquiry<InvertGan> kInvertGanRegistered;

/// Public pictures, sorted by which class the victim finds them likest to.
class PublicPictures {
 public:
  PublicPictures(Enquiry& enquiry, const InvertGan::Params& params, const Oracle& victim) {
    if (params.publicData.empty())
      throw UsageError("public", "must name data, or 'generator' a trained generator");
    const ModelInfo& model = enquiry.assignment.model->info();
    const auto data = openDataSet(params.publicData, model.input);
    constexpr std::int64_t kMost = 6000, kChunk = 500;
    const std::int64_t count = std::min(kMost, data->info().count);
    std::vector<at::Tensor> images, scores;
    for (std::int64_t from = 0; from < count; from += kChunk) {
      enquiry.progress.step(from, 20 * count);
      std::vector<std::int64_t> indices;
      for (std::int64_t i = from; i < std::min(count, from + kChunk); ++i) indices.push_back(i);
      images.push_back(readBatch(*data, indices).images);
      if (params.right == SearchRight::Labels) {
        scores.push_back(at::one_hot(LabelAccess(victim.model, victim.meter).decide(images.back()), model.classes)
                             .to(at::kFloat));
      } else {
        scores.push_back(ScoreAccess(victim.model, victim.meter).logScores(images.back()));
      }
    }
    if (images.empty()) throw InputError(params.publicData, "has no pictures");
    m_images = at::cat(images);
    // N×K → for each class the rows of the highest scores
    m_rows = std::get<1>(at::cat(scores).topk(std::min<std::int64_t>(params.nearest, count), 0)).t().contiguous();
  }

  at::Tensor draw(const at::Tensor& classes, at::Generator& random) const {
    const at::Tensor place = at::randint(0, m_rows.size(1), {classes.size(0)}, random, at::kLong);
    return m_images.index_select(0, m_rows.index_select(0, classes).gather(1, place.unsqueeze(1)).squeeze(1));
  }

 private:
  at::Tensor m_images, m_rows;
};

void writeCheckpoint(const std::string& file, const std::string& bytes) {
  const std::string fresh = file + ".part";
  std::ofstream stream(fresh, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) throw InputError(file, "cannot be written");
  std::filesystem::rename(fresh, file);
}

class GanInversion {
 public:
  GanInversion(Enquiry& enquiry, const InvertGan::Params& params)
      : m_enquiry(enquiry),
        m_params(params),
        m_judge(enquiry, params),
        m_random(generatorFrom(enquiry.request().seed)),
        m_victim(enquiry.assignment.model, 0) {
    CatalogueEntry needed = catalogueEntry(InvertGan::info.id);
    needed.access = params.right == SearchRight::Gradients ? Access::Gradients
                    : params.right == SearchRight::Scores  ? Access::Scores
                                                           : Access::Labels;
    requireAccess(enquiry.assignment.model->info(), needed);
  }

  void run() {
    const ModelInfo& model = m_enquiry.assignment.model->info();
    if (!m_params.generator.empty()) {
      m_gan = std::make_unique<ImageGan>(ImageGan::open(m_params.generator, model.input));
      if (m_gan->classes() != model.classes)
        throw UsageError("generator", "was trained for " + std::to_string(m_gan->classes()) + " classes, not " +
                                          std::to_string(model.classes));
    } else {
      PartProgress training(m_enquiry.progress, 0.05, 0.8);
      train(training);
    }
    PartProgress searching(m_enquiry.progress, m_params.generator.empty() ? 0.8 : 0.0, 1);
    search(searching);
  }

 private:
  void train(Progress& progress) {
    const ModelInfo& model = m_enquiry.assignment.model->info();
    const PublicPictures pictures(m_enquiry, m_params, m_victim);
    std::error_code ignored;
    if (!m_params.checkpoint.empty() && std::filesystem::exists(m_params.checkpoint, ignored)) {
      m_gan = std::make_unique<ImageGan>(ImageGan::open(m_params.checkpoint, model.input));
      if (m_gan->classes() != model.classes)
        throw InputError(m_params.checkpoint, "is a checkpoint of another training; remove it to begin anew");
    } else {
      m_gan = std::make_unique<ImageGan>(model.input, model.classes, m_random);
    }
    constexpr std::int64_t kShown = 24, kBetween = 100;
    at::Generator fixed = generatorFrom(7);
    const at::Tensor codes = at::empty({kShown, ImageGan::kNoise}).normal_(0, 1, fixed),
                     classes = at::arange(kShown).remainder(model.classes);
    double critic = 0, generator = 0;
    for (std::int64_t step = m_gan->steps(); step < m_params.ganSteps; ++step) {
      progress.step(step, m_params.ganSteps);
      useThreadsFor(m_params.ganBatch);
      // A stream of its own for each step: an interrupted training goes on as if nothing had been.
      at::Generator random = generatorFrom(m_enquiry.request().seed * 1'000'003 + std::uint64_t(step));
      const at::Tensor wanted = at::randint(0, model.classes, {m_params.ganBatch}, random, at::kLong);
      const ImageGan::Losses losses = m_gan->step(pictures.draw(wanted, random), wanted, m_params.ganRate, random);
      critic += losses.critic / kBetween;
      generator += losses.generator / kBetween;
      progress.show({fmt::format("generator, step {} of {}", step + 1, m_params.ganSteps),
                     {{"critic", losses.critic}, {"generator", losses.generator}}});
      if ((step + 1) % kBetween != 0 && step + 1 != m_params.ganSteps) continue;
      for (auto& [curve, value] : {std::pair{&m_critic, critic}, std::pair{&m_generator, generator}}) {
        curve->x.push_back(double(step + 1));
        curve->y.push_back(value);
      }
      critic = generator = 0;
      m_samples = m_gan->images(codes, classes).detach();
      if (!m_params.checkpoint.empty()) writeCheckpoint(m_params.checkpoint, m_gan->bytes());
      writeDown();
      m_enquiry.publish();
    }
  }

  void search(Progress& progress) {
    const at::Tensor& labels = m_judge.labels();
    std::vector<at::Tensor> frames;
    std::vector<std::string> captions;
    const int between = std::max(1, m_params.steps / 20);
    const auto onStep = [&](int step, const at::Tensor& codes) {
      if (step % between != 0) return;
      const at::NoGradGuard noGradient;
      frames.push_back(m_gan->images(codes.slice(0, 0, 1), labels.slice(0, 0, 1))[0]);
      captions.push_back(std::to_string(step));
    };
    const at::Tensor codes = searchCodes(*m_gan, m_victim, labels, m_params, m_random, progress, onStep);
    const at::NoGradGuard noGradient;
    m_found = m_gan->images(codes, labels);
    frames.push_back(m_found[0]);
    captions.push_back(std::to_string(m_params.steps));
    m_frames = imageSetOf(at::stack(frames), captions);
    m_judge.judge(m_found, "");
    const at::Tensor unsearched =
        m_gan->images(at::empty({labels.size(0), ImageGan::kNoise}).normal_(0, 1, m_random), labels);
    m_judge.judge(unsearched, "_unsearched");
    writeDown();
  }

  void writeDown() {
    Record& record = m_enquiry.record;
    record.measures["queries"] = {double(m_victim.meter->queries), {}, {}, m_victim.meter->queries, "queries"};
    record.found.clear();
    if (m_found.defined()) {
      record.found.push_back({"inverted", translatable("records", "Drawn out of the model"), imageSetOf(m_found)});
      m_judge.exhibit(m_found);
      record.found.push_back({"frames", translatable("records", "How the first picture came about"), m_frames});
    }
    if (!m_samples.defined()) return;
    record.found.push_back(
        {"samples", translatable("records", "What the generator makes"), imageSetOf(m_samples)});
    record.found.push_back({"critic_loss", translatable("records", "Critic's loss"), m_critic});
    record.found.push_back({"generator_loss", translatable("records", "Generator's loss"), m_generator});
    record.found.push_back({"generator", translatable("records", "Generator"),
                            ModelFile{m_gan->bytes(), fmt::format("generator, {} steps", m_gan->steps())}});
  }

  Enquiry& m_enquiry;
  const InvertGan::Params& m_params;
  InversionJudge m_judge;
  at::Generator m_random;
  Oracle m_victim;
  std::unique_ptr<ImageGan> m_gan;
  at::Tensor m_samples, m_found;
  ImageSet m_frames;
  Curve m_critic{translatable("records", "Step"), translatable("records", "Critic's loss"), {}, {}, {}, {}};
  Curve m_generator{translatable("records", "Step"), translatable("records", "Generator's loss"), {}, {}, {}, {}};
};

void InvertGan::carryOut(Enquiry& enquiry, const Params& params) { GanInversion(enquiry, params).run(); }

}  // namespace
}  // namespace adversarium
