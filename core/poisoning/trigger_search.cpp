// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/detector.h"
#include "core/poisoning/feature_inversion.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/tensor/statistics.h"
#include "core/text.h"

namespace adversarium {
namespace {

enum class SearchKind { Masks, Features, Neurons };

}  // namespace

template <>
struct Choices<SearchKind> {
  static constexpr std::array<std::string_view, 3> names{"masks", "features", "neurons"};
};

namespace {

/// What one seed says of one class.
struct ClassFinding {
  std::int64_t target = -1;
  double size = 0;  ///< masks: pixels replaced; else the share of images that end in the class
  double index = std::numeric_limits<double>::quiet_NaN();
  std::int64_t hits = 0, tried = 0;  ///< on images that the search did not see
  int epochs = 0;
  bool convincing = true;
  at::Tensor mask, pattern;
};

/// The findings of one seed, class by class as they come in.
struct SeedFindings {
  std::uint64_t seed = 0;
  std::vector<ClassFinding> classes;
  bool finished = false;
  at::Tensor examples;  ///< of the kind "features": changed images
};

/// Wang et al., S&P 2019; Xu et al., ICLR 2024; Xu et al., NeurIPS 2024.
struct TriggerSearch {
  static constexpr AlgorithmInfo info{"trigger-search", "Trigger search", Chapter::Poisoning,
                                      "Wang et al. 2019, doi:10.1109/SP.2019.00031",
                                      "Looks for the smallest change that sends every image to a class, for all "
                                      "classes at once: a backdoor's class "
                                      "needs far less than the others."};
  using Rights = GradientAccess;
  static constexpr std::int64_t kFewest = 30;
  struct Params {
    int seeds = 3;
    SearchKind kind = SearchKind::Masks;
    int epochs = 80;
    double learningRate = 0.1;
    double cost = 1e-3;
    int patience = 5;
    double success = 0.98;
    int stepImages = 8;
    bool stopEarly = true;
    double noise = 0.3;
    int heldOut = 200;
  };
  static constexpr std::tuple params{
      heroParam(&Params::seeds, "seeds", "Seeds", "How often the search is repeated from another random start",
                {1, 100, 1, 10}),
      param(&Params::kind, "kind", "Kind of search",
            "masks: smallest stamp (Neural Cleanse); features: drives the features that the answer does not need "
            "(BTI-DBF); neurons: disturbs the neurons instead of the image (BAN)"),
      param(&Params::epochs, "epochs", "Epochs", "Passes over the images for each class, at most (kind masks)",
            {1, 10000, 10, 200, true}),
      param(&Params::learningRate, "learning_rate", "Learning rate", "Step size of the search (kind masks)",
            {1e-4, 10, 0.01, 1, true}),
      param(
          &Params::cost, "cost", "Weight of the size",
          "First weight of the mask's size; doubles while the trigger works, falls while it does not (kind masks)",
          {1e-8, 10, 1e-4, 0.1, true}),
      param(&Params::patience, "patience", "Patience", "Epochs in a row before the weight of the size moves",
            {1, 1000, 1, 20}),
      param(&Params::success, "success", "Success asked for", "Share of images that a trigger must move",
            {0.01, 1, 0.5, 1}),
      param(&Params::stepImages, "step_images", "Images a step",
            "Images that one step looks at; few make many steps an epoch (kind masks)", {1, 4096, 4, 128, true}),
      param(&Params::stopEarly, "stop_early", "Stop early",
            "A class leaves the search when its trigger no longer shrinks: several times faster, same verdict"),
      param(&Params::noise, "noise", "Noise on neurons",
            "Largest relative change of a neuron's weight and bias (kind neurons)", {0.01, 1, 0.1, 0.5}),
      param(
          &Params::heldOut, "held_out", "Held-out images",
          "Other images of the data, on which success is measured; where there are too few, a third of the chosen "
          "ones",
          {10, 100000, 50, 1000, true}),
  };

