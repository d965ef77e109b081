// SPDX-License-Identifier: GPL-3.0-or-later
// One model, one page: what a careful reader asks of a claim of robustness (Carlini et al. 2019,
// arXiv:1902.06705).
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"

namespace adversarium {
namespace {

/// What the column of units says.
[[maybe_unused]] constexpr const char* kUnits[] = {translatable("cells", "rate"),
                                                   translatable("cells", "pixel value")};

/// One at every strength.
constexpr MeasureSpec kRobustAt{"robust_accuracy_{}", translatable("measures", "Robust accuracy, strength no. {}"),
                                "rate", Better::Higher};
constexpr MeasureSpec kChecks[] = {
    {"square_success", translatable("measures", "Square attack, success"), "rate", Better::Lower},
    {"square_queries", translatable("measures", "Square attack, queries an image"), "queries"},
    {"labels_l2_median", translatable("measures", "Smallest change by answers alone, L2"), "pixel value",
     Better::Higher},
};

struct RobustnessSheet {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  static constexpr AlgorithmInfo info{"robustness-sheet", "Robustness sheet", Chapter::Evasion,
                                      "Carlini et al. 2019, arXiv:1902.06705",
                                      "Everything about one model on one page: accuracy against strength under "
                                      "AutoAttack, smallest changes, everyday "
                                      "corruptions, what an outsider pays, and warning flags."};
  struct Params {
    double most = 0;
    int strengths = 4;
    int steps = 100;
    int queries = 1000;
  };
  static constexpr std::tuple params{
      heroParam(&Params::most, "most", "Largest strength ε",
                "The largest change that is tried, in L∞ (0: twice what is usual for such pictures)",
                {0, 1, 0, 64.0 / 255, false, "pixel value"}),
      param(&Params::strengths, "strengths", "Strengths", "So many, evenly up to the largest", {1, 32, 2, 8}),
      param(&Params::steps, "steps", "Steps", "Gradient steps of each attack", {1, 10000, 10, 200, true})
          .as(Role::Steps),
      param(&Params::queries, "queries", "Query budget", "Queries an image that an outsider may ask",
            {1, 1e6, 100, 10000, true, "queries"})
          .as(Role::Queries),
  };
  static void carryOut(const Run& run, const Params& params);
};
const Registered<RobustnessSheet> kRobustnessSheetRegistered;

/// Runs other methods on the same images with the same seed, and gathers what they found.
class Sheet {
 public:
  Sheet(const Run& run, const RobustnessSheet::Params& params)
      : m_run(run), m_assignment(run.assignment), m_record(run.record), m_params(params) {}

  /// What fell at one strength falls at every larger one, so only what stands is tried again.
  void underAutoAttack(Progress& progress) {
    const DataInfo& data = m_assignment.data->info();
    const double most = m_params.most > 0
                            ? m_params.most
                            : 2 * strengthScale("linf", {data.channels, data.height, data.width}).usual;
    std::vector<std::int64_t> standing = samples();
    const auto all = std::int64_t(standing.size());
    Curve curve{translatable("records", "Strength ε"), translatable("records", "Robust accuracy"), {}, {}, {}, {}};
    for (int i = 1; i <= m_params.strengths; ++i) {
      PartProgress step(progress, double(i - 1) / m_params.strengths, double(i) / m_params.strengths);
      const double epsilon = most * i / m_params.strengths;
      const RoleValues given{
          {Role::Strength, epsilon}, {Role::Steps, m_params.steps}, {Role::Queries, m_params.queries}};
      std::shared_ptr<const Record> made;
      if (!standing.empty()) {
        made = part("autoattack", given, standing, step);
        if (!made) return;
        const auto& indices = made->get<Labels>("indices")->values;
        const auto& labels = made->get<Labels>("labels")->values;
        const auto& before = made->get<Labels>("clean_predicted")->values;
        const auto& answers = made->get<Labels>("predicted")->values;
        if (i == 1) {
          // Of pictures without labels it is not known; the curve then begins at the model's own answers.
          const auto known = made->measures.find(kCleanAccuracy);
          const bool labelled = known != made->measures.end();
          if (labelled) row(kCleanAccuracy, translatable("records", "Clean accuracy"), known->second, *made);
          addRate(curve, 0, labelled ? known->second : rateOf(all, all));
        }
        standing.clear();
        for (std::size_t s = 0; s < indices.size(); ++s) {
          if ((labels[s] < 0 ? before[s] : labels[s]) == answers[s]) standing.push_back(indices[s]);
        }
      }
      const Measure robust = rateOf(std::int64_t(standing.size()), all);
      addRate(curve, epsilon, robust);
      if (made) {
        row(filled(translatable("records", "AutoAttack, ε {}"), Number{epsilon, 4}), robust, *made);
      }
      m_record.measures.set(kRobustAt, std::to_string(i), i, robust);
    }
    m_record.found.push_back(
        {"robust_accuracy", translatable("records", "Accuracy under AutoAttack against strength"), curve});
  }

