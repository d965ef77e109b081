// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <numeric>
#include <set>
#include <sstream>

#include "core/base/words.h"
#include "core/poisoning/detector.h"
#include "core/poisoning/feature_inversion.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/poisoning/trigger_findings.h"
#include "core/record/gradient_caveats.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kGradients{"gradients", translatable("measures", "Gradients"), "gradients"};

enum class SearchKind { Masks, Features, Neurons };

}  // namespace

template <>
struct Choices<SearchKind> {
  static constexpr std::array<std::string_view, 3> names{"masks", "features", "neurons"};
};

namespace {

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
    std::string classes = "";
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
      param(&Params::classes, "classes", "Classes",
            "Numbers of the classes to search (3,14,15,92), or their names with semicolons between; empty: all "
            "(kind "
            "masks)"),
  };

  static void inspect(const Run& run, const Params& params, Progress& progress);
};
const RegisteredDetector<TriggerSearch> kTriggerSearchRegistered;

/// A class by its number or by its name.
std::int64_t classCalled(const std::string& word, const Run& run) {
  const auto named = std::find(run.classNames.begin(), run.classNames.end(), word);
  std::int64_t number = named - run.classNames.begin();
  if (named == run.classNames.end()) {
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (problem != std::errc() || end != word.data() + word.size()) number = -1;
  }
  if (number < 0 || number >= run.classes())
    throw UsageError("classes", fmt::format("‘{}’ is none of the model's {} classes", word, run.classes()));
  return number;
}

/// In their order, each once; all where none is named.
std::vector<std::int64_t> chosenClasses(const std::string& words, const Run& run) {
  std::set<std::int64_t> chosen;
  const char between = words.find(';') == std::string::npos ? ',' : ';';
  std::istringstream rest(words);
  for (std::string word; std::getline(rest, word, between);) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    chosen.insert(classCalled(word.substr(first, word.find_last_not_of(' ') + 1 - first), run));
  }
  if (chosen.empty()) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(run.classes()));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  constexpr std::size_t kFewestCompared = 4;
  if (chosen.size() < kFewestCompared) {
    throw UsageError("classes", fmt::format("a class stands out against others: name at least {}, not {}",
                                            kFewestCompared, chosen.size()));
  }
  return {chosen.begin(), chosen.end()};
}

/// One run: the images to search on and to judge on, and what was found so far.
class Search {
 public:
  Search(const Run& run, const TriggerSearch::Params& params)
      : m_run(run),
        m_params(params),
        m_findings(run, params.kind == SearchKind::Masks, chosenClasses(params.classes, run)) {}

  void sayWhatIsLeftOut() {
    const auto searched = std::ssize(m_findings.targets());
    if (searched == m_run.classes()) return;
    m_run.record.caveats.push_back(
        {"some-classes",
         filled(translatable("records", "Only {} of {} classes were searched: of the others nothing is known."),
                searched, m_run.classes())});
  }

  void run(Progress& progress) {
    try {
      PartProgress judging(progress, 0, 0.02);
      chooseImages(judging);
      for (int s = 0; s < m_params.seeds; ++s) {
        const double share = 0.98 / m_params.seeds;
        PartProgress part(progress, 0.02 + share * s, 0.02 + share * (s + 1));
        SeedFindings& seed = m_findings.begin(m_run.request().seed * 1000 + static_cast<std::uint64_t>(s));
        if (m_params.kind == SearchKind::Masks) {
          searchMasks(seed, part);
        } else {
          driveFeatures(seed, part);
        }
        m_findings.close();
        publish();
      }
    } catch (const Cancelled&) {
      complete();
      throw;
    }
  }

 private:
  void complete() {
    m_findings.writeTo(m_run.record);
    reportGradients(m_run.record, m_run.meter->looks);
    const std::int64_t images = m_search.images.defined() ? m_search.images.size(0) : 0;
    m_run.record.measures.set(kQueries, double(m_run.meter->queries), images);
    m_run.record.measures.set(kGradients, double(m_run.meter->gradients), images);
  }
  void publish() {
    complete();
    m_run.publish();
  }
  /// So seldom that it takes a small part of the time: the pictures of a thousand classes are many.
  void publishSometimes() {
    using Clock = std::chrono::steady_clock;
    constexpr int kPatience = 20;
    const auto began = Clock::now();
    if (began - m_published < kPatience * m_publishing) return;
    publish();
    m_published = Clock::now();
    m_publishing = m_published - began;
  }

  void chooseImages(Progress& progress) {
    const DataSet& data = *m_run.assignment.data;
    const Batch& samples = m_run.samples;
    std::vector<bool> chosen(static_cast<std::size_t>(data.info().count), false);
    for (const std::int64_t index : m_run.indices) chosen[static_cast<std::size_t>(index)] = true;
    std::vector<std::int64_t> others;
    for (std::int64_t i = 0; i < data.info().count && std::ssize(others) < m_params.heldOut; ++i) {
      if (!chosen[static_cast<std::size_t>(i)]) others.push_back(i);
    }
    constexpr std::ptrdiff_t kEnough = 50;
    at::Tensor probe;
    if (std::ssize(others) >= std::min<std::ptrdiff_t>(kEnough, m_params.heldOut)) {
      m_search = samples;
      probe = readSamples(data, others, progress).images;
    } else {
      const at::Tensor place = at::arange(samples.images.size(0));
      const at::Tensor held = place.remainder(3).eq(2);
      const at::Tensor seen = held.logical_not().nonzero().squeeze(1), unseen = held.nonzero().squeeze(1);
      m_search = {samples.images.index_select(0, seen), samples.labels.index_select(0, seen)};
      probe = samples.images.index_select(0, unseen);
    }
    // What counts as "sent to the class" are images that the model does not see there anyway.
    m_findings.setProbe(probe, answersOf(m_run.model(), probe, progress));
  }

