// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/defence/certified_radius.h"
#include "core/evasion/runner.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kBrokenRate{"broken_rate", translatable("measures", "Broken"), "rate", Better::Lower};
constexpr MeasureSpec kCertifiedRadiusMedian{"certified_radius_median",
                                             translatable("measures", "Certified radius, median"), "pixel value",
                                             Better::Higher};
constexpr MeasureSpec kContradictions{
    "contradictions", translatable("measures", "Contradictions of bound and attack"), "images", Better::Lower};
constexpr MeasureSpec kUnknownRate{"unknown_rate", translatable("measures", "Unknown"), "rate"};

/// What is known of one image: below `proven` nothing can change the answer, at `found` something does.
struct Bracket {
  double proven = -1;  ///< −1: wrongly answered as it is
  double found = std::numeric_limits<double>::infinity();
};

struct BoundsParams {
  double epsilon = 8.0 / 255;
  Proof proof = Proof::Crown;
  int halvings = 9;
};
template <class Owner>
constexpr auto boundsParams() {
  return std::tuple{
      heroParam(&Owner::epsilon, "epsilon", "Strength ε", "Certified accuracy is stated at this L∞ strength",
                {0, 1, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      param(&Owner::proof, "proof", "Proof",
            "ibp: intervals, quick and loose; crown-ibp: linear bounds over inner intervals; crown: linear bounds "
            "throughout, slow and tight"),
      param(&Owner::halvings, "halvings", "Halvings",
            "How finely the largest proven strength is searched for below twice the strength", {1, 30, 4, 12}),
  };
}

/// Proves batch after batch; `record()` may be asked at any time for what is there.
class Certification {
 public:
  Certification(const Run& run, const BoundsParams& params, std::vector<std::string> attacks)
      : m_run(run), m_params(params), m_attacks(std::move(attacks)) {
    const ModelInfo& info = run.model().info();
    if (!run.data().info().labelled) throw InputError(run.request().data, "has no labels to prove answers for");
    if (!run.model().graph())
      throw UsageError(info.where,
                       "allows no proof: its inside is not known" +
                           (info.accessReason.empty() ? std::string() : " (" + info.accessReason.english() + ")"));
    m_bounds.emplace(*run.model().graph());
  }

  void carryOut() {
    const Request& request = m_run.request();
    const auto& samples = m_run.indices;
    if (samples.empty()) throw InputError(request.data, "has no samples");
    constexpr std::int64_t kTogether = 8;  // every margin of every image has a copy of every layer
    const auto count = std::ssize(samples), size = std::min<std::int64_t>(kTogether, request.batch);
    for (std::int64_t from = 0; from < count; from += size) {
      const std::int64_t to = std::min(count, from + size);
      PartProgress part(m_run.progress, double(from) / double(count), double(to) / double(count));
      add({samples.begin() + from, samples.begin() + to}, part);
    }
  }

  void writeTo(Record& record) const {
    const auto n = std::ssize(m_known);
    auto& measures = record.measures;
    std::vector<double> proven, finite, found;
    std::int64_t right = 0, holds = 0, broken = 0, contradictions = 0;
    for (const Bracket& each : m_known) {
      proven.push_back(each.proven);
      right += each.proven >= 0;
      holds += each.proven >= m_params.epsilon;
      broken += each.found <= m_params.epsilon;
      contradictions += each.proven >= each.found;
      if (each.proven >= 0) finite.push_back(each.proven);
      found.push_back(each.found);
    }
    measures.set(kCleanAccuracy, rateOf(right, n));
    measures.set(kCertifiedAccuracy, rateOf(holds, n));
    if (!finite.empty()) {
      measures.set(kCertifiedRadiusMedian, median(finite), std::ssize(finite));
      measures.set(kCertifiedRadiusMean, mean(finite), std::ssize(finite));
    }
    Table table{{translatable("headings", "index"), translatable("headings", "label"),
                 translatable("headings", "answer"), translatable("headings", "proven")},
                {}};
    if (!m_attacks.empty())
      table.columns.insert(table.columns.end(),
                           {translatable("headings", "found"), translatable("headings", "attack")});
    for (std::size_t i = 0; i < m_known.size(); ++i) {
      table.rows.push_back(
          {double(m_indices[i]), double(m_labels[i]), double(m_answers[i]), std::max(0.0, proven[i])});
      if (!m_attacks.empty()) {
        table.rows.back().emplace_back(std::isfinite(found[i]) ? Table::Cell(found[i])
                                                               : Table::Cell(translatable("cells", "none")));
        table.rows.back().emplace_back(m_finder[i]);
      }
    }
    const double most = 2 * m_params.epsilon;
    const char* strength = translatable("records", "Strength ε");
    const char* together =
        m_attacks.empty() ? "" : translatable("records", "Proven, broken and unknown against strength");
    Curve holding = shareReaching(proven, most, strength, translatable("records", "Certified accuracy"));
    holding.group = together;
    record.found.push_back(
        {"certified", translatable("records", "Certified accuracy against strength"), std::move(holding)});
    if (!m_attacks.empty()) {
      measures.set(kBrokenRate, rateOf(broken, n));
      measures.set(kUnknownRate, rateOf(n - holds - broken, n));
      measures.set(kContradictions, double(contradictions), n);
      const Curve certified = shareReaching(proven, most, "", "");
      Curve lost{strength, translatable("records", "Share of images"), certified.x, {}, {}, {}};
      lost.group = together;
      Curve unknown = lost;
      for (std::size_t i = 0; i < certified.x.size(); ++i) {
        // An example found at exactly this strength breaks the image at it.
        const auto fallen =
            std::count_if(found.begin(), found.end(), [&](double v) { return v <= certified.x[i]; });
        lost.y.push_back(double(fallen) / double(n));
        unknown.y.push_back(std::max(0.0, 1 - certified.y[i] - lost.y.back()));
      }
      record.found.push_back({"broken", translatable("records", "Broken against strength"), lost});
      record.found.push_back(
          {"unknown", translatable("records", "Neither proven nor broken against strength"), unknown});
      for (const Remark& remark : m_notes.remarks)
        record.caveats.push_back({remark.id, fmt::format(fmt::runtime(remark.words), remark.count)});
      if (contradictions > 0)
        record.caveats.push_back(
            {"contradiction",
             filled(translatable("records",
                                 "{} images have an attack inside what was proven: one of the two is wrong."),
                    contradictions)});
    }
    record.found.push_back({"samples", translatable("records", "Every sample"), std::move(table)});
  }

 private:
  void add(const std::vector<std::int64_t>& indices, Progress& progress) {
    const Batch batch = readBatch(m_run.data(), indices);
    const at::Tensor answers = logitsInChunks(m_run.model(), batch.images).argmax(1);
    const at::Tensor rows = answers.eq(batch.labels).nonzero().squeeze(1);
    std::vector<Bracket> known(indices.size());
    std::vector<std::string> finder(indices.size());
    const auto labels = integersOf(batch.labels), told = integersOf(answers);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      if (told[i] != labels[i]) known[i].found = 0;
    }
    const double share = m_attacks.empty() ? 1 : 0.6;
    if (rows.numel() > 0) {
      PartProgress proving(progress, 0, share);
      const auto radii = doublesOf(
          certifiedRadii(*m_bounds, batch.images.index_select(0, rows), batch.labels.index_select(0, rows),
                         m_params.proof, 2 * m_params.epsilon, m_params.halvings, proving, m_params.epsilon));
      const auto places = integersOf(rows);
      for (std::size_t r = 0; r < places.size(); ++r) known[static_cast<std::size_t>(places[r])].proven = radii[r];
    }
    for (std::size_t a = 0; a < m_attacks.size(); ++a) {
      const double step = (1 - share) / double(m_attacks.size());
      PartProgress attacking(progress, share + step * double(a), share + step * double(a + 1));
      attacked(m_attacks[a], indices.front(), batch, known, finder, attacking);
    }
    progress.step(1, 1);
    m_known.insert(m_known.end(), known.begin(), known.end());
    m_finder.insert(m_finder.end(), finder.begin(), finder.end());
    m_indices.insert(m_indices.end(), indices.begin(), indices.end());
    m_labels.insert(m_labels.end(), labels.begin(), labels.end());
    m_answers.insert(m_answers.end(), told.begin(), told.end());
  }

  void attacked(const std::string& id, std::int64_t first, const Batch& batch, std::vector<Bracket>& known,
                std::vector<std::string>& finder, Progress& progress) {
    const Request& request = m_run.request();
    const auto attack = attackWith(catalogueEntry(id), {{Role::Norm, "linf"}});
    AttackSettings settings;
    settings.precision = request.precision;
    const auto random =
        std::make_shared<at::Generator>(generatorFrom(request.seed * 1'000'003 + std::uint64_t(first)));
    const AttackedBatch made =
        attackBatch(*attack, m_run.model(), batch.images, batch.labels, settings, random, progress);
    m_notes.add(made.notes);
    const auto distance =
        doublesOf(normOf(made.adversarial.to(at::kDouble) - batch.images.to(at::kDouble), Norm::Linf));
    const auto fell = integersOf(made.succeeded);
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (fell[i] == 0 || distance[i] >= known[i].found) continue;
      known[i].found = distance[i];
      finder[i] = id;
    }
  }

  const Run& m_run;
  BoundsParams m_params;
  std::vector<std::string> m_attacks;
  std::optional<CertifiedBounds> m_bounds;
  std::vector<Bracket> m_known;
  Notes m_notes;
  std::vector<std::string> m_finder;
  std::vector<std::int64_t> m_indices, m_labels, m_answers;
};

