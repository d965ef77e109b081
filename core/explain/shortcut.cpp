// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <optional>

#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/explain/masking.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kShortcutRateControl{
    "shortcut_rate_control", translatable("measures", "Pictures that follow a window from elsewhere"), "rate"};
constexpr MeasureSpec kShortcutRateMax{"shortcut_rate_max",
                                       translatable("measures", "Pictures that follow the strongest region"),
                                       "rate", Better::Lower};

/// A place that every picture has: a window, the border all around, or what lies around the middle.
struct Region {
  const char* kind = "";
  Window window;
  at::Tensor mask;  // bool H×W
};

at::Tensor inside(const Window& window, int height, int width) {
  at::Tensor mask = at::zeros({height, width}, at::kBool);
  mask.slice(0, window.top, window.bottom()).slice(1, window.left, window.right()).fill_(true);
  return mask;
}

/// Outside an oval in the middle that is four fifths as wide and high as the picture: where things seldom reach.
at::Tensor aroundTheOval(int height, int width) {
  const auto from = [](int length) {
    return (at::arange(length, at::kDouble) + 0.5 - length / 2.0) / (0.4 * length);
  };
  return (from(height).square().unsqueeze(1) + from(width).square().unsqueeze(0)).gt(1);
}

std::vector<Region> regionsOf(int height, int width, int side) {
  std::vector<Region> regions;
  for (const auto& pass : coarseToFine(height, width, side, std::max(1, side / 2))) {
    for (const Window& window : pass)
      regions.push_back({translatable("records", "window"), window, inside(window, height, width)});
  }
  const Window whole{0, 0, height, width};
  const int rim = std::max(1, side / 2);
  if (2 * rim < height && 2 * rim < width) {
    const Window middle{rim, rim, height - 2 * rim, width - 2 * rim};
    regions.push_back({translatable("records", "border"), whole, inside(middle, height, width).logical_not()});
  }
  regions.push_back({translatable("records", "background"), whole, aroundTheOval(height, width)});
  return regions;
}

/// How often pasting a region from pictures of a class into others brings the class along.
struct Count {
  std::int64_t hits = 0, n = 0;
  double rate() const { return n > 0 ? double(hits) / double(n) : 0; }
};

/// What was found for one class.
struct FoundRegion {
  int label = -1;
  Region region;      ///< that brings the class along most often
  Count brought;      ///< on pictures that did not choose the region
  Count control;      ///< the same-sized window from somewhere else; the border's control is a window, too
  Count lost;         ///< pictures of the class that leave it when another picture's pixels stand there
  at::Tensor map;     ///< H×W: rate of the first look, spread over the windows
  at::Tensor sample;  ///< 1×C×H×W, one picture of the class
};

/// Geirhos et al. 2020 call what this looks for shortcuts: signs that go along with a class in the data and decide
/// for the model, though they are no part of the thing. Regions are swapped between pictures of different classes,
/// so that everything on trial is something that real pictures show.
struct Shortcut {
  static constexpr AlgorithmInfo info{
      "shortcut", "Shortcut probe", Chapter::Evasion, "Geirhos et al. 2020, arXiv:2004.07780",
      "Does a watermark, a border or the background decide? Pastes every region of one class's pictures into "
      "others and looks whether the class comes along."};
  using Victim = ScoreAccess;
  struct Params {
    int size = 0;
    int pairs = 8;
    int verify = 50;
    double alarm = 0.1;
  };
  static constexpr std::tuple params{
      heroParam(&Params::size, "size", "Window", "Side of the windows that are tried; 0: a sixth of the picture",
                {0, 4096, 0, 64, false, "pixels"})
          .as(Role::Window),
      param(&Params::pairs, "pairs", "Pairs", "Pairs of pictures a class for the first look at every region",
            {1, 1000, 4, 32, true}),
      param(&Params::verify, "verify", "Pairs for the verdict",
            "Fresh pairs a class on which the region found is measured", {10, 10000, 20, 200, true}),
      param(&Params::alarm, "alarm", "Alarm",
            "A class stands out when a region at the side brings it along at least this often, lower end of the "
            "interval; in the middle, where the thing itself stands, it takes half of the pictures",
            {0, 1, 0.05, 0.9}),
  };
};