  void searchMasks(SeedFindings& seed, Progress& progress) {
    CleansePlan plan;
    plan.epochs = m_params.epochs;
    plan.learningRate = m_params.learningRate;
    plan.cost = m_params.cost;
    plan.patience = m_params.patience;
    plan.success = m_params.success;
    plan.stepImages = m_params.stepImages;
    plan.passImages = std::max<std::int64_t>(m_run.request().batch, 1);
    plan.stopEarly = m_params.stopEarly;
    plan.seed = seed.seed;
    const std::vector<std::int64_t>& classes = m_findings.targets();
    auto victim = m_run.fastVictim<GradientAccess>();
    std::map<std::string, double> sizes;
    // What stays in memory beside the triggers found is that of so many classes at once; none knows of the others.
    constexpr std::size_t kTogether = 100;
    for (std::size_t from = 0; from < classes.size(); from += kTogether) {
      const std::size_t to = std::min(from + kTogether, classes.size());
      PartProgress part(progress, double(from) / double(classes.size()), double(to) / double(classes.size()));
      std::vector<ClassTrigger> triggers;
      searchTriggers(
          victim, m_search.images, {classes.begin() + std::ptrdiff_t(from), classes.begin() + std::ptrdiff_t(to)},
          plan, part, triggers, [&](const ClassTrigger& trigger) {
            seed.classes.push_back(judged(trigger));
            sizes[m_run.nameOf(trigger.target)] = trigger.norm;
            part.show({filled(translatable("progress", "{} of {} classes"), seed.classes.size(), classes.size()),
                       sizes});
            publishSometimes();
          });
    }
  }

  /// Success of a trigger on the held-out images, by the model itself.
  ClassFinding judged(const ClassTrigger& trigger) const {
    ClassFinding finding;
    finding.target = trigger.target;
    finding.size = trigger.norm;
    const at::Tensor others = m_findings.probeAnswers().ne(trigger.target).nonzero().squeeze(1);
    const at::Tensor images = stamped(m_findings.probe().index_select(0, others), trigger.mask, trigger.pattern);
    finding.tried = others.numel();
    if (finding.tried > 0) {
      finding.hits = logitsInChunks(m_run.model(), images).argmax(1).eq(trigger.target).sum().item<std::int64_t>();
    }
    finding.epochs = trigger.epochs;
    finding.convincing = trigger.convincing;
    finding.mask = trigger.mask;
    finding.pattern = trigger.pattern;
    return finding;
  }

  void driveFeatures(SeedFindings& seed, Progress& progress) {
    const auto victim = m_run.victim<WhiteBox>();
    at::Generator random = m_run.random(seed.seed + 1);
    FeaturePlan plan;
    plan.noise = m_params.noise;
    // Where the data has no labels, the model's own answers do: only its features are looked at.
    Batch samples = m_search;
    if (!m_run.assignment.data->info().labelled) {
      samples.labels = logitsInChunks(m_run.model(), samples.images).argmax(1);
    }
    const Driven driven = m_params.kind == SearchKind::Features
                              ? invertFeatures(victim, samples, m_findings.probe(), plan, random, progress)
                              : disturbNeurons(victim, samples, m_findings.probe(), plan, random, progress);
    for (const std::int64_t target : m_findings.targets()) {
      ClassFinding finding;
      finding.target = target;
      const at::Tensor others = m_findings.probeAnswers().ne(target);
      finding.tried = others.sum().item<std::int64_t>();
      finding.hits = driven.answers.eq(target).logical_and(others).sum().item<std::int64_t>();
      finding.size = finding.tried > 0 ? double(finding.hits) / double(finding.tried) : 0;
      seed.classes.push_back(std::move(finding));
    }
    if (driven.images.defined()) seed.examples = driven.images.slice(0, 0, 8);
  }

  const Run& m_run;
  const TriggerSearch::Params& m_params;
  Batch m_search;
  TriggerFindings m_findings;
  std::chrono::steady_clock::time_point m_published;
  std::chrono::steady_clock::duration m_publishing{};
};

void TriggerSearch::inspect(const Run& run, const Params& params, Progress& progress) {
  if (params.kind != SearchKind::Masks) {
    run.require(run.model(), Access::WhiteBox);
    if (!params.classes.empty()) throw UsageError("classes", "can be chosen for the kind masks only");
  }
  Search search(run, params);
  search.sayWhatIsLeftOut();
  search.run(progress);
}

}  // namespace
}  // namespace adversarium
