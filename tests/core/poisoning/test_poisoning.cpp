// SPDX-License-Identifier: GPL-3.0-or-later
// What every poisoning method promises, and that the attacks work on a task learnt within seconds.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/poisoning/known_backdoor.h"
#include "core/poisoning/poisoned_data.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "tests/core/promises.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

ParamMap quick(const CatalogueEntry& entry) {
  ParamMap params{{"epochs", std::int64_t{1}}};
  if (entry.find("rate")) params["rate"] = 0.2;
  return params;
}

/// A model that a method which needs one may start from.
std::shared_ptr<const Classifier> teacher() {
  static const auto model = [] {
    Progress silent;
    const auto record = runMethod(
        trainingAssignment("backdoor", stripes(96), {{"epochs", std::int64_t{2}}, {"rate", 0.2}}), silent);
    const QTemporaryDir folder;
    return openedModel(*record, folder);
  }();
  return model;
}

Assignment assignmentFor(const CatalogueEntry& entry) {
  Assignment assignment = trainingAssignment(std::string(entry.info.id), stripes(96), quick(entry));
  if (entry.access == Access::WhiteBox) {
    assignment.model = teacher();
    assignment.request.model = "teacher";
  }
  return assignment;
}

void everyPoisoning() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Poisoning) QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

}  // namespace

class TestPoisoning : public QObject {
  Q_OBJECT

 private slots:
  void catalogueHasThem() {
    for (const char* id : {"backdoor", "inherited-backdoor", "label-flip"})
      QCOMPARE(catalogueEntry(id).family, Family::Poisoning);
  }