/// All pictures that the model is right about, by class.
struct Pool {
  at::Tensor images;
  std::vector<std::int64_t> answers;
  std::vector<std::vector<std::int64_t>> byClass;
  std::int64_t right = 0, labelled = 0;
};

class Probe {
 public:
  Probe(const Assignment& assignment, const Shortcut::Params& params, Progress& progress)
      : m_assignment(assignment),
        m_params(params),
        m_progress(progress),
        m_random(generatorFrom(assignment.request.seed)),
        m_indices(chosenSamples(assignment.request.samples, *assignment.data)),
        m_meter(std::make_shared<Meter>()),
        m_victim(model(), m_meter) {
    m_meter->perSample.assign(1, 0);
  }

  /// Completes the findings class by class; throws Cancelled with those that are finished in place.
  void search() {
    const std::int64_t classes = m_assignment.model->info().classes;
    m_steps = std::int64_t(m_indices.size() + kReadAtOnce - 1) / kReadAtOnce;
    m_total = m_steps + classes * (m_params.pairs + m_params.verify / kVerifyAtOnce + 1);
    fillPool(classes);
    const auto& shape = m_pool.images.sizes();
    const int height = int(shape[2]), width = int(shape[3]);
    const int side = std::min({m_params.size > 0 ? m_params.size : usualWindowSide(height, width), height, width});
    m_regions = regionsOf(height, width, side);
    for (std::int64_t k = 0; k < classes; ++k) {
      if (std::int64_t(m_pool.byClass[std::size_t(k)].size()) < kFewest || !hasOthers(k)) continue;
      findings.push_back(look(k));
    }
  }

  std::vector<FoundRegion> findings;
  static constexpr std::int64_t kFewest = 4;  ///< pictures that a class needs to be looked at

  const Pool& pool() const { return m_pool; }
  std::int64_t samples() const { return std::int64_t(m_indices.size()); }
  std::int64_t queries() const { return m_meter->queries; }

 private:
  static constexpr std::size_t kReadAtOnce = 128;
  static constexpr int kVerifyAtOnce = 25;

  std::shared_ptr<const Classifier> model() const {
    const auto fast = m_assignment.model->attackCopy(m_assignment.request.precision);
    return fast ? fast : m_assignment.model;
  }
  void step() { m_progress.step(std::min(m_done++, m_total), m_total); }

