// SPDX-License-Identifier: GPL-3.0-or-later
// What every detector promises without its author having to write a test.
#include <ATen/ATen.h>

#include <QtTest>
#include <limits>

#include "core/data/npy.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/run/method.h"
#include "tests/core/poisoning/planted.h"
#include "tests/core/promises.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Eight pictures that somebody suspects, on the disk.
std::string suspiciousFolder() {
  static QTemporaryDir folder;
  at::Generator random = generatorFrom(8);
  const std::vector<float> values = floatsOf(at::rand({8, 3, 8, 8}, random, at::kFloat));
  writeNpy(folder.filePath("x.npy").toStdString(), {8, 3, 8, 8}, std::span<const float>(values));
  return folder.path().toStdString();
}

/// Defaults, but small: a contract is not a benchmark.
ParamMap quickParams(const CatalogueEntry& entry) {
  ParamMap params = completeParams(entry.params, {});
  const std::map<std::string, ParamValue> small{
      {"seeds", std::int64_t{2}},     {"epochs", std::int64_t{2}},        {"overlays", std::int64_t{4}},
      {"held_out", std::int64_t{10}}, {"region", std::string("1,1,3,3")}, {"suspicious", suspiciousFolder()}};
  for (const auto& [id, value] : small) {
    if (entry.find(id)) params[id] = value;
  }
  return params;
}

constexpr std::int64_t kSamples = 60;

Assignment assignmentFor(const CatalogueEntry& entry) {
  const auto model = smallNetwork();
  Request request;
  request.algorithm = std::string(entry.info.id);
  request.params = quickParams(entry);
  request.seed = 7;
  request.batch = 64;
  return {request, model, answeredSamples(*model, kSamples)};
}

void everyDetector() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Detection) QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

/// Not one word of a verdict although its numbers are not to be trusted.
bool blocked(const Record& record) {
  return record.verdict && record.verdict->blocked && record.verdict->flagged.empty() &&
         record.verdict->words.english().find(record.verdict->blocked->english()) != std::string::npos;
}

}  // namespace

class TestDetectionContract : public QObject {
  Q_OBJECT

 private slots:
  void catalogueIsFull() {
    for (const char* id : {"trigger-search", "transplant", "strip", "scale-up", "ibd-psc", "autoencoder",
                           "spectral", "activation-clusters", "label-audit"}) {
      QCOMPARE(catalogueEntry(id).family, Family::Detection);
    }
  }

  void saysMoreThanYesOrNo_data() { everyDetector(); }
  void saysMoreThanYesOrNo() {
    const auto record = carriedOut(assignmentFor(current()));
    QVERIFY(record->verdict);
    QVERIFY(!record->partial);
    QVERIFY(record->verdict->words.english().size() > 20 && record->verdict->words.english().ends_with('.'));
    for (const auto& [name, measure] : record->measures) {
      if (measure.unit != "rate" || measure.n == 0) continue;
      QVERIFY2(measure.low && measure.high, name.c_str());
      QVERIFY2(*measure.low <= measure.value && measure.value <= *measure.high, name.c_str());
    }
  }

  void sameSeedSameBytes_data() { everyDetector(); }
  void sameSeedSameBytes() { promiseSameSeedSameBytes(assignmentFor(current())); }

  void stopsWithinOneStepAndKeepsWhatIsDone_data() { everyDetector(); }
  void stopsWithinOneStepAndKeepsWhatIsDone() { promiseToStopAndKeepWhatIsDone(assignmentFor(current())); }

  void refusedWithoutItsAccess_data() { everyDetector(); }
  void refusedWithoutItsAccess() {
    const CatalogueEntry& entry = current();
    if (entry.access <= Access::Labels) QSKIP("nothing grants less than it needs");
    Assignment assignment = assignmentFor(entry);
    const auto poorer = withShortcut(0, static_cast<Access>(static_cast<int>(entry.access) - 1));
    assignment.model = poorer;
    assignment.data = darkCornerSamples(*poorer, kSamples);
    QVERIFY_EXCEPTION_THROWN(carriedOut(assignment), UsageError);
  }

  void recordSurvivesTheDisk_data() { everyDetector(); }
  void recordSurvivesTheDisk() { promiseThatDiskKeeps(*carriedOut(assignmentFor(current()))); }

  void numbersThatAreNoneBlockTheVerdict_data() { everyDetector(); }
  void numbersThatAreNoneBlockTheVerdict() {
    Assignment assignment = assignmentFor(current());
    at::Tensor images = at::rand({kSamples, 3, 8, 8});
    images[3][0][0][0] = std::numeric_limits<float>::quiet_NaN();
    assignment.data = std::make_shared<MemoryData>(images, at::zeros({kSamples}, at::kLong));
    QVERIFY(blocked(*carriedOut(assignment)));
    // Pixel values from 0 to 255, as a file that was scaled wrongly gives them.
    assignment.data =
        std::make_shared<MemoryData>(at::rand({kSamples, 3, 8, 8}) * 255, at::zeros({kSamples}, at::kLong));
    QVERIFY(blocked(*carriedOut(assignment)));
  }

  void tooFewImagesBlockTheVerdict_data() { everyDetector(); }
  void tooFewImagesBlockTheVerdict() {
    Assignment assignment = assignmentFor(current());
    assignment.data = answeredSamples(*assignment.model, 5);
    const auto record = carriedOut(assignment);
    QVERIFY(blocked(*record));
    QVERIFY(record->verdict->blocked->english().find('5') != std::string::npos);
  }

  void wrongPreprocessingBlocksTheVerdict_data() { everyDetector(); }
  void wrongPreprocessingBlocksTheVerdict() {
    const CatalogueEntry& entry = current();
    Assignment assignment = assignmentFor(entry);
    // Inverted pictures: the model answers something else than the labels say.
    const auto right = answeredSamples(*assignment.model, kSamples);
    const Batch batch = readBatch(*right, integersOf(at::arange(kSamples)));
    assignment.data = std::make_shared<MemoryData>(batch.images, (batch.labels + 1).remainder(kPlantedClasses));
    const auto record = carriedOut(assignment);
    // Training samples may well be mislabelled: there it is what is looked for.
    QCOMPARE(blocked(*record), entry.scope != Scope::WholeData);
  }

  void inputsWithoutLabelsAreAccepted() {
    Assignment assignment = assignmentFor(catalogueEntry("trigger-search"));
    class Unlabelled : public MemoryData {
     public:
      explicit Unlabelled(at::Tensor images) : MemoryData(images, at::full({images.size(0)}, -1, at::kLong)) {
        m_info.labelled = false;
      }
    };
    at::Generator random = generatorFrom(4);
    assignment.data = std::make_shared<Unlabelled>(at::rand({kSamples, 3, 8, 8}, random, at::kFloat));
    for (const char* kind : {"masks", "features", "neurons"}) {
      assignment.request.params["kind"] = std::string(kind);
      const auto record = carriedOut(assignment);
      QVERIFY(!record->verdict->blocked);
      QVERIFY(std::any_of(record->caveats.begin(), record->caveats.end(),
                          [](const Caveat& c) { return c.id == "unlabelled"; }));
    }
  }
};

ADVERSARIUM_SUITE(TestDetectionContract)
#include "test_detection_contract.moc"
