// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/general/diagnosis.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/tensor/convert.h"
#include "core/tensor/log_odds.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr std::int64_t kQuickLook = 48;  // images that candidates are compared on before the best is measured
constexpr std::int64_t kFewest = 20;     // labelled images without which nothing is said about preparation
constexpr double kGoodEnough = 0.95;     // accuracy at which nobody looks for a better preparation

/// A usual way of preparing images that a model may have been trained with.
struct Preparation {
  const char* name;
  bool isRange;  ///< another range of values, not statistics of a data set
  std::vector<float> mean;
  std::vector<float> deviation;
};

/// Figures: torchvision's ImageNet statistics; the channel statistics of the CIFAR-10 and MNIST training images.
std::vector<Preparation> preparations(int channels) {
  const float byte = 1 / 255.F;
  if (channels == 3) {
    return {{"0 … 1", true, {0, 0, 0}, {1, 1, 1}},
            {"0 … 255", true, {0, 0, 0}, {byte, byte, byte}},
            {"−1 … 1", true, {0.5F, 0.5F, 0.5F}, {0.5F, 0.5F, 0.5F}},
            {"−128 … 127", true, {0.5F, 0.5F, 0.5F}, {byte, byte, byte}},
            {"ImageNet", false, {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}},
            {"CIFAR-10", false, {0.4914F, 0.4822F, 0.4465F}, {0.2470F, 0.2435F, 0.2616F}}};
  }
  if (channels == 1) {
    return {{"0 … 1", true, {0}, {1}},
            {"0 … 255", true, {0}, {byte}},
            {"−1 … 1", true, {0.5F}, {0.5F}},
            {"MNIST", false, {0.1307F}, {0.3081F}}};
  }
  return {};
}

at::Tensor perChannel(const std::vector<float>& values) {
  return at::tensor(values, at::kFloat).view({1, -1, 1, 1});
}

/// Asks a model as if its file beside it said otherwise.
class Patient {
 public:
  Patient(const Classifier& model, Batch batch) : m_model(model), m_batch(std::move(batch)) {}

  const Batch& batch() const { return m_batch; }
  const ModelInfo& info() const { return m_model.info(); }
  at::Tensor logits(const at::Tensor& images) const { return logitsInChunks(m_model, images, 64); }

  /// What the first `count` images would be answered under `cure`.
  at::Tensor logitsUnder(const Sidecar& cure, std::int64_t count) const {
    at::Tensor images = m_batch.images.slice(0, 0, count);
    if (!cure.mean.empty()) images = (images - perChannel(cure.mean)) / perChannel(cure.deviation);
    if (cure.bgr) images = images.flip(1);
    if (cure.transposed) images = images.transpose(2, 3);
    // The model's own normalisation will be replaced: undo what it is about to do.
    if (!cure.mean.empty() && !info().mean.empty()) {
      images = images * perChannel(info().deviation) + perChannel(info().mean);
    }
    return logits(images.contiguous());
  }

  /// Of the log-odds against the model's own answers, by the first `count` images.
  at::Tensor gradient(std::int64_t count) const {
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = m_batch.images.slice(0, 0, count).clone().requires_grad_(true);
    const at::Tensor logits = m_model.logits(input);
    const at::Tensor loss = logOddsAgainst(logits, logits.detach().argmax(1)).sum();
    const at::Tensor gradient =
        torch::autograd::grad({loss}, {input}, {}, c10::nullopt, false, /*allow_unused=*/true)[0];
    return gradient.defined() ? gradient : at::zeros_like(input);
  }

  std::int64_t right(const at::Tensor& logits) const {
    const at::Tensor labels = m_batch.labels.slice(0, 0, logits.size(0));
    return logits.argmax(1).eq(labels).logical_and(labels.ge(0)).sum().item<std::int64_t>();
  }
  std::int64_t labelled(std::int64_t count) const {
    return m_batch.labels.slice(0, 0, count).ge(0).sum().item<std::int64_t>();
  }

 private:
  const Classifier& m_model;
  Batch m_batch;
};

Number percent(std::int64_t part, std::int64_t whole) {
  return {100.0 * double(part) / double(std::max<std::int64_t>(1, whole)), 1};
}

/// Whether `better` of `n` is more than luck above `worse` of `n`.
bool clearlyMore(std::int64_t better, std::int64_t worse, std::int64_t n) {
  return wilson(better, n).low > wilson(worse, n).high;
}