void certify(Run& run, const BoundsParams& params, std::vector<std::string> attacks) {
  const at::NoGradGuard noGradient;
  run.indices = chosenSamples(run.request().samples, run.data());
  Certification certification(run, params, std::move(attacks));
  run.reporting([&] { certification.carryOut(); }, [&](Record& record) { certification.writeTo(record); });
}

struct Bounds {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr AlgorithmInfo info{
      "bounds", "Certified bounds", Chapter::Evasion,
      "Gowal et al. 2018, arXiv:1810.12715; Zhang et al. 2018, arXiv:1811.00866",
      "Proves for every image a strength below which no change at all can move the "
      "answer."};
  struct Params : BoundsParams {};
  static constexpr auto params = boundsParams<Params>();
  static void carryOut(Run& run, const Params& params) { certify(run, params, {}); }
};
const Registered<Bounds> kBoundsRegistered;

/// What is certain from both sides: nothing below the proof, something at the smallest example found.
struct Bracketing {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr AlgorithmInfo info{
      "bracket", "Bracket", Chapter::Evasion,
      "Zhang et al. 2018, arXiv:1811.00866; Pintor et al. 2021, arXiv:2102.12827",
      "Says for every strength how many images are proven safe, how many are broken "
      "and of how many nobody knows."};
  struct Params : BoundsParams {
    std::string attacks = "fmn+fab";
  };
  static constexpr auto params = std::tuple_cat(
      boundsParams<Params>(), std::tuple{param(&Params::attacks, "attacks", "Attacks",
                                               "Attacks that look for the nearest example, joined by +")});
  static void carryOut(Run& run, const Params& params) {
    std::vector<std::string> attacks;
    std::string_view rest = params.attacks;
    while (!rest.empty()) {
      attacks.emplace_back(rest.substr(0, rest.find('+')));
      rest = attacks.back().size() < rest.size() ? rest.substr(attacks.back().size() + 1) : std::string_view();
      const CatalogueEntry& entry = catalogueEntry(attacks.back());
      if (entry.family != Family::Attack || entry.find(Role::Strength) || !entry.find(Role::Norm))
        throw UsageError(attacks.back(), "does not look for the nearest example in L∞");
    }
    if (attacks.empty()) throw UsageError("attacks", "names no attack");
    certify(run, params, std::move(attacks));
  }
};
const Registered<Bracketing> kBracketRegistered;

}  // namespace
}  // namespace adversarium