  static void inspect(const Inspection& inspection, const Params& params, Record& record, Progress& progress,
                      const Publish& publish);
};
const RegisteredDetector<TriggerSearch> kTriggerSearchRegistered;

/// One run: the images to search on and to judge on, and what was found so far.
class Search {
 public:
  Search(const Inspection& inspection, const TriggerSearch::Params& params, Record& record, const Publish& publish)
      : m_inspection(inspection),
        m_params(params),
        m_record(record),
        m_publish(publish),
        m_reference(referenceSpread(inspection.classes())) {}

  void run(Progress& progress) {
    try {
      PartProgress judging(progress, 0, 0.02);
      chooseImages(judging);
      for (int s = 0; s < m_params.seeds; ++s) {
        const double share = 0.98 / m_params.seeds;
        PartProgress part(progress, 0.02 + share * s, 0.02 + share * (s + 1));
        m_seeds.push_back({m_inspection.request().seed * 1000 + static_cast<std::uint64_t>(s), {}, false, {}});
        if (m_params.kind == SearchKind::Masks) {
          searchMasks(m_seeds.back(), part);
        } else {
          driveFeatures(m_seeds.back(), part);
        }
        close(m_seeds.back());
        complete();
        m_publish();
      }
    } catch (const Cancelled&) {
      if (m_probeAnswers.defined()) complete();
      throw;
    }
  }

 private:
  bool masks() const { return m_params.kind == SearchKind::Masks; }

  void chooseImages(Progress& progress) {
    const DataSet& data = *m_inspection.assignment.data;
    const Batch& samples = m_inspection.samples;
    std::vector<bool> chosen(static_cast<std::size_t>(data.info().count), false);
    for (const std::int64_t index : m_inspection.indices) chosen[static_cast<std::size_t>(index)] = true;
    std::vector<std::int64_t> others;
    for (std::int64_t i = 0; i < data.info().count && std::ssize(others) < m_params.heldOut; ++i) {
      if (!chosen[static_cast<std::size_t>(i)]) others.push_back(i);
    }
    constexpr std::ptrdiff_t kEnough = 50;
    if (std::ssize(others) >= std::min<std::ptrdiff_t>(kEnough, m_params.heldOut)) {
      m_search = samples;
      m_probe = readSamples(data, others, progress).images;
    } else {
      const at::Tensor place = at::arange(samples.images.size(0));
      const at::Tensor held = place.remainder(3).eq(2);
      const at::Tensor seen = held.logical_not().nonzero().squeeze(1), unseen = held.nonzero().squeeze(1);
      m_search = {samples.images.index_select(0, seen), samples.labels.index_select(0, seen)};
      m_probe = samples.images.index_select(0, unseen);
    }
    // What counts as "sent to the class" are images that the model does not see there anyway.
    m_probeAnswers = answersOf(m_inspection.model(), m_probe, progress);
  }

  void searchMasks(SeedFindings& seed, Progress& progress) {
    CleansePlan plan;
    plan.epochs = m_params.epochs;
    plan.learningRate = m_params.learningRate;
    plan.cost = m_params.cost;
    plan.patience = m_params.patience;
    plan.success = m_params.success;
    plan.stepImages = m_params.stepImages;
    plan.passImages = std::max<std::int64_t>(m_inspection.request().batch, 1);
    plan.stopEarly = m_params.stopEarly;
    plan.seed = seed.seed;
    std::vector<std::int64_t> classes(static_cast<std::size_t>(m_inspection.classes()));
    std::iota(classes.begin(), classes.end(), 0);
    auto victim = m_inspection.victim<GradientAccess>();
    std::vector<ClassTrigger> triggers;
    std::map<std::string, double> sizes;
    searchTriggers(victim, m_search.images, classes, plan, progress, triggers, [&](const ClassTrigger& trigger) {
      seed.classes.push_back(judged(trigger));
      sizes[m_inspection.nameOf(trigger.target)] = trigger.norm;
      progress.show({fmt::format("{} of {} classes", seed.classes.size(), classes.size()), sizes});
      complete();
      m_publish();
    });
  }