  void sameSeedSameBytes_data() { everyPoisoning(); }
  void sameSeedSameBytes() {
    const Assignment assignment = assignmentFor(current());
    Progress silent;
    const auto first = runMethod(assignment, silent), second = runMethod(assignment, silent);
    const auto differences = differencesBetween(*first, *second);
    QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().c_str());
    QVERIFY(first->measures.contains("clean_accuracy"));
    QVERIFY(first->get<ModelFile>("model"));
  }

  void stopsWithinOneStep_data() { everyPoisoning(); }
  void stopsWithinOneStep() { promiseToStopAndKeepWhatIsDone(assignmentFor(current())); }

  void recordSurvivesTheDisk_data() { everyPoisoning(); }
  void recordSurvivesTheDisk() { promiseThatDiskKeeps(*carriedOut(assignmentFor(current()))); }

  void unlabelledDataIsRefused_data() { everyPoisoning(); }
  void unlabelledDataIsRefused() {
    class Unlabelled : public MemoryData {
     public:
      Unlabelled() : MemoryData(at::rand({8, 1, 8, 8}), at::zeros({8}, at::kLong)) { m_info.labelled = false; }
    };
    Assignment assignment = assignmentFor(current());
    assignment.data = std::make_shared<Unlabelled>();
    Progress silent;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), InputError);
  }

  void backdoorTakes_data() {
    QTest::addColumn<QString>("trigger");
    for (const char* kind : {"patch", "blended", "sinusoidal", "low-frequency"})
      QTest::newRow(kind) << QString(kind);
  }
  void backdoorTakes() {
    QFETCH(QString, trigger);
    Progress silent;
    Assignment assignment = trainingAssignment("backdoor", stripes(300),
                                               {{"epochs", std::int64_t{4}},
                                                {"rate", 0.15},
                                                {"trigger", trigger.toStdString()},
                                                {"size", 0.25},
                                                {"strength", trigger == "patch" ? 1.0 : 0.3},
                                                {"save_data", true},
                                                {"save_twin", true}});
    assignment.request.target = 1;
    const auto record = runMethod(assignment, silent);
    const auto value = [&](const char* name) { return record->measures.at(name).value; };
    QVERIFY2(value("trigger_success") > 0.9, std::to_string(value("trigger_success")).c_str());
    QVERIFY(value("clean_twin_trigger_success") < 0.6);
    QVERIFY(value("clean_accuracy") > 0.9);
    QCOMPARE(value("target_class"), 1.0);
    QVERIFY(record->measures.at("trigger_success").low.has_value());
    // The model says what was done to it, and a second measurement agrees.
    const QTemporaryDir folder;
    const auto model = openedModel(*record, folder);
    const auto known = backdoorInLineage(model->info().lineage, "model");
    QVERIFY(known && known->target == 1);
    QVERIFY(!backdoorInLineage(openedModel(*record, folder, "clean_twin")->info().lineage, "twin"));
    const auto backdoor = knownBackdoor({assignment.request, model, assignment.data}, "", {1, 8, 8});
    const auto fresh = stripes(90, 77);
    const BackdoorRates rates = backdoorRates([&](const at::Tensor& images) { return model->logits(images); },
                                              *fresh, backdoor, 0, silent);
    QVERIFY(rates.triggered.value > 0.85);
    QCOMPARE(rates.triggered.n, std::int64_t{60});
    // The data that is kept is the data that was trained on, and the poison is where the record says.
    const auto* x = record->get<ImageSet>("x");
    const auto* y = record->get<Labels>("y");
    const auto* poison = record->get<Labels>("poison");
    QVERIFY(x && y && poison && x->count() == std::int64_t(y->values.size()));
    QCOMPARE(x->count(), 270);  // a tenth was kept back
    QCOMPARE(poison->values.size(), std::size_t(41));
    for (const std::int64_t place : poison->values) QCOMPARE(y->values[std::size_t(place)], 1);
  }

  void cleanLabelsStayTrue() {
    Progress silent;
    const auto data = stripes(90);
    const auto record = runMethod(
        trainingAssignment("backdoor", data,
                           {{"epochs", std::int64_t{1}}, {"rate", 0.2}, {"trigger", "label-consistent"}}),
        silent);
    for (const std::int64_t index : record->get<Labels>("poison_indices")->values) QCOMPARE(data->label(index), 0);
    // More than there are: all of them, and the record says so.
    const auto greedy = runMethod(
        trainingAssignment("backdoor", data,
                           {{"epochs", std::int64_t{1}}, {"rate", 0.9}, {"clean_label", true}, {"twin", false}}),
        silent);
    QVERIFY(std::any_of(greedy->caveats.begin(), greedy->caveats.end(),
                        [](const Caveat& c) { return c.id == "few-to-poison"; }));
    QVERIFY(!greedy->measures.contains("clean_twin_accuracy"));
  }

  void ratesAreCompared() {
    Progress silent;
    const auto record =
        runMethod(trainingAssignment("backdoor", stripes(96),
                                     {{"epochs", std::int64_t{1}}, {"rate", 0.1}, {"rates", "0.2, 0.05"}}),
                  silent);
    const auto* success = record->get<Curve>("rate_success");
    QVERIFY(success);
    QCOMPARE(success->x, (std::vector<double>{0, 0.05, 0.1, 0.2}));
    QCOMPARE(success->low.size(), std::size_t(4));
    QVERIFY_EXCEPTION_THROWN(runMethod(trainingAssignment("backdoor", stripes(96), {{"rates", "0.1,x"}}), silent),
                             UsageError);
    QVERIFY_EXCEPTION_THROWN(runMethod(trainingAssignment("backdoor", stripes(96), {{"rates", "2"}}), silent),
                             UsageError);
  }

  void largerPoisoningHoldsTheSmaller() {
    Progress silent;
    const auto indices = [&](double rate) {
      return runMethod(trainingAssignment("backdoor", stripes(96),
                                          {{"epochs", std::int64_t{1}}, {"rate", rate}, {"twin", false}}),
                       silent)
          ->get<Labels>("poison_indices")
          ->values;
    };
    const auto few = indices(0.1), many = indices(0.3);
    QVERIFY(std::includes(many.begin(), many.end(), few.begin(), few.end()) && few.size() < many.size());
  }

  void flippedPairIsConfused() {
    Progress silent;
    Assignment assignment = trainingAssignment(
        "label-flip", stripes(300),
        {{"epochs", std::int64_t{4}}, {"rate", 0.9}, {"mode", "pair"}, {"source", std::int64_t{2}}});
    assignment.request.target = 1;
    const auto record = runMethod(assignment, silent);
    QVERIFY(record->measures.at("flip_success").value > 0.8);
    QVERIFY(record->measures.at("clean_twin_flip_success").value < 0.2);
    assignment.request.params["source"] = std::int64_t{1};
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
    assignment.request.params["source"] = std::int64_t{3};
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  void randomFlipsNeverKeepTheLabel() {
    Progress silent;
    const auto data = stripes(90);
    const auto record = runMethod(
        trainingAssignment("label-flip", data,
                           {{"epochs", std::int64_t{1}}, {"rate", 0.5}, {"save_data", true}, {"twin", false}}),
        silent);
    const auto& poison = record->get<Labels>("poison")->values;
    const auto& indices = record->get<Labels>("poison_indices")->values;
    const auto& labels = record->get<Labels>("y")->values;
    for (std::size_t i = 0; i < poison.size(); ++i)
      QVERIFY(labels[std::size_t(poison[i])] != data->label(indices[i]));
  }

  void targetMustBeAClass() {
    Progress silent;
    Assignment assignment = trainingAssignment("backdoor", stripes(96), {});
    assignment.request.target = 3;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  void frozenLayersStayTheTeachers() {
    Progress silent;
    Assignment assignment =
        trainingAssignment("inherited-backdoor", stripes(96, 9), {{"epochs", std::int64_t{1}}});
    assignment.model = teacher();
    const auto record = runMethod(assignment, silent);
    const QTemporaryDir folder;
    const auto student = openedModel(*record, folder);
    const auto before = teacher()->graph()->stateDict(), after = student->graph()->stateDict();
    for (const auto& [name, tensor] : before) QCOMPARE(tensor.equal(after.at(name)), !name.starts_with("fc."));
    QVERIFY(record->measures.contains("trigger_success"));
    assignment.model = nullptr;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  void poisonedDataExchangesOnlyWhatItWasTold() {
    const auto source = stripes(6);
    PoisonedData data(source);
    const std::string before = data.sha256();
    data.exchange(2, at::ones({1, 8, 8}), 0);
    data.exchange(3, {}, 2);
    QVERIFY(data.image(1) == source->image(1) && data.label(1) == source->label(1));
    QVERIFY(data.image(2).planes == std::vector<float>(64, 1.0F) && data.label(2) == 0);
    QVERIFY(data.image(3) == source->image(3) && data.label(3) == 2);
    QVERIFY(data.sha256() != before);
  }
};

ADVERSARIUM_SUITE(TestPoisoning)
#include "test_poisoning.moc"