  void smallestChanges(Progress& progress) {
    const std::pair<const char*, const char*> norms[] = {
        {"linf", translatable("records", "Smallest change found, L∞")},
        {"l2", translatable("records", "Smallest change found, L2")}};
    for (std::size_t i = 0; i < std::size(norms); ++i) {
      PartProgress step(progress, double(i) / 2, double(i + 1) / 2);
      const std::string norm = norms[i].first;
      const auto made = part("fmn", {{Role::Norm, norm}, {Role::Steps, m_params.steps}}, samples(), step);
      if (!made) return;
      const std::string id = fmt::format("norm_{}_median", norm);
      if (const auto found = made->measures.find(id); found != made->measures.end()) {
        m_record.measures.put(id, found->second);
        row(norms[i].second, found->second, *made);
      }
    }
  }

  void corruptions(Progress& progress) {
    if (const auto made = part("corruptions", {}, samples(), progress)) {
      row(kCorruptionAccuracy, translatable("records", "Accuracy under everyday corruptions"),
          made->measures.at(kCorruptionAccuracy), *made);
    }
  }

  /// With scores, then with the answer alone.
  void fromOutside(Progress& progress) {
    PartProgress scores(progress, 0, 0.5), labels(progress, 0.5, 1);
    const RoleValues queries{{Role::Queries, m_params.queries}};
    if (const auto made = part("square", queries, samples(), scores)) {
      row(declared(kChecks, "square_success"),
          translatable("records", "Square attack at the usual strength, success"), made->measures.at(kSuccessRate),
          *made);
      if (const auto spent = made->measures.find(kQueriesMean); spent != made->measures.end())
        row(declared(kChecks, "square_queries"), translatable("records", "Square attack, queries an image"),
            spent->second, *made);
    }
    if (const auto made = part("hopskipjump", queries, samples(), labels)) {
      if (const auto found = made->measures.find("norm_l2_median"); found != made->measures.end())
        row(declared(kChecks, "labels_l2_median"),
            translatable("records", "Smallest change found by answers alone, L2"), found->second, *made);
    }
  }

  /// With the table in front, as far as it has come.
  void writeDown() {
    std::erase_if(m_record.found, [](const Artefact& artefact) { return artefact.id == "sheet"; });
    m_record.found.insert(m_record.found.begin(), {"sheet", translatable("records", "The sheet"), m_table});
    m_run.publish();
  }

 private:
  /// Another method on some of the samples; nothing where the model does not grant what it needs.
  std::shared_ptr<const Record> part(const char* id, const RoleValues& values,
                                     const std::vector<std::int64_t>& samples, Progress& progress) {
    const CatalogueEntry& entry = catalogueEntry(id);
    if (entry.access > m_assignment.model->info().access) {
      add({"not-granted", filled(translatable("records",
                                              "‘{}’ was left out: the model does not grant "
                                              "what it needs."),
                                 Name::ofMethod(entry.info.name))});
      return nullptr;
    }
    Assignment other = m_assignment;
    const DataInfo& data = m_assignment.data->info();
    other.request.algorithm = id;
    ParamMap given;
    for (const auto& [role, value] : values) entry.set(given, role, value);
    other.request.params = suggestedParams(entry, given, {data.channels, data.height, data.width});
    other.request.samples = {0, samples};
    other.request.sweep = 0;
    auto made = methodFor(id).run(other, progress, [](auto&&) {});
    for (const Caveat& caveat : made->caveats) {
      if (caveat.id != "small-sample") add(caveat);
    }
    return made;
  }

  void add(const Caveat& caveat) {
    auto& caveats = m_record.caveats;
    if (std::find(caveats.begin(), caveats.end(), caveat) == caveats.end()) caveats.push_back(caveat);
  }

  void row(const MeasureSpec& spec, const Words& check, const Measure& measure, const Record& made) {
    m_record.measures.set(spec, measure);
    row(check, measure, made);
  }
  void row(const Words& check, const Measure& measure, const Record& made) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    m_table.rows.push_back({check, measure.value, measure.low.value_or(none), measure.high.value_or(none),
                            double(measure.n), measure.unit, made.measures.at(kSeconds).value});
  }

  std::vector<std::int64_t> samples() const {
    return chosenSamples(m_assignment.request.samples, *m_assignment.data);
  }

  const Run& m_run;
  const Assignment& m_assignment;
  Record& m_record;
  const RobustnessSheet::Params& m_params;
  Table m_table{{translatable("headings", "check"), translatable("headings", "value"),
                 translatable("headings", "low"), translatable("headings", "high"), translatable("headings", "n"),
                 translatable("headings", "unit"), translatable("headings", "seconds")},
                {}};
};

void RobustnessSheet::carryOut(const Run& run, const Params& params) {
  Sheet sheet(run, params);
  PartProgress strong(run.progress, 0, 0.6), near(run.progress, 0.6, 0.75), everyday(run.progress, 0.75, 0.85),
      outside(run.progress, 0.85, 1);
  sheet.underAutoAttack(strong);
  sheet.writeDown();
  sheet.smallestChanges(near);
  sheet.writeDown();
  sheet.corruptions(everyday);
  sheet.writeDown();
  sheet.fromOutside(outside);
  sheet.writeDown();
}

}  // namespace
}  // namespace adversarium