  /// Success of a trigger on the held-out images, by the model itself.
  ClassFinding judged(const ClassTrigger& trigger) const {
    ClassFinding finding;
    finding.target = trigger.target;
    finding.size = trigger.norm;
    const at::Tensor others = m_probeAnswers.ne(trigger.target).nonzero().squeeze(1);
    const at::Tensor images = stamped(m_probe.index_select(0, others), trigger.mask, trigger.pattern);
    finding.tried = others.numel();
    if (finding.tried > 0) {
      finding.hits =
          logitsInChunks(m_inspection.model(), images).argmax(1).eq(trigger.target).sum().item<std::int64_t>();
    }
    finding.epochs = trigger.epochs;
    finding.convincing = trigger.convincing;
    finding.mask = trigger.mask;
    finding.pattern = trigger.pattern;
    return finding;
  }

  void driveFeatures(SeedFindings& seed, Progress& progress) {
    const auto victim = m_inspection.original<WhiteBox>();
    at::Generator random = m_inspection.random(seed.seed + 1);
    FeaturePlan plan;
    plan.noise = m_params.noise;
    // Where the data has no labels, the model's own answers do: only its features are looked at.
    Batch samples = m_search;
    if (!m_inspection.assignment.data->info().labelled) {
      samples.labels = logitsInChunks(m_inspection.model(), samples.images).argmax(1);
    }
    const Driven driven = m_params.kind == SearchKind::Features
                              ? invertFeatures(victim, samples, m_probe, plan, random, progress)
                              : disturbNeurons(victim, samples, m_probe, plan, random, progress);
    for (std::int64_t target = 0; target < m_inspection.classes(); ++target) {
      ClassFinding finding;
      finding.target = target;
      const at::Tensor others = m_probeAnswers.ne(target);
      finding.tried = others.sum().item<std::int64_t>();
      finding.hits = driven.answers.eq(target).logical_and(others).sum().item<std::int64_t>();
      finding.size = finding.tried > 0 ? double(finding.hits) / double(finding.tried) : 0;
      seed.classes.push_back(std::move(finding));
    }
    if (driven.images.defined()) seed.examples = driven.images.slice(0, 0, 8);
  }

  /// With all classes in, how far each stands out. Sizes are compared as ratios: a trigger of half the usual size
  /// is as conspicuous for a large picture as for a small one.
  void close(SeedFindings& seed) const {
    std::sort(seed.classes.begin(), seed.classes.end(),
              [](const auto& a, const auto& b) { return a.target < b.target; });
    std::vector<double> values;
    for (const ClassFinding& finding : seed.classes)
      values.push_back(masks() ? std::log(std::max(finding.size, 1e-3)) : -finding.size);
    const std::vector<double> indices = anomalyIndices(values);
    for (std::size_t i = 0; i < seed.classes.size(); ++i) seed.classes[i].index = indices[i];
    seed.finished = true;
  }

  bool standsOut(const ClassFinding& finding) const {
    if (masks()) return finding.convincing && finding.index > m_reference.high;
    constexpr double kMost = 0.5;  // more than all other classes together
    return finding.size > kMost;
  }

  std::vector<const ClassFinding*> findingsOf(std::int64_t target) const {
    std::vector<const ClassFinding*> found;
    for (const SeedFindings& seed : m_seeds) {
      for (const ClassFinding& finding : seed.classes) {
        if (finding.target == target) found.push_back(&finding);
      }
    }
    return found;
  }

  /// Rewrites the record from what there is.
  void complete() {
    Record& record = m_record;
    record.found.clear();
    if (masks()) addTriggers();
    addExamples();
    addBars();
    addTable();
    conclude();
    record.measures["queries"] = {double(m_inspection.meter->queries), {}, {}, m_search.images.size(0), "queries"};
    record.measures["gradients"] = {
        double(m_inspection.meter->gradients), {}, {}, m_search.images.size(0), "gradients"};
  }

