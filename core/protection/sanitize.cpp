// SPDX-License-Identifier: GPL-3.0-or-later
// Training data with less in it: what nobody should learn is taken out, what is there twice is found, and the
// attack that this should stop is measured before and after.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/data/picture_metadata.h"
#include "core/membership/attribute_attack.h"
#include "core/poisoning/detection.h"
#include "core/protection/column_treatment.h"
#include "core/protection/near_duplicates.h"
#include "core/protection/region_treatment.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/tensor/tensor_data.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

/// After the treatment and before.
constexpr MeasureSpec kAttributeMeasures[] = {
    kAttributeAccuracy,
    kAttributeGain,
    kLikelihoodGain,
    {"attribute_accuracy_before", translatable("measures", "Hidden values guessed with the model before"), "rate"},
    {"attribute_gain_before", translatable("measures", "What the model added to the guess before"), "share"},
    {"likelihood_gain_before", translatable("measures", "What the likelihood added to the guess before"), "share"},
};

constexpr MeasureSpec kAccuracyGain{
    "accuracy_gain", translatable("measures", "What the treatment adds to the accuracy"), "share", Better::Higher};
constexpr MeasureSpec kDuplicatesRelabelled{
    "duplicates_relabelled", translatable("measures", "Those of them under another class"), "samples"};
constexpr MeasureSpec kFilesWithMetadata{
    "files_with_metadata", translatable("measures", "Picture files with metadata"), "files", Better::Lower};
constexpr MeasureSpec kSamplesKept{"kept", translatable("measures", "Samples kept"), "samples"};
constexpr MeasureSpec kLeaks{"leaks", translatable("measures", "Samples that are also held out"), "samples",
                             Better::Lower};
constexpr MeasureSpec kNearDuplicates{"near_duplicates",
                                      translatable("measures", "Samples that repeat an earlier one"), "samples"};

/// A model behind the same treatment as its training data: what was taken out doesn't reach it later either.
class BehindTreatment final : public Classifier {
 public:
  BehindTreatment(std::shared_ptr<const Classifier> model, Treat treat)
      : Classifier(model->info()), m_model(std::move(model)), m_treat(std::move(treat)) {}
  at::Tensor logits(const at::Tensor& images) const override { return m_model->logits(m_treat(images)); }

 private:
  std::shared_ptr<const Classifier> m_model;
  Treat m_treat;
};

/// Guideline 4.5, "sanitise the training data". That a dropped column may still be told from its neighbours:
/// Jayaraman and Evans 2022. Copies across a split: Barz and Denzler, "Do we train on test data?", 2020.
struct Sanitize {
  static constexpr Family kFamily = Family::Protection;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "sanitize", "Sanitised data", Chapter::Extraction, "Barz, Denzler 2020, arXiv:1902.00423",
      "Takes sensitive columns, image regions and the files' metadata out of training data, finds samples that "
      "are there twice or also among the held-out ones, and measures what attribute inference still gets."};
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    double near = 0.25;
    bool remove = false;
    std::string against;
    std::string columns;
    Treatment treatment = Treatment::Drop;
    int groups = 2;
    std::string regions;
    RegionTreatment regionBy = RegionTreatment::Blur;
    int grain = 8;
    bool measure = true;
    double keep = 0.5;
    int known = 500;
    int targets = 2000;
    int attackEpochs = 100;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            heroParam(
                &Params::near, "near", "Near-duplicate",
                "Largest distance √(2 − 2r) of pictures that count as the same, r their correlation; rows of a "
                "table have to be equal",
                {0, 1.4, 0, 0.6}),
            param(&Params::columns, "columns", "Columns",
                  "Names of sensitive columns, separated by commas; empty: the one that the data calls sensitive"),
            param(&Params::treatment, "treatment", "Columns are",
                  "drop: taken out; coarsen: seldom words become one, numbers become the means of bands"),
            param(&Params::regions, "regions", "Image regions",
                  "Left, top, width and height in pixels, several separated by semicolons: 12,8,24,10; 0,40,48,8"),
            param(&Params::regionBy, "region_by", "Regions are",
                  "blur: averages are left of them; fill: the picture's mean colour is"),
            param(&Params::groups, "groups", "Groups left", "Of a column that is made coarser", {1, 1000, 1, 20}),
            param(&Params::grain, "grain", "Grain", "Side of the squares whose averages a blurred region keeps",
                  {2, 1000, 2, 32, false, "pixels"}),
            param(&Params::remove, "remove", "Remove copies",
                  "Leaves out what is there twice and what is also among the held-out samples"),
            param(&Params::against, "against", "Held-out data",
                  "Data that no training sample may be in; empty: what belongs to the data")
                .as(Place::Data),
            param(&Params::measure, "measure", "Measure",
                  "Trains a model before and after, and has attribute inference attack both"),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that those models are trained on; the rest are the others",
                  {0.05, 0.95, 0.1, 0.9}),
            param(&Params::known, "known", "Rows the attacker has",
                  "Complete rows of other people, from which the guessing is learnt", {10, 1e6, 50, 5000, true}),
            param(&Params::targets, "targets", "People asked about", "At most so many, and as many outsiders",
                  {10, 1e6, 100, 5000, true})
                .as(Role::Targets),
            param(&Params::attackEpochs, "attack_epochs", "Epochs of the attack",
                  "Passes over the attacker's rows, for the guess with the model and for the one without",
                  {1, 10000, 10, 300, true}),
        },
        training);
  }();

  static void carryOut(const Run& run, const Params& params);
};
const Registered<Sanitize> kSanitizeRegistered;
const UsualFiles kSanitizeFiles(Sanitize::info.id, {"x.npy", "x.png", "y.npy", "data.csv", "kept.npy"});

