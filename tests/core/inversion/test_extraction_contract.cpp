// SPDX-License-Identifier: GPL-3.0-or-later
// What every attack on what a model knows, and every defence against one, promises without its author having to
// write a test.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/data/table_data.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "tests/core/blobs.h"
#include "tests/core/promises.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr std::int64_t kSamples = 64;

/// Half of the samples, on the disk.
std::string membersFile() {
  static QTemporaryDir folder;
  const std::string file = folder.filePath("members.npy").toStdString();
  std::vector<std::int64_t> members;
  for (std::int64_t i = 0; i < kSamples; i += 2) members.push_back(i);
  writeNpy(file, {std::ssize(members)}, std::span<const std::int64_t>(members));
  return file;
}

/// Defaults, but small: a contract is not a benchmark. Noise that is secret by default has to come from the seed
/// where a run is promised to be repeatable.
ParamMap quickParams(const CatalogueEntry& entry) {
  ParamMap params = completeParams(entry.params, {});
  const std::map<std::string, ParamValue> small{
      {"epochs", std::int64_t{2}},          {"shadows", std::int64_t{2}},    {"members", membersFile()},
      {"steps", std::int64_t{4}},           {"budget", std::int64_t{40}},    {"canaries", std::int64_t{10}},
      {"iterations", std::int64_t{2}},      {"queries", std::int64_t{20}},   {"asked", std::int64_t{8}},
      {"attack_epochs", std::int64_t{2}},   {"known", std::int64_t{10}},     {"architecture", std::string("mlp")},
      {"transfer_images", std::int64_t{4}}, {"copies", std::int64_t{1}},     {"gan_steps", std::int64_t{2}},
      {"gan_batch", std::int64_t{4}},       {"around", std::int64_t{4}},     {"drawn", std::int64_t{8}},
      {"restarts", std::int64_t{2}},        {"few_epochs", std::int64_t{2}}, {"per_class", std::int64_t{2}},
      {"noise_from", std::string("seed")}};
  for (const auto& [id, value] : small) {
    if (entry.find(id)) params[id] = checkedParam(*entry.find(id), value);
  }
  return params;
}

/// Sixty-four invented people, for what wants a table.
std::shared_ptr<const DataSet> people() {
  TableCells rows;
  for (int i = 0; i < kSamples; ++i) {
    const bool ill = i % 3 == 0, rich = (i / 2 + (ill ? 0 : 1)) % 2 == 0;
    rows.push_back({std::to_string(20 + i), ill ? "ill" : "well", rich ? "high" : "low"});
  }
  TableSchema schema = schemaOf({"age", "health", "income"}, rows, "people");
  return std::make_shared<TableData>("people", schema.columns, schema.classes, rows, std::string(64, '0'),
                                     "health");
}

/// The same with a batch norm that remembers something in front.
std::shared_ptr<const Classifier> behindNorm(const Classifier& network) {
  Graph norm;
  norm.nodes = {{"norm",
                 "batch_norm",
                 {-1},
                 {},
                 {{"weight", at::ones({1})},
                  {"bias", at::zeros({1})},
                  {"running_mean", at::full({1}, 0.5F)},
                  {"running_var", at::full({1}, 0.1F)}}}};
  return makeGraphClassifier(chained(norm, *network.graph()), network.info());
}

Assignment assignmentFor(const CatalogueEntry& entry) {
  Request request;
  request.algorithm = std::string(entry.info.id);
  request.params = quickParams(entry);
  request.seed = 7;
  request.batch = 16;
  const auto data = entry.find("attribute") || entry.find("columns") ? people() : blobs(kSamples, 0.2);
  const DataInfo& info = data->info();
  const auto network = blobNetwork(3, {info.channels, info.height, info.width});
  return {request, entry.find("r_feature") ? behindNorm(*network) : network, data};
}

void everyMethod() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Extraction || entry.family == Family::Protection)
      QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

}  // namespace

class TestExtractionContract : public QObject {
  Q_OBJECT

 private slots:
  void catalogueIsFull() {
    for (const char* id : {"attribute", "deep-inversion", "invert-gan", "invert-gradient", "membership",
                           "membership-labels", "steal"})
      QCOMPARE(catalogueEntry(id).family, Family::Extraction);
    for (const char* id : {"condense", "dp-sgd", "privacy-audit", "regularize", "sanitize"})
      QCOMPARE(catalogueEntry(id).family, Family::Protection);
  }

  void everyRateHasItsInterval_data() { everyMethod(); }
  void everyRateHasItsInterval() {
    const auto record = carriedOut(assignmentFor(current()));
    QVERIFY(!record->partial);
    QVERIFY(record->measures.size() > 1);
    for (const auto& [name, measure] : record->measures) {
      if ((measure.unit != "rate" && measure.unit != "area") || measure.n == 0) continue;
      QVERIFY2(measure.low && measure.high, name.c_str());
      QVERIFY2(*measure.low <= measure.value && measure.value <= *measure.high, name.c_str());
    }
    if (current().access != Access::None) QVERIFY(record->measures.at("queries").value > 0);
  }

  void sameSeedSameBytes_data() { everyMethod(); }
  void sameSeedSameBytes() { promiseSameSeedSameBytes(assignmentFor(current())); }

  void stopsWithinOneStepAndKeepsWhatIsDone_data() { everyMethod(); }
  void stopsWithinOneStepAndKeepsWhatIsDone() { promiseToStopAndKeepWhatIsDone(assignmentFor(current())); }

  void refusedWithoutItsAccess_data() { everyMethod(); }
  void refusedWithoutItsAccess() {
    const CatalogueEntry& entry = current();
    if (entry.access <= Access::Labels) QSKIP("nothing grants less than it needs");
    class Poorer : public Classifier {
     public:
      Poorer(std::shared_ptr<const Classifier> model, Access access)
          : Classifier(model->info()), m_model(std::move(model)) {
        m_info.access = access;
        m_info.accessReason = "it is a fake";
      }
      at::Tensor logits(const at::Tensor& images) const override { return m_model->logits(images); }

     private:
      std::shared_ptr<const Classifier> m_model;
    };
    Assignment assignment = assignmentFor(entry);
    assignment.model =
        std::make_shared<Poorer>(assignment.model, static_cast<Access>(static_cast<int>(entry.access) - 1));
    QVERIFY_EXCEPTION_THROWN(carriedOut(assignment), UsageError);
  }

  void trainsItsOwnModelOrSaysThatItNeedsOne_data() { everyMethod(); }
  void trainsItsOwnModelOrSaysThatItNeedsOne() {
    Assignment assignment = assignmentFor(current());
    assignment.model = nullptr;
    assignment.request.model = "new:mlp";
    static const QSet<QString> trainers{"attribute",         "condense",      "dp-sgd",     "membership",
                                        "membership-labels", "privacy-audit", "regularize", "sanitize"};
    QFETCH(QString, id);
    if (trainers.contains(id)) {
      QVERIFY(carriedOut(assignment)->measures.size() > 1);
      return;
    }
    try {
      (void)carriedOut(assignment);
      QFAIL("ran without a model");
    } catch (const UsageError& refused) {
      QVERIFY2(QString(refused.what()).contains("needs a model"), refused.what());
    }
  }

  void recordSurvivesTheDisk_data() { everyMethod(); }
  void recordSurvivesTheDisk() { promiseThatDiskKeeps(*carriedOut(assignmentFor(current()))); }
};

ADVERSARIUM_SUITE(TestExtractionContract)
#include "test_extraction_contract.moc"
