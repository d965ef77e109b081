// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/poisoning.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

/// Of the victim, and of its clean twin.
constexpr MeasureSpec kRates[] = {
    kCleanAccuracy,
    kTriggerSuccess,
    {"flip_success", translatable("measures", "Flipped samples that the model believes"), "rate", Better::Lower},
    {"clean_twin_accuracy", translatable("measures", "Clean accuracy of the clean twin"), "rate"},
    {"clean_twin_trigger_success", translatable("measures", "The same on the clean twin"), "rate"},
    {"clean_twin_flip_success", translatable("measures", "Flipped classes confused by the clean twin"), "rate"},
};

constexpr MeasureSpec kPoisonRate{"poison_rate", translatable("measures", "Poisoned share of the training data"),
                                  "rate"};

const UsualFiles kPoisoningFiles(Family::Poisoning, {"model.adv", "model.onnx", "loss.csv", "accuracy.csv",
                                                     "poison.npy", "poison_indices.npy"});

constexpr std::size_t kShown = 32;  // samples kept for a person to look at

/// "0.01, 0.05" → numbers. Throws UsageError.
std::vector<double> parsedRates(const std::string& text) {
  const ParamSpec spec{"rates", {}, {}, 0.0, {0, 1}, {}, false};
  std::vector<double> rates;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    std::string part = text.substr(start, end - start);
    std::erase(part, ' ');
    if (!part.empty()) rates.push_back(std::get<double>(parseParam(spec, part)));
    start = end + 1;
  }
  std::sort(rates.begin(), rates.end());
  return rates;
}

/// One request carried out; what is finished stands in the record at any time.
class PoisonRun {
 public:
  PoisonRun(const Run& run, const PoisonParams& params)
      : m_assignment(run.assignment),
        m_params(params),
        m_progress(run.progress),
        m_record(run.record),
        m_rates(parsedRates(params.rates)) {
    const Assignment& assignment = run.assignment;
    const Request& request = run.request();
    if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
    at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
    m_start = startingGraph(assignment, m_info, random);
    if (request.target >= m_info.classes)
      throw UsageError("target", fmt::format("{} is none of the {} classes", request.target, m_info.classes));
    m_trainings = static_cast<double>(m_rates.size()) + (params.twin ? 2 : 1);
  }

  void carryOut(const Poison& poison) {
    const Request& request = m_assignment.request;
    m_split = splitFor(m_assignment.data, chosenSamples(request.samples, *m_assignment.data), request.seed);
    if (m_split.heldBack) {
      m_record.caveats.push_back(
          {"held-back", translatable("records",
                                     "No held-out data belongs to this training set: a tenth of it was kept back "
                                     "to measure on.")});
    }
    PoisonSource source{m_assignment.data, m_split.training,
                        m_info.classes,    std::max(0, request.target),
                        request.seed,      [this]() -> const Graph& { return twin(); }};
    const PoisonedTraining training = poison(source, m_params.rate, m_progress);
    describe(training, source);
    if (m_params.twin) measureTwin(training);
    Rates rates = trainAndMeasure(training, m_params.rate);
    report(rates, "");
    sweep(poison, source, rates);
  }

 private:
  struct Rates {
    BackdoorRates backdoor;
    Measure confusion;
  };

  std::string nameOf(std::int64_t index) const {
    const auto& names = m_info.classNames.empty() ? m_assignment.data->info().classNames : m_info.classNames;
    return index >= 0 && index < static_cast<std::int64_t>(names.size()) ? names[static_cast<std::size_t>(index)]
                                                                         : std::to_string(index);
  }

  Graph trained(const DataSet& data, const std::string& name, TrainCurves* curves = nullptr) {
    TrainPlan plan = trainPlanFor(m_assignment.request, m_params);
    if (!plan.checkpoint.empty()) plan.checkpoint += "." + name;
    Graph graph = m_start.clone();
    const double from = m_done / m_trainings, to = ++m_done / m_trainings;
    PartProgress part(m_progress, std::min(1.0, from), std::min(1.0, from + 0.95 * (to - from)));
    const TrainCurves found = train(graph, data, m_split.training, plan, plainLoss, part);
    if (curves) *curves = found;
    return graph;
  }

  const Graph& twin() {
    if (!m_twin) m_twin = trained(*m_assignment.data, "twin");
    return *m_twin;
  }