class Cleaning {
 public:
  Cleaning(const Run& run, const Sanitize::Params& params, Record& record)
      : m_run(run), m_params(params), m_record(record) {}

  void run(Progress& progress, const Publish& publish) {
    PartProgress reading(progress, 0, 0.1), searching(progress, 0.1, 0.3), measuring(progress, 0.3, 1);
    progress.step(0, 1);
    const Batch samples = readSamples(m_run.data(), m_run.indices, reading);
    decide(samples.images);
    countMetadata(reading);
    search(samples, searching);
    writeData(samples);
    publish();
    if (m_params.measure && m_treated) measure(measuring);
  }

 private:
  /// What will be done to columns or regions. `images` are all samples.
  void decide(const at::Tensor& images) {
    const DataInfo& info = m_run.data().info();
    const auto* table = dynamic_cast<const TableData*>(&m_run.data());
    std::vector<std::string> names = partsOf(m_params.columns, ',');
    if (!names.empty()) table = &requireTable(m_run, "treat");
    if (table) {
      if (!m_params.regions.empty()) throw UsageError("regions", "are of pictures, but the data is a table");
      if (names.empty() && !table->sensitive().empty()) names.push_back(table->sensitive());
      m_columns.emplace(*table, names, m_params.treatment, m_params.groups, images);
      m_treated = !names.empty();
      Table done{{translatable("headings", "column"), translatable("headings", "values"),
                  translatable("headings", "remains")},
                 {}};
      for (std::size_t c = 0; c < m_columns->columns().size(); ++c) {
        const TableColumn& column = m_columns->columns()[c];
        done.rows.push_back(
            {column.name, column.words() ? double(column.width()) : std::nan(""), m_columns->left()[c]});
      }
      m_record.found.push_back({"columns", translatable("records", "What is left of the columns"), done});
      m_treat = [this](const at::Tensor& rows) { return m_columns->apply(rows); };
      return;
    }
    m_treated = !partsOf(m_params.regions, ';').empty();
    m_treat = regionTreatment(m_params.regions, m_params.regionBy, m_params.grain, info);
  }

