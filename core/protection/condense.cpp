// SPDX-License-Identifier: GPL-3.0-or-later
// A data set of a few made images a class: how much of the real one it replaces, and what it still tells about it.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/formats/open_model.h"
#include "core/membership/membership_report.h"
#include "core/poisoning/detection.h"
#include "core/protection/condensation.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/tensor/tensor_data.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kAucFull{"auc_full", translatable("measures", "Membership, area, taught by all images"),
                               "area"};
constexpr MeasureSpec kAucRandom{
    "auc_random", translatable("measures", "Membership, area, taught by as many real images"), "area"};
constexpr MeasureSpec kAucStartedFrom{
    "auc_started_from", translatable("measures", "Membership, area, of images that were begun with"), "area"};
constexpr MeasureSpec kCondensedAccuracy{"condensed_accuracy",
                                         translatable("measures", "Accuracy, taught by the condensed images"),
                                         "rate", Better::Higher};
constexpr MeasureSpec kCondensedImages{"condensed_images", translatable("measures", "Condensed images"), "images"};
constexpr MeasureSpec kFullAccuracy{"full_accuracy", translatable("measures", "Accuracy, taught by all images"),
                                    "rate", Better::Higher};
constexpr MeasureSpec kRandomAccuracy{"random_accuracy",
                                      translatable("measures", "Accuracy, taught by as many real images"), "rate"};

/// Guideline 4.5, "dataset condensation". Dong, Zhao and Lyu, ICML 2022, hold that it keeps members private; what
/// is left of that is measured here.
struct Condense {
  static constexpr Family kFamily = Family::Protection;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "condense", "Condensed data", Chapter::Extraction, "Zhao et al. 2021, arXiv:2006.05929; arXiv:2110.04181",
      "Makes a few images a class that teach a network what the whole data would, and compares networks taught by "
      "them, by all images and by as many real ones: accuracy, and what a membership attack gets."};
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    int perClass = 10;
    Matching matching = Matching::Distribution;
    int iterations = 500;
    int realBatch = 128;
    double imageRate = 0.01;
    bool fromReal = true;
    bool augment = true;
    int fewEpochs = 300;
    int networks = 3;
    bool compare = true;
    int asked = 2000;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            heroParam(&Params::perClass, "per_class", "Images a class", "So many are made of every class",
                      {1, 1000, 1, 50, true}),
            param(&Params::matching, "matching", "Matched is",
                  "distribution: the mean feature of each class; gradient: what the images teach, dearer"),
            param(&Params::iterations, "iterations", "Networks matched on",
                  "Untrained networks that the images are fitted to, one after the other",
                  {1, 1e6, 50, 5000, true}),
            param(&Params::fewEpochs, "few_epochs", "Epochs on few images",
                  "Passes of a network over the made images, and over as many real ones",
                  {1, 1e5, 50, 2000, true}),
            param(&Params::networks, "networks", "Networks judged",
                  "Fresh networks taught by each of the small sets; the interval covers their spread",
                  {1, 100, 1, 10}),
            param(&Params::realBatch, "real_batch", "Real images a step", "Of each class",
                  {1, 100000, 16, 512, true}),
            param(&Params::imageRate, "image_rate", "Image step",
                  "How far a pixel goes in a step, at first; less and less towards the end",
                  {1e-6, 1, 1e-3, 0.1, true, "pixel value"}),
            param(&Params::fromReal, "from_real", "Begin with real images",
                  "Else with noise, which costs more steps and shows nobody's picture"),
            param(&Params::augment, "augment", "Turn, scale and shift",
                  "In all trainings here, and alike for both sides of the matching"),
            param(&Params::compare, "compare", "Compare",
                  "Also teaches networks by all images and by as many real ones"),
            param(&Params::asked, "asked", "Samples asked about",
                  "By the membership attack, on each side, at most", {2, 1e6, 100, 10000, true}),
        },
        training);
  }();

  static void carryOut(const Run& run, const Params& params);
};
const Registered<Condense> kCondenseRegistered;
const UsualFiles kCondenseFiles(Condense::info.id, {"x.npy", "x.png", "y.npy", "model.adv", "model.onnx"});

/// Mean of several networks' accuracies on the same images, bool N each. Its 95 % interval covers the choice of
/// images and, by Student's t, that of the networks.
Measure meanAccuracy(const std::vector<at::Tensor>& right) {
  const at::Tensor all = at::stack(right).to(at::kDouble);  // networks × images
  const auto networks = all.size(0), images = all.size(1);
  if (networks == 1) return rateOf(right[0].sum().item<std::int64_t>(), images);
  const double mean = all.mean().item<double>();
  const double byImages = all.mean(0).var(0, true).item<double>() / double(images),
               byNetworks = all.mean(1).var(0, true).item<double>() / double(networks);
  constexpr double kNormal = 1.959964, kTail = 0.975;
  const double t = boost::math::quantile(boost::math::students_t(double(networks - 1)), kTail);
  const double half = std::sqrt(kNormal * kNormal * byImages + t * t * byNetworks);
  return {mean, std::max(0.0, mean - half), std::min(1.0, mean + half), images, "rate"};
}

