// SPDX-License-Identifier: GPL-3.0-or-later
// What the explorer shows of one picture, exactly, is what a run on this picture finds, to the bit.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/evasion/explorer.h"
#include "core/evasion/runner.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 8, 8};

std::shared_ptr<LinearClassifier> victim() {
  at::Generator random = generatorFrom(3);
  const at::Tensor weight = at::empty({3, 192}).normal_(0, 0.5, random);
  return std::make_shared<LinearClassifier>(weight, -weight.sum(1) * 0.5, kShape);
}

/// The last of four pictures has the wrong label, and nobody knows any where `labelled` is false.
class Pictures : public DataSet {
 public:
  Pictures(const Classifier& model, bool labelled) : DataSet({"pictures", "pictures", 4, 3, 8, 8, labelled, {}}) {
    at::Generator random = generatorFrom(4);
    m_images = at::rand({4, 3, 8, 8}, random, at::kFloat);
    m_labels = logitsInChunks(model, m_images).argmax(1);
    m_labels[3] = (m_labels[3] + 1) % 3;
  }
  void read(std::int64_t index, std::span<float> planes) const override {
    const at::Tensor one = m_images[index].contiguous();
    std::copy_n(one.data_ptr<float>(), one.numel(), planes.begin());
  }
  int label(std::int64_t index) const override {
    return info().labelled ? static_cast<int>(m_labels[index].item<std::int64_t>()) : -1;
  }
  std::string sha256() const override { return std::string(64, '0'); }

 private:
  at::Tensor m_images, m_labels;
};

ParamMap quickParams(const CatalogueEntry& entry) {
  ParamMap params = suggestedParams(entry, {}, kShape);
  const std::map<std::string, std::int64_t> small{
      {"queries", 300}, {"steps", 5}, {"initial", 10}, {"iterations", 3}};
  for (const auto& [id, value] : small) {
    if (entry.find(id)) params[id] = value;
  }
  if (entry.find("stop_at_success")) params["stop_at_success"] = false;  // as the explorer
  return params;
}

ExploreRequest asked(const std::string& id, std::int64_t index, int target) {
  ExploreRequest request;
  request.model = request.data = "one";
  request.algorithm = id;
  request.index = index;
  request.target = target;
  request.seed = 11;
  request.params = quickParams(catalogueEntry(id));
  return request;
}

std::shared_ptr<const Record> runOf(const ExploreRequest& asked, const std::shared_ptr<const Classifier>& model,
                                    const std::shared_ptr<const DataSet>& data) {
  Request request;
  request.algorithm = asked.algorithm;
  request.params = asked.params;
  request.samples.indices = {asked.index};
  request.target = asked.target;
  request.seed = asked.seed;
  Progress silent;
  return methodFor(asked.algorithm).run({request, model, data}, silent, [](const auto&) {});
}

}  // namespace

class TestOnePicture : public QObject {
  Q_OBJECT

 private slots:
  void shownIsRun_data() {
    QTest::addColumn<QString>("id");
    for (const CatalogueEntry& entry : catalogue()) {
      if (entry.family == Family::Attack && !boundAttack(entry.info.id)->learns())
        QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
    }
  }
  void shownIsRun() {
    QFETCH(QString, id);
    const auto model = victim();
    bool changed = false;
    for (const bool labelled : {true, false}) {
      const auto data = std::make_shared<Pictures>(*model, labelled);
      for (const auto& [index, target] : {std::pair{0, -1}, {1, -1}, {2, 1}, {3, -1}, {3, 0}}) {
        const ExploreRequest request = asked(id.toStdString(), index, target);
        Explorer explorer;
        Progress silent;
        const auto shown = explorer.explored(request, model, data, silent);
        const auto run = runOf(request, model, data);
        QVERIFY(shown->exact);
        QCOMPARE(run->get<ImageSet>("adversarial")->values, shown->attacked.planes);
        QCOMPARE(run->get<Labels>("predicted")->values.front(), std::int64_t(shown->attackedClass));
        QCOMPARE(run->get<Labels>("labels")->values.front(), std::int64_t(shown->label));
        const Measure& success = run->measures.at("success_rate");
        QCOMPARE(success.n, std::int64_t(shown->attempted));
        QCOMPARE(success.n > 0 && success.value > 0.5, shown->succeeded);
        changed = changed || !(shown->attacked == shown->clean);
      }
    }
    QVERIFY(changed);
  }

  /// What is wrong already is not attacked, and is no success.
  void whatIsWrongIsLeftAlone() {
    const auto model = victim();
    const auto data = std::make_shared<Pictures>(*model, true);
    Explorer explorer;
    Progress silent;
    const auto shown = explorer.explored(asked("fgm", 3, -1), model, data, silent);
    QVERIFY(!shown->attempted && !shown->succeeded && shown->cleanClass != shown->label);
    QVERIFY(shown->attacked == shown->clean);
    const auto ribbon = explorer.ribbon(asked("fgm", 3, -1), 9, model, data, silent);
    QVERIFY(!ribbon->flipsAt);
  }

  /// Without labels the model's own answer is what is left, and no accuracy is claimed.
  void withoutLabelsTheAnswerIsLeft() {
    const auto model = victim();
    const auto data = std::make_shared<Pictures>(*model, false);
    ExploreRequest request = asked("fgm", 3, -1);
    request.params["epsilon"] = 0.5;
    const auto run = runOf(request, model, data);
    QCOMPARE(run->measures.at("success_rate").n, std::int64_t{1});
    QCOMPARE(run->measures.at("success_rate").value, 1.0);
    QVERIFY(!run->measures.contains("clean_accuracy"));
    QVERIFY(std::any_of(run->caveats.begin(), run->caveats.end(),
                        [](const Caveat& caveat) { return caveat.id == "unlabelled"; }));
  }

  void aTargetThatIsNotThereIsRefused() {
    const auto model = victim();
    const auto data = std::make_shared<Pictures>(*model, true);
    Explorer explorer;
    Progress silent;
    for (const char* id : {"fgm", "pgd"})
      QVERIFY_EXCEPTION_THROWN(explorer.explored(asked(id, 0, 3), model, data, silent), UsageError);
  }
};

ADVERSARIUM_SUITE(TestOnePicture)
#include "test_one_picture.moc"
