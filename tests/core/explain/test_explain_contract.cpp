// SPDX-License-Identifier: GPL-3.0-or-later
// What every explanation promises without its author having to write a test.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>

#include "core/explain/preview.h"
#include "core/explain/runner.h"
#include "core/graph/architectures.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"
#include "tests/core/promises.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 16, 16};
constexpr std::int64_t kClasses = 3;

/// A real graph with taps, untrained but lively: its answers differ from picture to picture.
std::shared_ptr<const Classifier> graphModel() {
  at::Generator random = generatorFrom(5);
  Graph graph = buildArchitecture("lenet", kShape, kClasses);
  initialise(graph, random);
  // Noise looks alike to an untrained model: without its mean answer no class owns all of it.
  const at::Tensor noise = at::rand({64, kShape.channels, kShape.height, kShape.width}, random, at::kFloat);
  graph.nodes.back().tensors["bias"] -= graph.run(noise).mean(0);
  ModelInfo info;
  info.where = "lenet";
  info.kind = "adversarium";
  info.input = kShape;
  info.classes = kClasses;
  return makeGraphClassifier(std::move(graph), info);
}

at::Tensor linearWeight() {
  at::Generator random = generatorFrom(3);
  return at::empty({kClasses, 3 * 16 * 16}).normal_(0, 0.2, random);
}

std::shared_ptr<MemoryData> samples(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(4);
  const at::Tensor images = at::rand({count, 3, 16, 16}, random, at::kFloat);
  return std::make_shared<MemoryData>(images, logitsInChunks(model, images).argmax(1));
}

/// Defaults, but small: a contract is not a benchmark.
ParamMap quickParams(const CatalogueEntry& entry) {
  ParamMap params = completeParams(entry.params, {});
  const std::map<std::string, std::int64_t> small{{"samples", 6}, {"masks", 70}, {"number", 40}, {"points", 64},
                                                  {"size", 6},    {"pairs", 2},  {"verify", 10}, {"stride", 3}};
  for (const auto& [id, value] : small) {
    const ParamSpec* spec = entry.find(id);
    if (spec && std::holds_alternative<std::int64_t>(spec->fallback)) params[id] = value;
  }
  return params;
}

Assignment assignmentFor(const CatalogueEntry& entry, std::shared_ptr<const Classifier> model = graphModel()) {
  Request request;
  request.algorithm = std::string(entry.info.id);
  request.params = quickParams(entry);
  request.seed = 7;
  request.batch = 3;
  const auto data = samples(*model, entry.info.id == "shortcut" ? 40 : 5);
  return {request, model, data};
}

/// Counts what really reaches the model.
class Counting : public LinearClassifier {
 public:
  Counting() : LinearClassifier(linearWeight(), -linearWeight().sum(1) * 0.5, kShape) {}
  at::Tensor logits(const at::Tensor& images) const override {
    asked += images.size(0);
    return LinearClassifier::logits(images);
  }
  mutable std::int64_t asked = 0;
};

void everyExplanation(bool singlePicturesOnly = false) {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family != Family::Explanation) continue;
    if (singlePicturesOnly && !explanationMethodFor(entry.info.id)) continue;
    QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

std::shared_ptr<const Record> recordOf(const Assignment& assignment) {
  Progress silent;
  return methodFor(assignment.request.algorithm).run(assignment, silent, [](const auto&) {});
}

}  // namespace

class TestExplainContract : public QObject {
  Q_OBJECT

 private slots:
  void catalogueIsFull() {
    for (const char* id : {"grad-cam", "integrated-gradients", "mask-scan", "occlusion", "rise", "saliency",
                           "shortcut", "smooth-grad"}) {
      QVERIFY2(catalogueEntry(id).family == Family::Explanation, id);
    }
  }

  void mapsAreWellFormed_data() { everyExplanation(); }
  void mapsAreWellFormed() {
    const Assignment assignment = assignmentFor(current());
    const auto record = recordOf(assignment);
    const auto* maps = record->get<HeatMaps>("heatmap");
    const auto* pictures = record->get<ImageSet>("clean");
    QVERIFY(maps && pictures);
    QCOMPARE(maps->shape, (std::vector<std::int64_t>{pictures->count(), kShape.height, kShape.width}));
    QCOMPARE(maps->values.size(), std::size_t(maps->count() * kShape.height * kShape.width));
    QCOMPARE(maps->captions.size(), std::size_t(maps->count()));
    QCOMPARE(maps->over, std::string("clean"));
    QVERIFY(!maps->unit.empty());
    QVERIFY(std::all_of(maps->values.begin(), maps->values.end(),
                        [&](float v) { return std::isfinite(v) && (maps->isSigned || v >= 0); }));
    QVERIFY2(
        std::adjacent_find(maps->values.begin(), maps->values.end(), std::not_equal_to<>()) != maps->values.end(),
        "a map without any difference says nothing");
    QVERIFY(record->measures.contains("seconds") && !record->partial);
  }