class Condensation {
 public:
  Condensation(const Run& run, const Condense::Params& params, Record& record)
      : m_run(run), m_params(params), m_record(record) {
    if (!run.data().info().labelled) throw InputError(run.request().data, "has no labels to condense by");
    at::Generator random = run.random(2);
    m_start = startingGraph(run.assignment, m_info, random);
    if (!run.fresh()) m_start = freshLike(m_start, random);
  }

  void run(Progress& progress, const Publish& publish) {
    PartProgress reading(progress, 0, 0.05), making(progress, 0.05, 0.55), judging(progress, 0.55, 0.7),
        comparing(progress, 0.7, 1);
    progress.step(0, 1);
    const Split split = splitFor(m_run.assignment.data, m_run.indices, m_run.request().seed);
    if (split.heldBack) {
      m_record.caveats.push_back(
          {"held-back", translatable("records",
                                     "No held-out data belongs to this training set: a tenth of it was kept back "
                                     "to measure on.")});
    }
    m_rows = split.training;
    m_real = readSamples(m_run.data(), split.training, reading);
    m_test = readSamples(*split.test, chosenSamples({}, *split.test), reading);
    make(making, publish);
    judgeCondensed(judging);
    publish();
    if (m_params.compare) compare(comparing, publish);
  }

 private:
  bool augments() const { return m_params.augment && m_run.data().info().height > 1; }

  void make(Progress& progress, const Publish& publish) {
    CondensePlan plan;
    plan.matching = m_params.matching;
    plan.perClass = m_params.perClass;
    plan.iterations = m_params.iterations;
    plan.realBatch = m_params.realBatch;
    plan.imageRate = m_params.imageRate;
    plan.fromReal = m_params.fromReal;
    plan.augment = augments();
    at::Generator random = m_run.random(5);
    m_condensed = condense(m_real, m_info.classes, m_start, plan, random, progress, [&](const Condensed& now) {
      write(now);
      publish();
    });
    write(m_condensed);
    m_record.measures.set(kCondensedImages, double(m_condensed.images.size(0)), m_real.images.size(0));
  }

  /// What `--data` reads again, and what a person looks at.
  void write(const Condensed& now) {
    std::vector<Words> captions;
    for (const std::int64_t label : integersOf(now.labels)) captions.push_back(m_run.nameOf(label));
    replace({"x", translatable("records", "Condensed images"), imageSetOf(now.images, std::move(captions))});
    replace({"y", translatable("records", "Classes of the condensed images"), Labels{integersOf(now.labels)}});
    if (now.startedFrom.empty()) return;
    Labels from;
    for (const std::int64_t row : now.startedFrom) from.values.push_back(m_rows[static_cast<std::size_t>(row)]);
    replace({"started_from", translatable("records", "Indices of the images that they once were"), from});
  }

  void replace(Artefact artefact) {
    std::erase_if(m_record.found, [&](const Artefact& old) { return old.id == artefact.id; });
    m_record.found.push_back(std::move(artefact));
  }

  struct Taught {
    Graph first;                    ///< of the networks
    std::vector<at::Tensor> right;  ///< bool, on the test images, one a network
  };
  Taught taughtBy(const Batch& data, int epochs, int networks, Progress& progress) const {
    const TensorData set(data.images, data.labels);
    const std::vector<std::int64_t> rows = integersOf(at::arange(data.labels.numel()));
    const LossHook hook = [augment = augments()](TrainStep& step) {
      if (augment) step.images = augmentedEach(step.images, step.random);
      return plainLoss(step);
    };
    Taught taught;
    for (int i = 0; i < networks; ++i) {
      PartProgress part(progress, double(i) / networks, double(i + 1) / networks);
      TrainPlan plan = trainPlanFor(m_run.request(), m_params);
      plan.checkpoint.clear();
      plan.epochs = epochs;
      plan.seed += static_cast<std::uint64_t>(i);
      at::Generator random = m_run.random(10 + static_cast<std::uint64_t>(i));
      Graph network = freshLike(m_start, random);
      (void)train(network, set, rows, plan, hook, part);
      taught.right.push_back(answered(network, m_test.images).argmax(1).eq(m_test.labels));
      if (i == 0) taught.first = std::move(network);
    }
    return taught;
  }

  /// Log-probabilities.
  static at::Tensor answered(const Graph& network, const at::Tensor& images) {
    const at::NoGradGuard noGradient;
    Progress silent;
    return inChunks(images, silent, [&](const at::Tensor& chunk) { return network.run(chunk).log_softmax(1); });
  }