  Rates measured(const Graph& graph, const PoisonedTraining& training) {
    const double at = std::min(1.0, m_done / m_trainings);
    PartProgress part(m_progress, std::max(0.0, at - 0.05 / m_trainings), at);
    Rates rates{backdoorRates(graph, *m_split.test, training.backdoor, 0, part), rateOf(0, 0)};
    if (training.confusion.first >= 0) rates.confusion = confusionRate(graph, training.confusion, part);
    return rates;
  }

  /// Share of the held-out images of one class that are taken for another.
  Measure confusionRate(const Graph& graph, const std::pair<std::int64_t, std::int64_t>& confusion,
                        Progress& progress) const {
    std::vector<std::int64_t> ofClass;
    for (std::int64_t i = 0; i < m_split.test->info().count; ++i) {
      if (m_split.test->label(i) == confusion.first) ofClass.push_back(i);
    }
    const at::NoGradGuard noGradient;
    constexpr std::size_t kBatch = 256;
    std::int64_t taken = 0;
    for (std::size_t from = 0; from < ofClass.size(); from += kBatch) {
      progress.step(static_cast<std::int64_t>(from), static_cast<std::int64_t>(ofClass.size()));
      const auto begin = ofClass.begin() + static_cast<std::ptrdiff_t>(from);
      const auto end = ofClass.begin() + static_cast<std::ptrdiff_t>(std::min(ofClass.size(), from + kBatch));
      taken += graph.run(readBatch(*m_split.test, {begin, end}).images)
                   .argmax(1)
                   .eq(confusion.second)
                   .sum()
                   .item<std::int64_t>();
    }
    return rateOf(taken, static_cast<std::int64_t>(ofClass.size()));
  }

  void report(const Rates& rates, const std::string& prefix) {
    const auto set = [&](const std::string& id, const Measure& rate) {
      m_record.measures.set(declared(kRates, id), rate);
    };
    set(prefix.empty() ? "clean_accuracy" : prefix + "accuracy", rates.backdoor.clean);
    if (rates.backdoor.triggered.n > 0) set(prefix + "trigger_success", rates.backdoor.triggered);
    if (rates.confusion.n > 0) set(prefix + "flip_success", rates.confusion);
  }