  void theHouseMeasuresFaithfulness_data() { everyExplanation(true); }
  void theHouseMeasuresFaithfulness() {
    const auto record = recordOf(assignmentFor(current()));
    for (const char* name : {"deletion_auc", "deletion_auc_random", "insertion_auc", "region_flips",
                             "region_fall_mean", "queries_mean", "clean_accuracy"}) {
      QVERIFY2(record->measures.contains(name), name);
      QVERIFY2(record->measures.at(name).n == 5, name);
    }
    const auto& table = *record->get<Table>("samples");
    QCOMPARE(table.rows.size(), std::size_t(5));
    for (const auto& row : table.rows) {
      QCOMPARE(row.size(), table.columns.size());
      const auto number = [&](int c) { return std::get<double>(row[std::size_t(c)]); };
      QVERIFY(number(4) >= 0 && number(5) >= 0 && number(6) >= 1 && number(7) >= 1);
      QVERIFY(number(4) + number(6) <= kShape.height && number(5) + number(7) <= kShape.width);
    }
  }

  void sameSeedSameBytes_data() { everyExplanation(); }
  void sameSeedSameBytes() { promiseSameSeedSameBytes(assignmentFor(current())); }

  void stopsWithinOneStepAndKeepsWhatIsDone_data() { everyExplanation(); }
  void stopsWithinOneStepAndKeepsWhatIsDone() {
    const Assignment assignment = assignmentFor(current());
    const Method& method = methodFor(assignment.request.algorithm);
    for (int after = 0;; after += 1 + after / 2) {
      Stopper at(after);
      std::vector<std::shared_ptr<const Record>> kept;
      try {
        (void)method.run(assignment, at, [&](auto record) { kept.push_back(record); });
        QVERIFY(after > 0);
        break;
      } catch (const Cancelled&) {
        QCOMPARE(at.calls, after + 1);
        QVERIFY2(kept.size() == 1 && kept[0]->partial, qPrintable(QString("stopped after %1 steps").arg(after)));
        QVERIFY(std::any_of(kept[0]->caveats.begin(), kept[0]->caveats.end(),
                            [](const Caveat& c) { return c.id == "partial"; }));
      }
    }
  }

  void refusedWithoutItsAccess_data() { everyExplanation(); }
  void refusedWithoutItsAccess() {
    const CatalogueEntry& entry = current();
    const auto poorer = static_cast<Access>(static_cast<int>(entry.access) - 1);
    const auto model = std::make_shared<LinearClassifier>(linearWeight(), at::zeros({kClasses}), kShape, poorer);
    QVERIFY_EXCEPTION_THROWN(recordOf(assignmentFor(entry, model)), UsageError);
  }

  void queriesAreCounted_data() { everyExplanation(); }
  void queriesAreCounted() {
    const CatalogueEntry& entry = current();
    if (entry.access == Access::WhiteBox) {  // looks inside, past any counter
      const auto record = recordOf(assignmentFor(entry));
      QCOMPARE(record->measures.at("queries_mean").value, 1.0);
      QCOMPARE(record->measures.at("gradients_mean").value, 1.0);
      return;
    }
    const auto model = std::make_shared<Counting>();
    const Assignment assignment = assignmentFor(entry, model);
    const ExplanationMethod* method = explanationMethodFor(entry.info.id);
    if (!method) {
      model->asked = 0;
      const double counted = recordOf(assignment)->measures.at("queries").value;
      QCOMPARE(counted, double(model->asked));
      return;
    }
    const Batch batch = readBatch(*assignment.data, {0, 1, 2, 3, 4});
    const Oracle oracle(model, 5);
    const Subject subject{batch.labels, std::make_shared<at::Generator>(generatorFrom(1))};
    Progress silent;
    const at::NoGradGuard noGradient;
    model->asked = 0;
    (void)method->explain(oracle, batch.images, subject, assignment.request.params, silent);
    QCOMPARE(oracle.meter->queries, model->asked);
    QVERIFY(model->asked > 0);
    std::int64_t sum = 0;
    for (const std::int64_t one : oracle.meter->perSample) sum += one;
    QCOMPARE(sum, model->asked);
    QCOMPARE(oracle.meter->gradients > 0, entry.access >= Access::Gradients);
  }