  /// How well the loss tells `members`, int64 rows of the real images, from test images.
  Measure membership(const Graph& network, const at::Tensor& members) const {
    const auto scores = [&](const Batch& data, const at::Tensor& rows) {
      return doublesOf(
          lossScores(answered(network, data.images.index_select(0, rows)), data.labels.index_select(0, rows)));
    };
    at::Generator random = m_run.random(6);
    const auto some = [&](const at::Tensor& rows) {
      return rows.index_select(0, at::randperm(rows.numel(), random, at::kLong).slice(0, 0, m_params.asked));
    };
    const at::Tensor others = some(at::arange(m_test.labels.numel()));
    const at::Tensor inside = some(members);
    const Roc roc(scores(m_test, others), scores(m_real, inside));
    const Interval interval = roc.areaInterval();
    return {roc.area(), interval.low, interval.high, inside.numel() + others.numel(), "area"};
  }

  void addRow(const std::string& name, std::int64_t images, const Measure& accuracy, const Measure& area) {
    m_table.rows.push_back(
        {name, double(images), accuracy.value, *accuracy.low, *accuracy.high, area.value, *area.low, *area.high});
    replace({"comparison", translatable("records", "Networks taught by each of the sets"), m_table});
  }

  void judgeCondensed(Progress& progress) {
    const Taught taught =
        taughtBy({m_condensed.images, m_condensed.labels}, m_params.fewEpochs, m_params.networks, progress);
    const Measure accuracy = meanAccuracy(taught.right);
    const Measure area = membership(taught.first, at::arange(m_real.labels.numel()));
    m_record.measures.set(kCondensedAccuracy, accuracy);
    m_record.measures.set(kAuc, area);
    addRow(translatable("cells", "condensed"), m_condensed.images.size(0), accuracy, area);
    if (!m_condensed.startedFrom.empty())
      m_record.measures.set(kAucStartedFrom,
                            membership(taught.first, at::tensor(m_condensed.startedFrom, at::kLong)));
    nlohmann::ordered_json lineage{{"recipe", translatable("records", "condensed data")},
                                   {"data", m_run.request().data},
                                   {"data_sha256", m_run.data().sha256()},
                                   {"samples", m_real.labels.numel()},
                                   {"condensed_to", m_condensed.images.size(0)},
                                   {"seed", m_run.request().seed}};
    replace({"model", translatable("records", "A network taught by the condensed images"),
             ModelFile{modelFileBytes(taught.first, m_info, lineage.dump()), m_info.architecture}});
  }

  void compare(Progress& progress, const Publish& publish) {
    PartProgress few(progress, 0, 0.4), all(progress, 0.4, 1);
    const at::Tensor chosen = randomSelection();
    const Batch selection{m_real.images.index_select(0, chosen), m_real.labels.index_select(0, chosen)};
    const Taught byFew = taughtBy(selection, m_params.fewEpochs, m_params.networks, few);
    m_record.measures.set(kRandomAccuracy, meanAccuracy(byFew.right));
    m_record.measures.set(kAucRandom, membership(byFew.first, chosen));
    addRow(translatable("cells", "random selection"), chosen.numel(), m_record.measures.at(kRandomAccuracy),
           m_record.measures.at(kAucRandom));
    publish();
    const Taught byAll = taughtBy(m_real, m_params.epochs, 1, all);
    m_record.measures.set(kFullAccuracy, meanAccuracy(byAll.right));
    m_record.measures.set(kAucFull, membership(byAll.first, at::arange(m_real.labels.numel())));
    addRow(translatable("cells", "all images"), m_real.labels.numel(), m_record.measures.at(kFullAccuracy),
           m_record.measures.at(kAucFull));
  }

  /// As many real images of each class.
  at::Tensor randomSelection() const {
    at::Generator random = m_run.random(7);
    std::vector<at::Tensor> chosen;
    for (std::int64_t c = 0; c < m_info.classes; ++c) {
      const at::Tensor rows = m_real.labels.eq(c).nonzero().squeeze(1);
      chosen.push_back(
          rows.index_select(0, at::randperm(rows.numel(), random, at::kLong).slice(0, 0, m_params.perClass)));
    }
    return at::cat(chosen);
  }

  const Run& m_run;
  const Condense::Params& m_params;
  Record& m_record;
  ModelInfo m_info;
  Graph m_start;
  std::vector<std::int64_t> m_rows;  // of the data, one a real image
  Batch m_real, m_test;
  Condensed m_condensed;
  Table m_table{{translatable("headings", "taught by"), translatable("headings", "images"),
                 translatable("headings", "accuracy"), translatable("headings", "accuracy low"),
                 translatable("headings", "accuracy high"), translatable("headings", "area"),
                 translatable("headings", "area low"), translatable("headings", "area high")},
                {}};
};

void Condense::carryOut(const Run& run, const Params& params) {
  Condensation(run, params, run.record).run(run.progress, run.publish);
}

}  // namespace
}  // namespace adversarium
