// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/data/table_data.h"
#include "core/membership/attribute_attack.h"
#include "core/membership/face_attribute.h"
#include "core/record/measure.h"

namespace adversarium {
namespace {

/// Of the people that were trained on, and of outsiders.
constexpr MeasureSpec kGroupMeasures[] = {
    kAttributeAccuracy,
    kImputationAccuracy,
    kAttributeGain,
    {"likelihood_accuracy", translatable("measures", "Hidden values guessed by the model's likelihood"), "rate"},
    kLikelihoodGain,
    {"outsiders_attribute_accuracy", translatable("measures", "With the model, about outsiders"), "rate",
     Better::Lower},
    {"outsiders_imputation_accuracy", translatable("measures", "Without the model, about outsiders"), "rate"},
    {"outsiders_attribute_gain", translatable("measures", "What the model adds, about outsiders"), "share",
     Better::Lower},
    {"outsiders_likelihood_accuracy", translatable("measures", "By the model's likelihood, about outsiders"),
     "rate"},
    {"outsiders_likelihood_gain", translatable("measures", "What the likelihood adds, about outsiders"), "share",
     Better::Lower},
};

struct Attribute {
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "attribute", "Attribute inference", Chapter::Extraction, "Jayaraman, Evans 2022, arXiv:2209.01292",
      "Guesses a hidden column of a person's row, or an attribute of a face, from the "
      "model's answers; what a guess without the model gets right, too, is taken "
      "off."};
  using Rights = ScoreAccess;
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    std::string attribute;
    int known = 500;
    int targets = 2000;
    int attackEpochs = 100;
    double keep = 0.5;
    std::string members;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            heroParam(&Params::known, "known", "Rows the attacker has",
                      "Complete rows of other people, from which the guessing is learnt",
                      {10, 1e6, 50, 5000, true}),
            param(
                &Params::attribute, "attribute", "Hidden attribute",
                "Name of a column in words; empty: the one that the data calls sensitive. Of pictures: glasses or "
                "beard for built-in faces, else the numbers of the classes that have it, separated by commas"),
            param(&Params::targets, "targets", "People asked about", "At most so many, and as many outsiders",
                  {10, 1e6, 100, 5000, true})
                .as(Role::Targets),
            param(&Params::attackEpochs, "attack_epochs", "Epochs of the attack",
                  "Passes over the attacker's rows, for the guess with the model and for the one without",
                  {1, 10000, 10, 300, true}),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that an untrained model is trained on first; the rest are the others",
                  {0.05, 0.95, 0.1, 0.9}),
            param(&Params::members, "members", "Known members",
                  "File of the indices that the model was trained on (.npy); empty: members.npy beside the model, "
                  "else the data's training part")
                .as(Place::Indices),
        },
        training);
  }();

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    if (!dynamic_cast<const TableData*>(&run.data()) && !params.attribute.empty()) {
      attackFaces(run, {params.attribute, params.known, params.targets, params.attackEpochs}, record, progress);
      return;
    }
    const TableData& table = requireTable(run, "hide");
    const TableColumn column =
        columnOfWords(table, params.attribute.empty() ? table.sensitive() : params.attribute, "attribute");
    PartProgress before(progress, 0, 0.5), asking(progress, 0.5, 1);
    const MembershipPool pool = membershipPool(run, params.members, params.keep, record, before);
    const Victim victim = victimFor(run, pool, params, record, before);
    ScoreAccess access = run.victim<ScoreAccess>(victim.model);
    const AttributeOutcome outcome =
        attackAttribute(run, pool, {column, params.known, params.targets, params.attackEpochs}, access, asking);

    Table guesses{
        {translatable("headings", "group"), translatable("headings", "people"),
         translatable("headings", "with the model"), translatable("headings", "without it"),
         translatable("headings", "gain"), translatable("headings", "low"), translatable("headings", "high")},
        {}};
    addGroup(guesses, record, "", translatable("cells", "trained on"), column, outcome.members);
    addGroup(guesses, record, "outsiders_", translatable("cells", "outsiders"), column, outcome.outsiders);
    const at::Tensor& values = outcome.members.truth;
    const auto most = std::get<0>(at::bincount(values, {}, column.width()).max(0)).item<std::int64_t>();
    record.measures.set(kMajorityShare, rateOf(most, values.numel()));
    record.found.push_back(
        {"attribute", translatable("records", "Guesses right with and without the model"), guesses});
  }

 private:
  static void addGroup(Table& table, Record& record, const std::string& prefix, const Words& group,
                       const TableColumn& column, const AttributeGuesses& guesses) {
    const auto& [answer, right, likely, baseline] = guesses;
    if (answer.numel() == 0) return;
    record.measures.set(declared(kGroupMeasures, prefix + "attribute_accuracy"), rateOfTrue(right));
    record.measures.set(declared(kGroupMeasures, prefix + "imputation_accuracy"), rateOfTrue(baseline));
    record.measures.set(declared(kGroupMeasures, prefix + "attribute_gain"), pairedGain(right, baseline));
    record.measures.set(declared(kGroupMeasures, prefix + "likelihood_accuracy"), rateOfTrue(likely));
    record.measures.set(declared(kGroupMeasures, prefix + "likelihood_gain"), pairedGain(likely, baseline));
    addRow(table, group, right, baseline);
    for (std::int64_t v = 0; v < column.width(); ++v) {
      const at::Tensor ofValue = answer.eq(v);
      if (!ofValue.any().item<bool>()) continue;
      addRow(table, filled("{}, {}", group, Words(column.values[static_cast<std::size_t>(v)])),
             right.masked_select(ofValue), baseline.masked_select(ofValue));
    }
  }

  static void addRow(Table& table, const Words& group, const at::Tensor& right, const at::Tensor& baseline) {
    const Measure gain = pairedGain(right, baseline);
    table.rows.push_back({group, double(right.numel()), rateOfTrue(right).value, rateOfTrue(baseline).value,
                          gain.value, *gain.low, *gain.high});
  }
};
const Registered<Attribute> kAttributeRegistered;

}  // namespace
}  // namespace adversarium