  /// Windows that share what they leave untouched are queries all the same.
  void reuseChangesNoCount() {
    const CatalogueEntry& entry = catalogueEntry("occlusion");
    Assignment assignment = assignmentFor(entry);
    const double with = recordOf(assignment)->measures.at("queries_mean").value;
    assignment.request.params["reuse"] = false;
    QCOMPARE(recordOf(assignment)->measures.at("queries_mean").value, with);
  }

  void recordSurvivesTheDisk_data() { everyExplanation(); }
  void recordSurvivesTheDisk() {
    const auto record = recordOf(assignmentFor(current()));
    QTemporaryDir folder;
    saveRecord(*record, folder.filePath("r").toStdString());
    QVERIFY(QFile::exists(folder.filePath("r/heatmap.npy")));
    const Record back = loadRecord(folder.filePath("r").toStdString());
    QCOMPARE(back.request, record->request);
    QVERIFY(differencesBetween(*record, back).empty());
    QCOMPARE(recordToJson(back), recordToJson(*record));
  }

  /// What a person watches: whole maps from the first on, the last one the run's own.
  void previewsRefine_data() { everyExplanation(true); }
  void previewsRefine() {
    const CatalogueEntry& entry = current();
    const auto model = graphModel();
    const auto data = samples(*model, 3);
    ExplainRequest request{"lenet", "memory", 2, {}, std::string(entry.info.id), quickParams(entry), -1, 7};
    Progress silent;
    std::vector<std::shared_ptr<const Explanation>> coarse;
    const auto last =
        explainedPicture(request, *model, *data, silent, [&](auto one) { coarse.push_back(std::move(one)); });
    for (const auto& one : coarse) {
      QVERIFY(!one->finished && !one->region);
      QCOMPARE(one->map.size(), std::size_t(kShape.height * kShape.width));
    }
    const bool iterative = entry.info.id != "saliency" && entry.info.id != "grad-cam";
    QCOMPARE(!coarse.empty(), iterative);
    if (iterative) QVERIFY(coarse.back()->map == last->map);
    QVERIFY(last->finished && last->region && last->queries > 0);
    QCOMPARE(last->answer, last->explainedClass);
    QCOMPARE(last->label, last->answer);

    request.index = 3;
    QVERIFY_EXCEPTION_THROWN(explainedPicture(request, *model, *data, silent, [](auto) {}), UsageError);
    request.picture = std::make_shared<const Image>(data->image(2));
    const auto given = explainedPicture(request, *model, *data, silent, [](auto) {});
    QVERIFY(given->map == last->map);
    QCOMPARE(given->label, -1);
  }

  /// A person's own region: what is left of the answer without it, as the model itself says.
  void hidesAGivenRegion() {
    const auto model = graphModel();
    const auto data = samples(*model, 1);
    ExplainRequest request{"lenet", "memory", 0, {}, "saliency", {}};
    request.hidden = {{2, 3, 4, 5}, {10, 1, 2, 12}};
    Progress silent;
    const auto found = explainedPicture(request, *model, *data, silent, [](auto) {});
    QVERIFY(found->map.empty() && found->finished && found->region);
    QCOMPARE(found->region->window, (Window{2, 1, 10, 12}));
    at::Tensor image = readBatch(*data, {0}).images;
    const at::Tensor mean = image.mean({2, 3}, true);
    for (const Window& w : request.hidden)
      image.slice(2, w.top, w.bottom()).slice(3, w.left, w.right()).copy_(mean);
    const at::Tensor left = logitsInChunks(*model, image).softmax(1)[0];
    QCOMPARE(found->region->winner, int(left.argmax().item<std::int64_t>()));
    QVERIFY(std::abs(found->region->score - left[found->answer].item<float>()) < 1e-5F);
    request.hidden.push_back({kShape.height - 1, 0, 2, 1});
    QVERIFY_EXCEPTION_THROWN(explainedPicture(request, *model, *data, silent, [](auto) {}), UsageError);
  }
};

ADVERSARIUM_SUITE(TestExplainContract)
#include "test_explain_contract.moc"