class Examination {
 public:
  Examination(const Patient& patient, Progress& progress, const std::vector<DataNote>& notes)
      : m_patient(patient), m_progress(progress) {
    for (const DataNote& note : notes) say(note.id.c_str(), Severity::Note, note.words);
  }

  Diagnosis carryOut() {
    const std::int64_t n = m_patient.batch().images.size(0);
    m_diagnosis.images = n;
    m_diagnosis.labelled = m_patient.labelled(n);
    step(0);
    const at::Tensor logits = m_patient.logits(m_patient.batch().images);
    if (!finite(logits)) return done();
    m_diagnosis.right = m_diagnosis.rightWithCure = m_patient.right(logits);
    step(1);
    repeats(logits);
    outputs(logits);
    step(2);
    gradients();
    step(3);
    at::Tensor best = logits;
    if (m_diagnosis.labelled >= kFewest) {
      best = preparation(logits);
      labelOrder(best);
    }
    accuracy();
    step(kSteps);
    return done();
  }

 private:
  static constexpr std::int64_t kSteps = 20;
  void step(std::int64_t at) { m_progress.step(std::min(at, kSteps), kSteps); }

  void say(const char* id, Severity severity, Words words) {
    m_diagnosis.findings.push_back({id, severity, std::move(words)});
  }
  Sidecar& cure() {
    if (!m_diagnosis.cure) m_diagnosis.cure.emplace();
    return *m_diagnosis.cure;
  }