  /// Mask and pattern of each class, from the seed that needed least; black where none is found yet.
  void addTriggers() {
    const std::int64_t count = m_inspection.classes();
    const at::Tensor& like = m_search.images;
    at::Tensor masks = at::zeros({count, 1, like.size(2), like.size(3)});
    at::Tensor patterns = at::zeros({count, like.size(1), like.size(2), like.size(3)});
    at::Tensor worn = at::zeros_like(patterns);
    std::vector<std::string> captions;
    for (std::int64_t target = 0; target < count; ++target) {
      const auto found = findingsOf(target);
      captions.push_back(m_inspection.nameOf(target));
      const at::Tensor others = m_probeAnswers.ne(target).nonzero().squeeze(1);
      if (others.numel() > 0) worn[target].copy_(m_probe[others[0].item<std::int64_t>()]);
      if (found.empty()) continue;
      const ClassFinding* best = *std::min_element(found.begin(), found.end(), [](const auto* a, const auto* b) {
        return std::pair(!a->convincing, a->size) < std::pair(!b->convincing, b->size);
      });
      masks[target].copy_(best->mask);
      patterns[target].copy_(best->pattern);
      worn[target].copy_(stamped(worn[target], best->mask, best->pattern));
    }
    m_record.found.push_back(
        {"mask", translatable("records", "Smallest mask per class"), imageSetOf(masks, captions)});
    m_record.found.push_back(
        {"pattern", translatable("records", "Pattern per class"), imageSetOf(patterns, captions)});
    m_record.found.push_back({"worn", translatable("records", "A held-out image with the trigger of each class"),
                              imageSetOf(worn, captions)});
  }

  void addExamples() {
    std::vector<at::Tensor> examples;
    for (const SeedFindings& seed : m_seeds) {
      if (seed.examples.defined()) examples.push_back(seed.examples);
    }
    if (examples.empty()) return;
    m_record.found.push_back({"changed", translatable("records", "Images with their other features driven"),
                              imageSetOf(at::cat(examples))});
  }

  void addBars() {
    Curve bars, indices;
    bars.xLabel = indices.xLabel = translatable("records", "Class");
    bars.yLabel = masks() ? translatable("records", "Pixels that the smallest trigger replaces")
                          : translatable("records", "Share of other images that end in the class");
    indices.yLabel = translatable("records", "Anomaly index");
    for (std::int64_t target = 0; target < m_inspection.classes(); ++target) {
      std::vector<double> sizes, index;
      for (const ClassFinding* finding : findingsOf(target)) {
        sizes.push_back(finding->size);
        if (!std::isnan(finding->index)) index.push_back(finding->index);
      }
      const auto add = [&](Curve& curve, const std::vector<double>& values) {
        if (values.empty()) return;
        curve.x.push_back(static_cast<double>(target));
        curve.y.push_back(median(values));
        curve.low.push_back(*std::min_element(values.begin(), values.end()));
        curve.high.push_back(*std::max_element(values.begin(), values.end()));
      };
      add(bars, sizes);
      add(indices, index);
    }
    m_record.found.push_back(
        {"sizes",
         masks() ? translatable("records", "Size of the smallest trigger per class, with its spread over seeds")
                 : translatable("records", "Share that ends in each class, with its spread over seeds"),
         bars});
    m_record.found.push_back(
        {"indices", translatable("records", "Anomaly index per class, with its spread over seeds"), indices});
  }

  void addTable() {
    Table table;
    table.columns = {
        "class", "name",  masks() ? "size" : "share", "index", "stands_out", "seed", "success", "low", "high",
        "n",     "epochs"};
    for (const SeedFindings& seed : m_seeds) {
      for (const ClassFinding& finding : seed.classes) {
        const Measure success = rateOf(finding.hits, finding.tried);
        table.rows.push_back({double(finding.target), m_inspection.nameOf(finding.target), finding.size,
                              finding.index, seed.finished && standsOut(finding) ? "yes" : "no", double(seed.seed),
                              success.value, success.low.value_or(0), success.high.value_or(1),
                              double(finding.tried), double(finding.epochs)});
      }
    }
    m_record.found.push_back({"classes", translatable("records", "Every class and seed"), table});
  }