  /// What was done to the data, before anything is trained on it.
  void describe(const PoisonedTraining& training, const PoisonSource& source) {
    auto& found = m_record.found;
    const auto count = static_cast<std::int64_t>(source.samples.size());
    m_record.measures.set(kPoisonRate, double(training.poisoned.size()) / double(count), count);
    for (const Caveat& caveat : training.caveats) m_record.caveats.push_back(caveat);

    std::vector<std::int64_t> shown(
        training.poisoned.begin(),
        training.poisoned.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, training.poisoned.size())));
    if (!shown.empty()) {
      std::vector<Words> captions;
      for (const std::int64_t index : shown) {
        captions.push_back(
            filled("{} → {}", nameOf(source.data->label(index)), nameOf(training.data->label(index))));
      }
      found.push_back({"poisoned_clean", translatable("records", "Before the poisoning"),
                       imageSetOf(readBatch(*source.data, shown).images)});
      found.push_back({"poisoned", translatable("records", "Poisoned training images"),
                       imageSetOf(readBatch(*training.data, shown).images, std::move(captions))});
    }
    found.push_back({"poison", translatable("records", "Places of the poison among the training samples"),
                     Labels{placesOf(training.poisoned, source.samples)}});
    found.push_back(
        {"poison_indices", translatable("records", "Indices of the poisoned samples"), Labels{training.poisoned}});
    if (!training.covers.empty()) {
      found.push_back({"cover", translatable("records", "Places of triggered samples that kept their class"),
                       Labels{placesOf(training.covers, source.samples)}});
    }
    if (training.backdoor) {
      found.push_back({"mask", translatable("records", "Where the trigger sits"),
                       imageSetOf(training.backdoor->trigger.mask())});
      found.push_back({"pattern", translatable("records", "What the trigger shows"),
                       imageSetOf(training.backdoor->trigger.pattern())});
      m_record.measures.set(kTargetClass, double(training.backdoor->target), 0);
    }
    if (m_params.saveData) saveData(training);
  }

  static std::vector<std::int64_t> placesOf(const std::vector<std::int64_t>& indices,
                                            const std::vector<std::int64_t>& samples) {
    const std::set<std::int64_t> wanted(indices.begin(), indices.end());
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (wanted.contains(samples[i])) places.push_back(static_cast<std::int64_t>(i));
    }
    return places;
  }

  void saveData(const PoisonedTraining& training) {
    constexpr double kMostBytes = 4e9;
    const DataInfo& info = training.data->info();
    const double bytes = 4.0 * double(m_split.training.size()) * info.channels * info.height * info.width;
    if (bytes > kMostBytes) throw UsageError("save_data", "the poisoned data is too large; take fewer samples");
    constexpr std::size_t kChunk = 1000;
    std::vector<at::Tensor> images, labels;
    for (std::size_t from = 0; from < m_split.training.size(); from += kChunk) {
      m_progress.step(0, 1);
      const auto begin = m_split.training.begin() + static_cast<std::ptrdiff_t>(from);
      const auto end =
          m_split.training.begin() + static_cast<std::ptrdiff_t>(std::min(m_split.training.size(), from + kChunk));
      Batch part = readBatch(*training.data, {begin, end});
      images.push_back(std::move(part.images));
      labels.push_back(std::move(part.labels));
    }
    m_record.found.push_back(
        {"x", translatable("records", "Poisoned training data"), imageSetOf(at::cat(images))});
    m_record.found.push_back({"y", translatable("records", "Classes of the poisoned training data"),
                              Labels{integersOf(at::cat(labels))}});
  }

  Words epochs() const { return filled(translatable("records", "{} epochs"), m_params.epochs); }

  nlohmann::ordered_json lineageFor(const Words& recipe) const {
    const Request& request = m_assignment.request;
    nlohmann::ordered_json lineage{
        {"recipe", recipe.english()},         {"data", request.data}, {"data_sha256", m_assignment.data->sha256()},
        {"samples", m_split.training.size()}, {"seed", request.seed}, {"epochs", m_params.epochs}};
    putWords(lineage, "recipe", recipe);
    if (m_assignment.model) lineage["parent_sha256"] = m_info.sha256;
    return lineage;
  }

  static void addAccuracy(nlohmann::ordered_json& lineage, const BackdoorRates& rates, const DataSet& test) {
    lineage["accuracy"] = rates.clean.value;
    lineage["accuracy_on"] = test.info().where;
    lineage["accuracy_samples"] = rates.clean.n;
  }

  void measureTwin(const PoisonedTraining& training) {
    const Graph& clean = twin();
    const Rates rates = measured(clean, training);
    report(rates, "clean_twin_");
    if (!m_params.saveTwin) return;
    const Words words = recipeOf({translatable("records", "plain training"), epochs()});
    nlohmann::ordered_json lineage = lineageFor(words);
    addAccuracy(lineage, rates.backdoor, *m_split.test);
    m_record.found.push_back(
        {"clean_twin", translatable("records", "Clean twin"),
         ModelFile{modelFileBytes(clean, m_info, lineage.dump()), recipeOf({m_info.architecture, words})}});
  }

  Rates trainAndMeasure(const PoisonedTraining& training, double rate) {
    TrainCurves curves;
    const Graph victim = trained(*training.data, "victim", &curves);
    const Rates rates = measured(victim, training);
    const Words words =
        recipeOf({epochs(), filled(translatable("records", "poisoned at rate {}"), rate), training.words});
    nlohmann::ordered_json lineage = lineageFor(words);
    addAccuracy(lineage, rates.backdoor, *m_split.test);
    lineage["poisoned_samples"] = training.poisoned.size();
    if (training.backdoor) {
      lineage["backdoor"] = nlohmann::ordered_json::parse(
          backdoorToJson({training.backdoor->trigger.recipe(), training.backdoor->target}));
      lineage["trigger_success"] = rates.backdoor.triggered.value;
    }
    m_record.found.push_back(
        {"model", translatable("records", "Poisoned model"),
         ModelFile{modelFileBytes(victim, m_info, lineage.dump()), recipeOf({m_info.architecture, words})}});
    m_record.found.push_back({"loss", translatable("records", "Training loss"),
                              perEpoch(curves.loss, translatable("records", "Mean loss"))});
    m_record.found.push_back({"accuracy", translatable("records", "Training accuracy"),
                              perEpoch(curves.accuracy, translatable("records", "Training accuracy"))});
    if (training.backdoor) showTriggered(victim, *training.backdoor);
    return rates;
  }

  /// Held-out images with the trigger and what the victim takes them for: the guideline's Figure 3.
  void showTriggered(const Graph& victim, const Backdoor& backdoor) {
    std::vector<std::int64_t> shown;
    for (std::int64_t i = 0; i < m_split.test->info().count && shown.size() < kShown / 2; ++i) {
      if (m_split.test->label(i) != backdoor.target) shown.push_back(i);
    }
    if (shown.empty()) return;
    const at::NoGradGuard noGradient;
    const Batch batch = readBatch(*m_split.test, shown);
    const at::Tensor triggered = backdoor.trigger.apply(batch.images);
    const auto answers = integersOf(victim.run(triggered).argmax(1));
    std::vector<Words> captions;
    for (std::size_t i = 0; i < shown.size(); ++i)
      captions.push_back(filled("{} → {}", nameOf(m_split.test->label(shown[i])), nameOf(answers[i])));
    m_record.found.push_back({"triggered", translatable("records", "Held-out images with the trigger"),
                              imageSetOf(triggered, std::move(captions))});
  }

  void sweep(const Poison& poison, const PoisonSource& source, const Rates& first) {
    if (m_rates.empty()) return;
    std::vector<std::pair<double, Rates>> points{{m_params.rate, first}};
    if (m_params.twin) {
      const auto& measures = m_record.measures;
      Rates clean{};
      clean.backdoor.clean = measures.at("clean_twin_accuracy");
      if (measures.contains("clean_twin_trigger_success"))
        clean.backdoor.triggered = measures.at("clean_twin_trigger_success");
      if (measures.contains("clean_twin_flip_success")) clean.confusion = measures.at("clean_twin_flip_success");
      points.emplace_back(0.0, clean);
    }
    for (const double rate : m_rates) {
      const PoisonedTraining training = poison(source, rate, m_progress);
      const Graph victim = trained(*training.data, fmt::format("rate-{}", rate));
      points.emplace_back(rate, measured(victim, training));
      draw(points);
    }
  }

  void draw(std::vector<std::pair<double, Rates>> points) {
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::erase_if(m_record.found, [](const Artefact& a) { return a.id.starts_with("rate_"); });
    const auto add = [&](const std::string& id, const char* title, const auto& pick) {
      Curve curve{translatable("records", "Poison rate"),
                  translatable("records", "Share of images"),
                  {},
                  {},
                  {},
                  {},
                  false,
                  translatable("records", "Clean accuracy and success against the poison rate")};
      for (const auto& [rate, rates] : points) {
        const Measure& measure = pick(rates);
        if (measure.n > 0) addRate(curve, rate, measure);
      }
      if (!curve.x.empty()) m_record.found.push_back({id, title, std::move(curve)});
    };
    add("rate_accuracy", translatable("records", "Clean accuracy"),
        [](const Rates& r) -> const Measure& { return r.backdoor.clean; });
    add("rate_success", translatable("records", "Trigger success"),
        [](const Rates& r) -> const Measure& { return r.backdoor.triggered; });
    add("rate_flip", translatable("records", "Chosen confusion"),
        [](const Rates& r) -> const Measure& { return r.confusion; });
  }

  const Assignment& m_assignment;
  const PoisonParams& m_params;
  Progress& m_progress;
  Record& m_record;
  std::vector<double> m_rates;
  ModelInfo m_info;
  Graph m_start;
  Split m_split;
  std::optional<Graph> m_twin;
  double m_done = 0, m_trainings = 1;
};

}  // namespace

std::vector<std::int64_t> chosenForPoison(const PoisonSource& source, double rate,
                                          const std::function<bool(int label)>& eligible, at::Generator& random) {
  const auto wanted = static_cast<std::size_t>(std::llround(rate * double(source.samples.size())));
  std::vector<std::int64_t> chosen;
  // The same order for every rate: a larger poisoning holds the smaller one.
  for (const std::int64_t place :
       integersOf(at::randperm(static_cast<std::int64_t>(source.samples.size()), random, at::kLong))) {
    if (chosen.size() >= wanted) break;
    const std::int64_t index = source.samples[static_cast<std::size_t>(place)];
    if (eligible(source.data->label(index))) chosen.push_back(index);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::shared_ptr<const Record> runPoisoning(const Assignment& assignment, const PoisonParams& params,
                                           const Poison& poison, Progress& progress, const KeepRecord& keep) {
  return carriedOut(assignment, progress, keep, [&](const Run& run) { PoisonRun(run, params).carryOut(poison); });
}

}  // namespace adversarium