  Diagnosis done() {
    std::stable_sort(m_diagnosis.findings.begin(), m_diagnosis.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return std::move(m_diagnosis);
  }

  bool finite(const at::Tensor& logits) {
    const std::int64_t bad = logits.isfinite().all(1).logical_not().sum().item<std::int64_t>();
    if (bad == 0) return true;
    say("nan", Severity::Fault,
        filled(translatable("records", "The answers to {} of {} images are not numbers (NaN or infinite)."), bad,
               logits.size(0)));
    return false;
  }

  /// The same question twice, and alone instead of in company.
  void repeats(const at::Tensor& logits) {
    const at::Tensor images = m_patient.batch().images;
    const std::int64_t few = std::min<std::int64_t>(4, images.size(0));
    const double scale = std::max(1e-3, logits.abs().max().item<double>());
    const at::Tensor again = m_patient.logits(images);
    if ((again - logits).abs().max().item<double>() > 1e-4 * scale) {
      say("random", Severity::Warning,
          translatable("records",
                       "The same image is answered differently each time: gradients mislead, and attacks need "
                       "averages (expectation over transformation)."));
      return;
    }
    double most = 0;
    for (std::int64_t i = 0; i < few; ++i) {
      const at::Tensor alone = m_patient.logits(images.slice(0, i, i + 1));
      most = std::max(most, (alone - logits.slice(0, i, i + 1)).abs().max().item<double>());
    }
    if (most > 1e-2 * scale) {
      say("batch-norm-mode", Severity::Fault,
          translatable(
              "records",
              "An image alone is answered differently than in a batch: batch norm works in training mode. "
              "Export the model again in evaluation mode."));
    }
  }

  /// Softmax or logits, outputs that never move, classes that never win.
  void outputs(const at::Tensor& logits) {
    const std::int64_t n = logits.size(0), k = logits.size(1);
    if (k > 1 && logits.ge(0).all().item<bool>() && logits.le(1).all().item<bool>() &&
        (logits.sum(1) - 1).abs().max().item<double>() < 1e-3) {
      say("softmax-output", Severity::Warning,
          translatable("records",
                       "The model answers with probabilities: a second softmax flattens them and gradients fade. "
                       "Their logarithm should be taken."));
      cure().probabilities = true;
    }
    if (n < 2) return;
    const at::Tensor deviation = std::get<0>(logits.max(0)) - std::get<0>(logits.min(0));
    const at::Tensor still = deviation.le(1e-6 * std::max(1.0, logits.abs().max().item<double>()));
    const auto dead = integersOf(still.nonzero().squeeze(1));
    if (std::int64_t(dead.size()) == k) {
      say("constant-output", Severity::Fault,
          translatable("records", "The model gives every image the very same answer."));
      return;
    }
    if (!dead.empty()) {
      say("dead-classes", Severity::Fault,
          filled(translatable("records", "{} of {} outputs never move, the first is output {}."), dead.size(), k,
                 dead.front()));
    }
    const at::Tensor answers = logits.argmax(1);
    if (n >= kFewest && answers.eq(answers[0]).all().item<bool>()) {
      say("constant-output", Severity::Warning,
          filled(translatable("records", "The model answers class {} to every one of {} images."),
                 answers[0].item<std::int64_t>(), n));
    }
  }

  void gradients() {
    const ModelInfo& info = m_patient.info();
    if (!info.accessReason.empty()) say("access", Severity::Note, info.accessReason);
    if (info.access < Access::Gradients) return;
    const std::int64_t few = std::min<std::int64_t>(16, m_patient.batch().images.size(0));
    const at::Tensor gradient = m_patient.gradient(few);
    if (!gradient.isfinite().all().item<bool>()) {
      say("zero-gradient", Severity::Fault,
          translatable("records",
                       "The gradient by the image is not a number in places: gradient attacks go by the image "
                       "moved by a hair and may look weaker than they are."));
      return;
    }
    const std::int64_t zero = gradient.flatten(1).abs().sum(1).eq(0).sum().item<std::int64_t>();
    if (zero == 0) return;
    say("zero-gradient", zero == few ? Severity::Fault : Severity::Warning,
        filled(translatable("records",
                            "The gradient by the image is zero for {} of {} images: gradient attacks look weaker "
                            "than they are. Compare with square or hopskipjump."),
               zero, few));
  }

  /// Tries the usual preparations; returns the answers under the best one.
  at::Tensor preparation(const at::Tensor& logits) {
    const std::int64_t n = logits.size(0), quick = std::min(kQuickLook, n);
    const std::int64_t labelled = m_diagnosis.labelled;
    if (double(m_diagnosis.right) >= kGoodEnough * double(labelled)) return logits;
    Sidecar best;
    const Preparation* chosen = nullptr;
    std::int64_t most = m_patient.right(logits.slice(0, 0, quick)), steps = 4;
    const std::vector<Preparation> usual = preparations(int(m_patient.batch().images.size(1)));
    const auto consider = [&](Sidecar candidate, const Preparation* preparation) {
      step(steps++);
      const std::int64_t right = m_patient.right(m_patient.logitsUnder(candidate, quick));
      if (right <= most) return;
      most = right;
      best = std::move(candidate);
      if (preparation) chosen = preparation;
    };
    for (const Preparation& p : usual) {
      Sidecar candidate;
      candidate.mean = p.mean;
      candidate.deviation = p.deviation;
      consider(candidate, &p);
    }
    // A wrong order of channels or axes hides behind a wrong range, so it is tried with every preparation.
    for (const bool axes : {false, true}) {
      if (axes ? m_patient.info().input.height != m_patient.info().input.width
               : m_patient.batch().images.size(1) != 3)
        continue;
      Sidecar plain;
      (axes ? plain.transposed : plain.bgr) = true;
      consider(plain, nullptr);
      for (const Preparation& p : usual) {
        Sidecar candidate = plain;
        candidate.mean = p.mean;
        candidate.deviation = p.deviation;
        consider(candidate, &p);
      }
    }
    if (best == Sidecar()) return logits;
    const at::Tensor under = m_patient.logitsUnder(best, n);
    const std::int64_t right = m_patient.right(under);
    if (!clearlyMore(right, m_diagnosis.right, labelled)) return logits;
    const Number before = percent(m_diagnosis.right, labelled), after = percent(right, labelled);
    if (!best.mean.empty()) {
      say(chosen->isRange ? "range" : "normalisation", Severity::Fault,
          chosen->isRange
              ? filled(translatable("records",
                                    "The model wants another range of pixel values (‘{}’): {} % right instead of "
                                    "{} %."),
                       chosen->name, after, before)
              : filled(translatable("records",
                                    "The model wants images normalised as for ‘{}’: {} % right instead of {} %."),
                       chosen->name, after, before));
      cure().mean = best.mean;
      cure().deviation = best.deviation;
    }
    if (best.bgr) {
      say("channel-order", Severity::Fault,
          filled(translatable("records", "The model wants blue first (BGR): {} % right instead of {} %."), after,
                 before));
      cure().bgr = true;
    }
    if (best.transposed) {
      say("layout", Severity::Fault,
          filled(
              translatable("records", "The model wants height and width exchanged: {} % right instead of {} %."),
              after, before));
      cure().transposed = true;
    }
    m_diagnosis.rightWithCure = right;
    return under;
  }

  /// Whether the classes merely have other numbers: the renaming that explains one half is tried on the other.
  void labelOrder(const at::Tensor& logits) {
    const std::int64_t n = logits.size(0), k = logits.size(1);
    const std::int64_t now = m_diagnosis.rightWithCure;
    if (double(now) > 0.5 * double(m_diagnosis.labelled) || n < 4 * k) return;
    const auto labels = integersOf(m_patient.batch().labels);
    const auto answers = integersOf(logits.argmax(1));
    std::vector<std::int64_t> counts(std::size_t(k * k), 0);
    for (std::size_t i = 0; i < labels.size(); i += 2) {
      if (labels[i] >= 0 && labels[i] < k) ++counts[std::size_t(labels[i] * k + answers[i])];
    }
    // The largest counts first: a confusion matrix of a good model under a renaming is almost a permutation.
    std::vector<std::size_t> cells(counts.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
    std::stable_sort(cells.begin(), cells.end(),
                     [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    std::vector<std::int64_t> order(std::size_t(k), -1);
    std::set<std::int64_t> taken;
    for (const std::size_t cell : cells) {
      const auto label = std::int64_t(cell) / k, answer = std::int64_t(cell) % k;
      if (order[std::size_t(label)] >= 0 || taken.contains(answer)) continue;
      order[std::size_t(label)] = answer;
      taken.insert(answer);
    }
    std::int64_t tested = 0, before = 0, after = 0;
    for (std::size_t i = 1; i < labels.size(); i += 2) {
      if (labels[i] < 0 || labels[i] >= k) continue;
      ++tested;
      before += answers[i] == labels[i];
      after += answers[i] == order[std::size_t(labels[i])];
    }
    if (tested < kFewest || !clearlyMore(after, before, tested) || double(after) < 0.6 * double(tested)) return;
    say("label-order", Severity::Fault,
        filled(translatable("records",
                            "The model numbers its classes in another order than the data: {} % right after "
                            "renaming instead of {} %."),
               percent(after, tested), percent(before, tested)));
    cure().order = order;
    std::int64_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i)
      right += labels[i] >= 0 && labels[i] < k && answers[i] == order[std::size_t(labels[i])];
    m_diagnosis.rightWithCure = right;
  }

  void accuracy() {
    const std::int64_t n = m_diagnosis.labelled;
    if (n == 0) {
      say("accuracy", Severity::Note,
          translatable("records",
                       "The images have no classes: whether they are prepared rightly cannot be checked."));
      return;
    }
    const Interval interval = wilson(m_diagnosis.right, n);
    const Number value = percent(m_diagnosis.right, n);
    const Number low{100 * interval.low, 1}, high{100 * interval.high, 1};
    if (interval.high < 0.7) {
      say("accuracy", Severity::Warning,
          filled(translatable("records",
                              "Only {} % of {} images are answered rightly ({} to {} %): check preprocessing, "
                              "classes and data."),
                 value, n, low, high));
    } else {
      say("accuracy", Severity::Fine,
          filled(translatable("records", "{} % of {} images are answered rightly ({} to {} %)."), value, n, low,
                 high));
    }
  }

  const Patient& m_patient;
  Progress& m_progress;
  Diagnosis m_diagnosis;
};

}  // namespace

std::string_view wordFor(Severity severity) {
  switch (severity) {
    case Severity::Fine:
      return translatable("records", "fine");
    case Severity::Note:
      return translatable("records", "note");
    case Severity::Warning:
      return translatable("records", "warning");
    case Severity::Fault:
      return translatable("records", "fault");
  }
  return {};
}

bool Diagnosis::has(std::string_view id) const {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.id == id; });
}

Severity Diagnosis::worst() const {
  Severity worst = Severity::Fine;
  for (const Finding& finding : findings) worst = std::max(worst, finding.severity);
  return worst;
}

Diagnosis examine(const Classifier& model, const DataSet& data, Progress& progress, std::int64_t most) {
  const std::int64_t count = data.info().count, n = std::min(most, count);
  if (n < 1) throw InputError(data.info().where, "has no samples");
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < n; ++i) indices.push_back(i * count / n);
  const Patient patient(model, readBatch(data, indices));
  return Examination(patient, progress, data.info().notes).carryOut();
}

}  // namespace adversarium