  void fillPool(std::int64_t classes) {
    std::vector<at::Tensor> parts;
    std::vector<std::int64_t> labels;
    for (std::size_t first = 0; first < m_indices.size(); first += kReadAtOnce) {
      step();
      const std::vector<std::int64_t> some(
          m_indices.begin() + std::ptrdiff_t(first),
          m_indices.begin() + std::ptrdiff_t(std::min(m_indices.size(), first + kReadAtOnce)));
      const Batch batch = readBatch(*m_assignment.data, some);
      const auto answers = integersOf(m_victim.decide(batch.images)), own = integersOf(batch.labels);
      parts.push_back(batch.images);
      m_pool.answers.insert(m_pool.answers.end(), answers.begin(), answers.end());
      labels.insert(labels.end(), own.begin(), own.end());
    }
    m_pool.images = at::cat(parts);
    m_pool.byClass.resize(std::size_t(classes));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::int64_t answer = m_pool.answers[i];
      m_pool.labelled += labels[i] >= 0;
      m_pool.right += labels[i] == answer;
      if (labels[i] < 0 || labels[i] == answer) m_pool.byClass[std::size_t(answer)].push_back(std::int64_t(i));
    }
  }

  bool hasOthers(std::int64_t k) const {
    for (std::size_t j = 0; j < m_pool.byClass.size(); ++j) {
      if (std::int64_t(j) != k && !m_pool.byClass[j].empty()) return true;
    }
    return false;
  }

  std::int64_t below(std::int64_t bound) {
    return at::randint(0, bound, {1}, m_random, at::kLong).item<std::int64_t>();
  }
  at::Tensor picture(std::int64_t index) const { return m_pool.images.slice(0, index, index + 1); }
  at::Tensor donor(std::int64_t k) {
    const auto& own = m_pool.byClass[std::size_t(k)];
    return picture(own[std::size_t(below(std::int64_t(own.size())))]);
  }
  at::Tensor host(std::int64_t k) {
    while (true) {  // ends: hasOthers(k)
      const std::int64_t j = below(std::int64_t(m_pool.byClass.size()));
      const auto& others = m_pool.byClass[std::size_t(j)];
      if (j != k && !others.empty()) return picture(others[std::size_t(below(std::int64_t(others.size())))]);
    }
  }

  FoundRegion look(std::int64_t k) {
    std::vector<Window> windows;
    for (const Region& region : m_regions) {
      if (region.window.height < m_pool.images.size(2) || region.window.width < m_pool.images.size(3))
        windows.push_back(region.window);
    }
    std::vector<std::int64_t> hits(m_regions.size(), 0);
    for (int pair = 0; pair < m_params.pairs; ++pair) {
      step();
      const at::Tensor from = donor(k), into = host(k);
      const auto answers = integersOf(m_victim.logScores(m_victim.prepared(into), from, windows, 0).argmax(1));
      for (std::size_t w = 0; w < windows.size(); ++w) hits[w] += answers[w] == k;
      for (std::size_t r = windows.size(); r < m_regions.size(); ++r)
        hits[r] += answerTo(at::where(m_regions[r].mask, from, into)) == k;
    }
    // A region around the picture holds many windows: the window says more where it brings nearly as much.
    const auto all = std::max_element(hits.begin(), hits.end());
    const auto small = std::max_element(hits.begin(), hits.begin() + std::ptrdiff_t(windows.size()));
    const auto best = std::size_t((4 * *small >= 3 * *all ? small : all) - hits.begin());
    FoundRegion finding{int(k), m_regions[best], {}, {}, {}, {}, donor(k)};
    if (hits[best] == 0) finding.region.kind = translatable("records", "none");
    std::vector<double> rates;
    for (std::size_t w = 0; w < windows.size(); ++w) rates.push_back(double(hits[w]) / m_params.pairs);
    finding.map = spread(windows, rates, int(m_pool.images.size(2)), int(m_pool.images.size(3)));
    verify(finding);
    return finding;
  }

  /// On fresh pairs: the best of many regions looks better than it is on the pairs that chose it.
  void verify(FoundRegion& finding) {
    const std::int64_t k = finding.label;
    const int height = int(m_pool.images.size(2)), width = int(m_pool.images.size(3));
    for (int pair = 0; pair < m_params.verify; ++pair) {
      if (pair % kVerifyAtOnce == 0) step();
      const at::Tensor from = donor(k), into = host(k);
      const Window elsewhere = otherWindow(finding.region.window, height, width);
      const auto answers = integersOf(m_victim.decide(at::cat(
          {at::where(finding.region.mask, from, into), at::where(inside(elsewhere, height, width), from, into),
           at::where(finding.region.mask, into, from)})));
      finding.brought.hits += answers[0] == k;
      finding.control.hits += answers[1] == k;
      finding.lost.hits += answers[2] != k;
      for (Count* count : {&finding.brought, &finding.control, &finding.lost}) ++count->n;
    }
  }

  /// As large, but anywhere; for a region that is no window, a window of the usual side.
  Window otherWindow(const Window& window, int height, int width) {
    const bool whole = window.height == height && window.width == width;
    const int tall = whole ? usualWindowSide(height, width) : window.height;
    const int wide = whole ? usualWindowSide(height, width) : window.width;
    Window other;
    for (int attempt = 0; attempt < 20; ++attempt) {
      other = {int(below(height - tall + 1)), int(below(width - wide + 1)), tall, wide};
      const bool apart = other.bottom() <= window.top || other.top >= window.bottom() ||
                         other.right() <= window.left || other.left >= window.right();
      if (whole || apart) break;
    }
    return other;
  }

  std::int64_t answerTo(const at::Tensor& image) { return m_victim.decide(image).item<std::int64_t>(); }

  const Assignment& m_assignment;
  const Shortcut::Params& m_params;
  Progress& m_progress;
  at::Generator m_random;
  std::vector<std::int64_t> m_indices;
  std::shared_ptr<Meter> m_meter;
  ScoreAccess m_victim;
  Pool m_pool;
  std::vector<Region> m_regions;
  std::int64_t m_done = 0, m_total = 1, m_steps = 0;
};