  void countMetadata(Progress& progress) {
    const auto files = pictureFiles(m_run.data().info().where);
    if (files.empty()) return;
    std::map<std::string, double> byKind;
    std::int64_t tell = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (i % 100 == 0) progress.step(1, 1);
      const std::set<std::string> kinds = metadataIn(files[i]);
      tell += kinds.empty() ? 0 : 1;
      for (const std::string& kind : kinds) byKind[kind] += 1;
    }
    m_record.measures.set(kFilesWithMetadata, double(tell), std::ssize(files));
    if (byKind.empty()) return;
    Table table{{translatable("headings", "metadata"), translatable("headings", "files")}, {}};
    for (const auto& [kind, count] : byKind) table.rows.push_back({kind, count});
    m_record.found.push_back(
        {"metadata", translatable("records", "What the picture files said beside their pixels"), table});
  }

  std::shared_ptr<const DataSet> heldOut() const {
    const DataInfo& info = m_run.data().info();
    const ImageShape shape{info.channels, info.height, info.width};
    if (m_params.against.empty()) return heldOutPart(m_run.data());
    auto data = openDataSet(m_params.against, shape);
    if (dynamic_cast<const TableData*>(&m_run.data()))
      throw UsageError("against", "cannot be compared: two tables need not have the same columns");
    addDataCaveats(m_record, *data);
    return data;
  }

  void search(const Batch& samples, Progress& progress) {
    PartProgress inside(progress, 0, 0.5), across(progress, 0.5, 1);
    const std::int64_t count = samples.images.size(0);
    const at::Tensor rows = comparable(samples.images, m_run.data());
    constexpr double kEqual = 1e-3;
    const double limit = m_columns ? kEqual : m_params.near;
    const Twins repeated = twinsAmong(rows, limit, inside);
    Twins leaked{at::full({count}, -1, at::kLong), at::zeros({count})};
    Batch others{samples.images.slice(0, 0, 0), samples.labels.slice(0, 0, 0)};
    if (const auto held = heldOut()) {
      others = readSamples(*held, chosenSamples({}, *held), across);
      leaked = twinsIn(rows, comparable(others.images, m_run.data()), limit, across);
      m_record.measures.set(kLeaks, double(leaked.twin.ge(0).sum().item<std::int64_t>()), count);
    } else {
      m_record.caveats.push_back(
          {"no-held-out", translatable("records",
                                       "No held-out data belongs to this data: it was not searched for samples "
                                       "that stand on both sides.")});
    }
    const at::Tensor twice = repeated.twin.ge(0);
    if (m_columns && twice.logical_or(leaked.twin.ge(0)).any().item<bool>()) {
      m_record.caveats.push_back(
          {"coincidence", translatable("records",
                                       "Rows of a table can be equal without being the same person's, the more "
                                       "often the fewer columns there are.")});
    }
    m_record.measures.set(kNearDuplicates, double(twice.sum().item<std::int64_t>()), count);
    const at::Tensor other = samples.labels.index_select(0, repeated.twin.clamp_min(0));
    m_record.measures.set(kDuplicatesRelabelled,
                          double(twice.logical_and(other.ne(samples.labels)).sum().item<std::int64_t>()), count);
    m_kept = m_params.remove ? repeated.twin.lt(0).logical_and(leaked.twin.lt(0)) : at::ones({count}, at::kBool);
    if (!m_kept.any().item<bool>())
      throw UsageError("near", "is so large that every sample is a copy of another one");
    m_record.measures.set(kSamplesKept, double(m_kept.sum().item<std::int64_t>()), count);
    report(samples, repeated, samples, "duplicates", translatable("records", "Samples that are there twice"),
           translatable("records", "What they repeat"));
    report(samples, leaked, others, "leaks",
           translatable("records", "Samples that are also among the held-out ones"),
           translatable("records", "Their held-out copies"));
  }

  /// Pairs, the nearest first, as a table and, for pictures, to look at.
  void report(const Batch& samples, const Twins& twins, const Batch& others, const std::string& id,
              const std::string& title, const std::string& otherTitle) {
    constexpr std::int64_t kListed = 1000, kShown = 32;
    const at::Tensor found = twins.twin.ge(0).nonzero().squeeze(1);
    if (found.numel() == 0) return;
    const at::Tensor order =
        found.index_select(0, twins.distance.index_select(0, found).argsort()).slice(0, 0, kListed);
    const bool own = id == "duplicates";
    Table table{{translatable("headings", "index"),
                 own ? translatable("headings", "copy of") : translatable("headings", "held out index"),
                 translatable("headings", "distance"), translatable("headings", "class"),
                 translatable("headings", "class of the other")},
                {}};
    for (const std::int64_t row : integersOf(order)) {
      const std::int64_t twin = twins.twin[row].item<std::int64_t>();
      table.rows.push_back({double(m_run.indices[static_cast<std::size_t>(row)]),
                            double(own ? m_run.indices[static_cast<std::size_t>(twin)] : twin),
                            twins.distance[row].item<double>(),
                            m_run.nameOf(samples.labels[row].item<std::int64_t>()),
                            m_run.nameOf(others.labels[twin].item<std::int64_t>())});
    }
    m_record.found.push_back({id, title, table});
    if (m_columns) return;
    const at::Tensor shown = order.slice(0, 0, kShown);
    std::vector<Words> captions;
    for (std::int64_t i = 0; i < shown.numel(); ++i)
      captions.emplace_back(filled("{}", Number{std::get<double>(table.rows[static_cast<std::size_t>(i)][2]), 4}));
    m_record.found.push_back({id + "_seen", title, imageSetOf(samples.images.index_select(0, shown), captions)});
    m_record.found.push_back(
        {id + "_of", otherTitle, imageSetOf(others.images.index_select(0, twins.twin.index_select(0, shown)))});
  }

  /// What `--data` reads again: data.csv for a table, x.npy and y.npy for pictures.
  void writeData(const Batch& samples) {
    const at::Tensor rows = m_kept.nonzero().squeeze(1);
    constexpr double kMostBytes = 4e9;
    if (4.0 * double(rows.numel()) * double(samples.images[0].numel()) > kMostBytes)
      throw UsageError("first", "the sanitised data is too large to keep; take fewer samples");
    const Batch kept{m_treat(samples.images.index_select(0, rows)), samples.labels.index_select(0, rows)};
    Labels indices;
    for (const std::int64_t row : integersOf(rows))
      indices.values.push_back(m_run.indices[static_cast<std::size_t>(row)]);
    m_record.found.push_back({"kept", translatable("records", "Indices of the samples that were kept"), indices});
    if (m_columns) {
      m_record.found.push_back({"data", translatable("records", "Sanitised data"), m_columns->cells(kept)});
      return;
    }
    m_record.found.push_back({"x", translatable("records", "Sanitised data"), imageSetOf(kept.images)});
    if (m_run.data().info().labelled)
      m_record.found.push_back(
          {"y", translatable("records", "Classes of the sanitised data"), Labels{integersOf(kept.labels)}});
  }

  struct Trained {
    std::shared_ptr<const Classifier> model;
    at::Tensor right;  ///< bool: about those it was not trained on
  };
  Trained trainedOn(const MembershipPool& pool, const std::vector<std::int64_t>& rows, const Graph& start,
                    const ModelInfo& info, const Treat& treat, Progress& progress) const {
    TrainPlan plan = trainPlanFor(m_run.request(), m_params);
    plan.checkpoint.clear();
    Graph graph = start.clone();
    const TensorData data(treat(pool.samples.images), pool.samples.labels);
    (void)train(graph, data, rows, plan, plainLoss, progress);
    Trained trained{std::make_shared<BehindTreatment>(makeGraphClassifier(std::move(graph), info), treat), {}};
    const at::Tensor others = pool.member.logical_not().nonzero().squeeze(1);
    Progress silent;
    trained.right = answersOf(*trained.model, pool.samples.images.index_select(0, others), silent)
                        .eq(pool.samples.labels.index_select(0, others));
    return trained;
  }

  void measure(Progress& progress) {
    const MembershipPool pool = chosenPool(m_run, m_params.keep, m_record, progress);
    at::Generator random = m_run.random(2);
    ModelInfo info;
    Graph start = startingGraph(m_run.assignment, info, random);
    if (!m_run.fresh()) start = freshLike(start, random);  // what it learnt before would be in it still
    const std::vector<std::int64_t> all = pool.rows(true);
    std::vector<std::int64_t> clean;
    const at::Tensor members = pool.member.logical_and(m_kept);
    clean = integersOf(members.nonzero().squeeze(1));
    if (clean.empty()) throw UsageError("near", "leaves nobody to train on");

    PartProgress first(progress, 0, 0.25), firstAttack(progress, 0.25, 0.5), second(progress, 0.5, 0.75),
        secondAttack(progress, 0.75, 1);
    const auto asItIs = [](const at::Tensor& images) { return images; };
    const Trained before = trainedOn(pool, all, start, info, asItIs, first);
    m_record.measures.set(kCleanAccuracyBefore, rateOfTrue(before.right));
    attack(pool, before, "_before", firstAttack);
    const Trained after = trainedOn(pool, clean, start, info, m_treat, second);
    m_record.measures.set(kCleanAccuracy, rateOfTrue(after.right));
    m_record.measures.set(kAccuracyGain, pairedGain(after.right, before.right));
    attack(pool, after, "", secondAttack);
  }

  void attack(const MembershipPool& pool, const Trained& trained, const std::string& suffix, Progress& progress) {
    if (!m_columns) return;
    const TableColumn* words = nullptr;
    for (const TableColumn& column : m_columns->columns()) {
      if (column.words() && !words) words = &column;
    }
    if (!words) {
      if (suffix.empty())
        m_record.caveats.push_back(
            {"not-attacked",
             translatable("records",
                          "Attribute inference guesses words: columns of numbers were treated, but "
                          "not attacked.")});
      return;
    }
    ScoreAccess access = m_run.victim<ScoreAccess>(trained.model);
    const AttributeOutcome outcome = attackAttribute(
        m_run, pool, {*words, m_params.known, m_params.targets, m_params.attackEpochs}, access, progress);
    const AttributeGuesses& members = outcome.members;
    m_record.measures.set(declared(kAttributeMeasures, "attribute_accuracy" + suffix),
                          rateOfTrue(members.withModel));
    m_record.measures.set(declared(kAttributeMeasures, "attribute_gain" + suffix),
                          pairedGain(members.withModel, members.without));
    m_record.measures.set(declared(kAttributeMeasures, "likelihood_gain" + suffix),
                          pairedGain(members.likelihood, members.without));
    const Measure imputed = rateOfTrue(members.without);
    m_record.measures.set(kImputationAccuracy, imputed);
    for (const bool insiders : {true, false})
      addRow(insiders ? outcome.members : outcome.outsiders, insiders, suffix);
    std::erase_if(m_record.found, [](const Artefact& artefact) { return artefact.id == "attribute"; });
    m_record.found.push_back(
        {"attribute", translatable("records", "Attribute inference before and after"), m_attribute});
    if (!suffix.empty()) return;
    const auto most = std::get<0>(at::bincount(members.truth, {}, words->width()).max(0)).item<std::int64_t>();
    const Measure majority = rateOf(most, members.truth.numel());
    m_record.measures.set(kMajorityShare, majority);
    if (*imputed.low > *majority.high) {
      m_record.caveats.push_back(
          {"proxies", filled(translatable("records",
                                          "‘{}’ can still be guessed from the other columns, without any model: "
                                          "right in {} % of cases, the most frequent value in {} %."),
                             words->name, Number{100 * imputed.value, 1}, Number{100 * majority.value, 1})});
    }
  }

  void addRow(const AttributeGuesses& guesses, bool insiders, const std::string& suffix) {
    if (guesses.truth.numel() == 0) return;
    const Measure gain = pairedGain(guesses.withModel, guesses.without);
    m_attribute.rows.push_back(
        {suffix.empty() ? translatable("cells", "sanitised") : translatable("cells", "as it was"),
         insiders ? translatable("cells", "trained on") : translatable("cells", "outsiders"),
         double(guesses.truth.numel()), rateOfTrue(guesses.withModel).value, rateOfTrue(guesses.likelihood).value,
         rateOfTrue(guesses.without).value, gain.value, *gain.low, *gain.high});
  }

  const Run& m_run;
  const Sanitize::Params& m_params;
  Record& m_record;
  std::optional<ColumnTreatment> m_columns;
  Treat m_treat;
  bool m_treated = false;
  at::Tensor m_kept;  // bool, one a sample
  Table m_attribute{
      {translatable("headings", "data"), translatable("headings", "group"), translatable("headings", "people"),
       translatable("headings", "with the model"), translatable("headings", "by likelihood"),
       translatable("headings", "without it"), translatable("headings", "gain"), translatable("headings", "low"),
       translatable("headings", "high")},
      {}};
};

void Sanitize::carryOut(const Run& run, const Params& params) {
  Cleaning(run, params, run.record).run(run.progress, run.publish);
}

}  // namespace
}  // namespace adversarium
