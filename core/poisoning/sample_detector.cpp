// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/sample_detector.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <filesystem>
#include <limits>
#include <optional>

#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/data/npy.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kSuspectPrecision{
    "precision", translatable("measures", "Poisoned among the suspected samples"), "rate", Better::Higher};
constexpr MeasureSpec kPoisonRecall{"recall", translatable("measures", "Poisoned samples that were found"), "rate",
                                    Better::Higher};
constexpr MeasureSpec kSuspectRate{"suspect_rate", translatable("measures", "Suspected share of the samples"),
                                   "rate"};

namespace fs = std::filesystem;

/// Which samples are poison (bool N), where that is known.
std::optional<at::Tensor> knownPoison(const Run& run) {
  const Request& request = run.request();
  fs::path file = *catalogueEntry(request.algorithm).get<std::string>(request.params, Role::KnownPoison);
  if (file.empty()) {
    const fs::path beside = fs::path(run.request().data) / "poison.npy";
    std::error_code ignored;
    if (!fs::exists(beside, ignored)) return std::nullopt;
    file = beside;
  }
  std::map<std::int64_t, std::int64_t> rowOf;
  for (std::size_t i = 0; i < run.indices.size(); ++i) rowOf[run.indices[i]] = static_cast<std::int64_t>(i);
  at::Tensor poison = at::zeros({std::ssize(run.indices)}, at::kBool);
  for (const std::int64_t index : readNpyIntegers(file)) {
    if (index < 0 || index >= run.assignment.data->info().count)
      throw InputError(file.string(), fmt::format("names sample {}, which the data does not have", index));
    if (const auto row = rowOf.find(index); row != rowOf.end()) poison[row->second] = true;
  }
  return poison;
}

}  // namespace

void SampleDetection::inspect(const Run& run, Progress& progress) const {
  Record& record = run.record;
  if (!run.assignment.data->info().labelled)
    throw InputError(run.request().data, "has no labels: what is not labelled cannot be mislabelled");
  const std::optional<at::Tensor> poison = knownPoison(run);
  const Suspicion suspicion = suspect(run, progress);
  const auto count = suspicion.scores.size(0);
  const at::Tensor places = suspicion.suspects.nonzero().squeeze(1);
  const at::Tensor& labels = run.samples.labels;

  Labels suspects;
  for (const std::int64_t row : integersOf(places))
    suspects.values.push_back(run.indices[static_cast<std::size_t>(row)]);
  Verdict verdict;
  Table table{{translatable("headings", "class"), translatable("headings", "name"),
               translatable("headings", "samples"), translatable("headings", "suspects")},
              {}};
  std::int64_t worst = 0;
  double worstShare = 0;
  for (std::int64_t target = 0; target < run.classes(); ++target) {
    const at::Tensor rows = rowsOf(labels, target);
    const auto flagged = suspicion.suspects.index_select(0, rows).sum().item<std::int64_t>();
    const double share = rows.numel() > 0 ? double(flagged) / double(rows.numel()) : 0;
    if (share > worstShare) {
      worst = target;
      worstShare = share;
    }
    if (flagged > 0) verdict.flagged.push_back(target);
    table.rows.push_back({double(target), run.nameOf(target), double(rows.numel()), double(flagged)});
  }
  record.measures.set(kSuspectRate, rateOf(places.numel(), count));
  if (places.numel() == 0) {
    verdict.words = translatable("records", "No sample stands out; this does not prove absence.");
  } else {
    verdict.words = filled(
        translatable("records",
                     "{} of {} samples are suspects, most of them for their number in class ‘{}’ ({} of {})."),
        places.numel(), count, Name::ofClass(run.nameOf(worst)),
        suspicion.suspects.index_select(0, rowsOf(labels, worst)).sum().item<std::int64_t>(),
        rowsOf(labels, worst).numel());
  }
  verdict.words.append(suspicion.words);
  if (poison) {
    const std::int64_t total = poison->sum().item<std::int64_t>();
    const std::int64_t hits = poison->logical_and(suspicion.suspects).sum().item<std::int64_t>();
    record.measures.set(kSuspectPrecision, rateOf(hits, places.numel()));
    record.measures.set(kPoisonRecall, rateOf(hits, total));
    const Roc roc(doublesOf(suspicion.scores.masked_select(poison->logical_not())),
                  doublesOf(suspicion.scores.masked_select(*poison)));
    const Interval interval = roc.areaInterval();
    record.measures.set(kAuc, {roc.area(), interval.low, interval.high, count, "area"});
    verdict.words.append(
        filled(translatable("records", "Of {} poisoned samples {} are among them."), total, hits));
  }
  record.found.push_back({"suspects", translatable("records", "Indices of the suspects"), suspects});
  const at::Tensor order = std::get<1>(
      suspicion.scores.masked_fill(suspicion.suspects.logical_not(), -std::numeric_limits<double>::infinity())
          .sort(0, true));
  constexpr std::int64_t kShown = 16;
  const at::Tensor shown = order.slice(0, 0, std::min(kShown, places.numel()));
  if (shown.numel() > 0) {
    std::vector<Words> captions;
    for (const std::int64_t row : integersOf(shown)) {
      captions.push_back(filled("{}: {}", run.indices[static_cast<std::size_t>(row)],
                                run.nameOf(labels[row].item<std::int64_t>())));
    }
    record.found.push_back({"most_suspect", translatable("records", "The most suspect samples"),
                            imageSetOf(run.samples.images.index_select(0, shown), captions)});
  }
  record.found.push_back({"classes", translatable("records", "Suspects per class"), table});
  Table scores{{translatable("headings", "index"), translatable("headings", "class"),
                translatable("headings", "score"), translatable("headings", "suspect")},
               {}};
  const auto values = doublesOf(suspicion.scores);
  const auto classes = integersOf(labels), named = integersOf(suspicion.suspects);
  for (std::size_t i = 0; i < values.size(); ++i) {
    scores.rows.push_back({double(run.indices[i]), run.nameOf(classes[i]), values[i],
                           named[i] != 0 ? translatable("cells", "yes") : translatable("cells", "no")});
  }
  record.found.push_back({"scores", translatable("records", "Every score"), scores});
  record.verdict = verdict;
}

at::Tensor representations(const WhiteBox& victim, const at::Tensor& images, Progress& progress) {
  const at::NoGradGuard noGradient;
  const Graph& graph = victim.graph();
  int last = -1;  // the layer that answers
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].op == "linear" || graph.nodes[i].op == "conv") last = static_cast<int>(i);
  }
  if (last < 0 || graph.nodes[static_cast<std::size_t>(last)].inputs[0] < 0)
    throw UsageError("features", "the network has no layer before its answer");
  const auto source = static_cast<std::size_t>(graph.nodes[static_cast<std::size_t>(last)].inputs[0]);
  const Node* wanted = &graph.nodes[source];
  return inChunks(images, progress, [&](const at::Tensor& chunk) {
    at::Tensor seen;
    Pass pass;
    pass.tap = [&](const Node& node, const at::Tensor& output) {
      if (&node == wanted) seen = output.flatten(1).cpu().clone();
    };
    (void)graph.run(chunk, pass);
    return seen;
  });
}

at::Tensor rowsOf(const at::Tensor& labels, std::int64_t label) { return labels.eq(label).nonzero().squeeze(1); }

}  // namespace adversarium