class ShortcutMethod final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const at::NoGradGuard noGradient;
    const auto began = std::chrono::steady_clock::now();
    const auto params = bind<Shortcut>(assignment.request.params);
    requireAccess(assignment.model->info(), catalogueEntry(Shortcut::info.id));
    Probe probe(assignment, params, progress);
    const auto record = [&](bool partial) {
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      return recordOf(assignment, params, probe, seconds, partial);
    };
    try {
      probe.search();
    } catch (const Cancelled&) {
      keep(record(true));
      throw;
    }
    return record(false);
  }

 private:
  /// More often than a window from elsewhere, beyond chance, and often enough for its place.
  static bool standsOut(const FoundRegion& finding, const Shortcut::Params& params) {
    constexpr double kInTheMiddle = 0.5;
    const Region& region = finding.region;
    const int height = int(region.mask.size(0)), width = int(region.mask.size(1));
    const at::Tensor outside = region.mask.logical_and(aroundTheOval(height, width));
    const bool atTheSide = 2 * outside.sum().item<std::int64_t>() > region.mask.sum().item<std::int64_t>();
    const Interval brought = wilson(finding.brought.hits, finding.brought.n);
    const Interval control = wilson(finding.control.hits, finding.control.n);
    return brought.low > control.high &&
           brought.low >= (atTheSide ? params.alarm : std::max(params.alarm, kInTheMiddle));
  }

  static std::shared_ptr<const Record> recordOf(const Assignment& assignment, const Shortcut::Params& params,
                                                const Probe& probe, double seconds, bool partial) {
    auto record = std::make_shared<Record>();
    record->request = assignment.request;
    record->partial = partial;
    auto& measures = record->measures;
    if (probe.pool().labelled > 0) measures.set(kCleanAccuracy, rateOf(probe.pool().right, probe.pool().labelled));
    measures.set(kQueries, double(probe.queries()), probe.samples());
    measures.set(kSeconds, seconds, probe.samples());
    if (partial)
      record->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    if (!probe.findings.empty()) {
      Count control;
      const FoundRegion* most = &probe.findings.front();
      for (const FoundRegion& finding : probe.findings) {
        control.hits += finding.control.hits;
        control.n += finding.control.n;
        if (finding.brought.rate() > most->brought.rate()) most = &finding;
      }
      measures.set(kShortcutRateMax, rateOf(most->brought.hits, most->brought.n));
      measures.set(kShortcutRateControl, rateOf(control.hits, control.n));
      artefacts(*record, assignment, probe);
    }
    record->verdict = verdictOf(assignment, params, probe, partial);
    return record;
  }

  static std::string nameOf(const Assignment& assignment, std::int64_t index) {
    const auto& own = assignment.model->info().classNames;
    const auto& names = own.empty() ? assignment.data->info().classNames : own;
    return index < std::int64_t(names.size()) ? names[std::size_t(index)] : std::to_string(index);
  }

  static void artefacts(Record& record, const Assignment& assignment, const Probe& probe) {
    std::vector<at::Tensor> maps, samples;
    std::vector<Words> captions;
    Table table;
    table.columns = {
        translatable("headings", "class"),   translatable("headings", "region"), translatable("headings", "top"),
        translatable("headings", "left"),    translatable("headings", "height"), translatable("headings", "width"),
        translatable("headings", "brought"), translatable("headings", "low"),    translatable("headings", "high"),
        translatable("headings", "control"), translatable("headings", "lost"),   translatable("headings", "n")};
    for (const FoundRegion& finding : probe.findings) {
      maps.push_back(finding.map);
      samples.push_back(finding.sample);
      captions.push_back(nameOf(assignment, finding.label));
      const Interval interval = wilson(finding.brought.hits, finding.brought.n);
      const Window& w = finding.region.window;
      table.rows.push_back({captions.back(), std::string(finding.region.kind), double(w.top), double(w.left),
                            double(w.height), double(w.width), finding.brought.rate(), interval.low, interval.high,
                            finding.control.rate(), finding.lost.rate(), double(finding.brought.n)});
    }
    const at::Tensor all = at::stack(maps);
    record.found.push_back(
        {"clean", translatable("records", "One picture of each class"), imageSetOf(at::cat(samples), captions)});
    record.found.push_back({"heatmap", translatable("records", "Where a class can be pasted from"),
                            HeatMaps{all.sizes().vec(), floatsOf(all), captions,
                                     translatable("records", "share of pictures that follow"), false, "clean"}});
    record.found.push_back({"regions", translatable("records", "The strongest region of each class"), table});
  }

  static Verdict verdictOf(const Assignment& assignment, const Shortcut::Params& params, const Probe& probe,
                           bool partial) {
    Verdict verdict;
    const FoundRegion* most = nullptr;
    for (const FoundRegion& finding : probe.findings) {
      if (!standsOut(finding, params)) continue;
      verdict.flagged.push_back(finding.label);
      if (!most || finding.brought.rate() > most->brought.rate()) most = &finding;
    }
    if (probe.findings.size() < 2 && !partial) {
      verdict.blocked = filled(
          translatable("records", "Too few pictures: {} classes have at least {} that the model is right about."),
          probe.findings.size(), Probe::kFewest);
      return verdict;
    }
    if (!most) {
      verdict.words = filled(
          translatable("records",
                       "In {} classes no region takes the class along: no shortcut was found. Smaller or moving "
                       "signs may escape this probe."),
          probe.findings.size());
      return verdict;
    }
    const Window& w = most->region.window;
    const std::string name = nameOf(assignment, most->label);
    if (std::string_view(most->region.kind) == "window") {
      verdict.words = filled(
          translatable(
              "records",
              "Class ‘{}’ follows the window at row {}, column {}, {} by {} pixels: pasted into pictures of "
              "other classes it brings the class along in {} of {}, a window from elsewhere in {}. Classes "
              "that stand out: {}."),
          name, w.top, w.left, w.height, w.width, most->brought.hits, most->brought.n, most->control.hits,
          verdict.flagged.size());
    } else {
      verdict.words = filled(
          translatable("records",
                       "Class ‘{}’ follows the region ‘{}’: pasted into pictures of other classes it brings the "
                       "class along in {} of {}, a window from elsewhere in {}. Classes that stand out: {}."),
          name, most->region.kind, most->brought.hits, most->brought.n, most->control.hits,
          verdict.flagged.size());
    }
    return verdict;
  }
};

struct Registration {
  Registration() {
    registerMethod(entryOf<Shortcut>(Family::Explanation, Shortcut::Victim::kAccess),
                   std::make_unique<ShortcutMethod>());
  }
};
const Registration kShortcutRegistered;

}  // namespace
}  // namespace adversarium