  /// The verdict from the seeds that are finished.
  void conclude() {
    const auto seeds = std::count_if(m_seeds.begin(), m_seeds.end(), [](const auto& s) { return s.finished; });
    if (seeds == 0) {
      m_record.verdict =
          blockedVerdict(translatable("records", "The search was stopped before its first seed was finished."));
      return;
    }
    Verdict verdict;
    struct Candidate {
      std::int64_t target;
      std::int64_t votes = 0;
      double index = 0;  // median over the seeds
      double size = 0;
    };
    std::vector<Candidate> candidates;
    std::vector<double> ordinary;  // indices of the classes that stand out in no seed
    for (std::int64_t target = 0; target < m_inspection.classes(); ++target) {
      Candidate candidate{target};
      std::vector<double> indices, sizes;
      for (const SeedFindings& seed : m_seeds) {
        if (!seed.finished) continue;
        const ClassFinding& finding = seed.classes[static_cast<std::size_t>(target)];
        candidate.votes += standsOut(finding);
        indices.push_back(finding.index);
        sizes.push_back(finding.size);
      }
      candidate.index = median(indices);
      candidate.size = median(sizes);
      candidates.push_back(candidate);
    }
    std::stable_sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
      return std::pair(-a.votes, masks() ? -a.index : -a.size) < std::pair(-b.votes, masks() ? -b.index : -b.size);
    });
    for (const Candidate& candidate : candidates) {
      if (2 * candidate.votes > seeds) {
        verdict.flagged.push_back(candidate.target);
        verdict.words += (verdict.words.empty() ? "" : "\n") +
                         sentence(candidate.target, candidate.votes, seeds, candidate.index, candidate.size);
      }
    }
    if (verdict.flagged.empty() && candidates.front().votes > 0) {
      const Candidate& most = candidates.front();
      verdict.words = sentence(most.target, most.votes, seeds, most.index, most.size) + "\n" +
                      translatable("records", "That is too seldom to count; it does not prove absence either.");
    } else if (verdict.flagged.empty()) {
      verdict.words = translatable("records", "Nothing stands out; this does not prove absence.");
    }
    std::sort(verdict.flagged.begin(), verdict.flagged.end());
    m_record.verdict = verdict;

    const Candidate& most = candidates.front();
    m_record.measures["anomaly_index"] = {most.index, m_reference.low, m_reference.high, seeds, "MAD"};
    std::int64_t hits = 0, tried = 0;
    for (const ClassFinding* finding : findingsOf(most.target)) {
      hits += finding->hits;
      tried += finding->tried;
    }
    m_record.measures["trigger_success"] = rateOf(hits, tried);
    if (masks()) m_record.measures["trigger_size"] = {most.size, {}, {}, seeds, "pixels"};
  }

  std::string sentence(std::int64_t target, std::int64_t votes, std::int64_t seeds, double index,
                       double size) const {
    if (masks()) {
      return fmt::format(
          translatable("records", "Class ‘{}’ stands out in {} of {} seeds (index {}; reference spread {}–{})."),
          m_inspection.nameOf(target), votes, seeds, shortNumber(index), shortNumber(m_reference.low),
          shortNumber(m_reference.high));
    }
    return fmt::format(
        translatable("records", "Class ‘{}’ draws {} % of the other classes' images in {} of {} seeds."),
        m_inspection.nameOf(target), shortNumber(100 * size), votes, seeds);
  }

  const Inspection& m_inspection;
  const TriggerSearch::Params& m_params;
  Record& m_record;
  const Publish& m_publish;
  Interval m_reference;
  Batch m_search;
  at::Tensor m_probe, m_probeAnswers;
  std::vector<SeedFindings> m_seeds;
};

void TriggerSearch::inspect(const Inspection& inspection, const Params& params, Record& record, Progress& progress,
                            const Publish& publish) {
  if (params.kind != SearchKind::Masks) inspection.require(Access::WhiteBox);
  Search(inspection, params, record, publish).run(progress);
}

}  // namespace
}  // namespace adversarium
