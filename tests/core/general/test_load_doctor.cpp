// SPDX-License-Identifier: GPL-3.0-or-later
// Every planted fault is named, its cure works, and a sound model is left alone.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/formats/open_model.h"
#include "core/general/diagnosis.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

using Change = std::function<at::Tensor(const at::Tensor&)>;

/// A good model behind a wrong entrance or exit.
class Planted : public Classifier {
 public:
  Planted(std::shared_ptr<const Classifier> inner, Change in, Change out)
      : Classifier(inner->info()), m_inner(std::move(inner)), m_in(std::move(in)), m_out(std::move(out)) {
    m_info.mean.clear();
    m_info.deviation.clear();
  }
  at::Tensor logits(const at::Tensor& images) const override {
    const at::Tensor logits = m_inner->logits(m_in ? m_in(images) : images);
    return m_out ? m_out(logits) : logits;
  }

 private:
  std::shared_ptr<const Classifier> m_inner;
  Change m_in, m_out;
};

at::Tensor perChannel(std::vector<float> values) { return at::tensor(values, at::kFloat).view({1, 3, 1, 1}); }

struct Fault {
  const char* id;
  Change in, out;
  bool curable = true;
};

std::vector<std::pair<const char*, Fault>> faults() {
  const at::Tensor mean = perChannel({0.485F, 0.456F, 0.406F}), deviation = perChannel({0.229F, 0.224F, 0.225F});
  return {
      {"0 to 255", {"range", [](const at::Tensor& x) { return x / 255; }, {}}},
      {"-1 to 1", {"range", [](const at::Tensor& x) { return x / 2 + 0.5; }, {}}},
      {"ImageNet", {"normalisation", [=](const at::Tensor& x) { return x * deviation + mean; }, {}}},
      {"blue first", {"channel-order", [](const at::Tensor& x) { return x.flip(1); }, {}}},
      {"axes", {"layout", [](const at::Tensor& x) { return x.transpose(2, 3).contiguous(); }, {}}},
      {"blue first, 0 to 255", {"channel-order", [](const at::Tensor& x) { return x.flip(1) / 255; }, {}}},
      {"softmax", {"softmax-output", {}, [](const at::Tensor& y) { return y.softmax(1); }}},
      {"classes", {"label-order", {}, [](const at::Tensor& y) { return y.roll(5, 1); }}},
      {"training", {"batch-norm-mode", [](const at::Tensor& x) { return x - x.mean(0, true) + 0.4; }, {}, false}},
      {"noise", {"random", [](const at::Tensor& x) { return x + 0.05 * at::randn_like(x); }, {}, false}},
      {"rounding", {"zero-gradient", [](const at::Tensor& x) { return (x * 32).round() / 32; }, {}, false}},
      {"nan", {"nan", {}, [](const at::Tensor& y) { return at::where(y.gt(5), y.new_full({}, NAN), y); }, false}},
      {"stuck",
       {"dead-classes",
        {},
        [](const at::Tensor& y) {
          return at::cat({y.slice(1, 0, 1) * 0 - 9, y.slice(1, 1)}, 1);
        },
        false}},
      {"constant", {"constant-output", {}, [](const at::Tensor& y) { return y * 0 + 1; }, false}},
  };
}

}  // namespace

class TestLoadDoctor : public QObject {
  Q_OBJECT

  std::shared_ptr<const Classifier> m_good;
  std::shared_ptr<const DataSet> m_data;
  Progress m_silent;

 private slots:
  void initTestCase() {
    setModelResources(std::filesystem::path(ADVERSARIUM_SOURCE_DIR) / "resources");
    m_good = openModel("demo:signs");
    m_data = openDataSet("demo:signs", m_good->info().input);
  }

  void leavesASoundModelAlone() {
    const Diagnosis diagnosis = examine(*m_good, *m_data, m_silent);
    QCOMPARE(int(diagnosis.worst()), int(Severity::Fine));
    QVERIFY(!diagnosis.cure);
    QVERIFY(diagnosis.right >= 195);
    QCOMPARE(diagnosis.images, std::int64_t(200));
  }

  void namesThePlantedFault_data() {
    QTest::addColumn<int>("fault");
    int row = 0;
    for (const auto& [name, fault] : faults()) QTest::newRow(name) << row++;
  }
  void namesThePlantedFault() {
    QFETCH(int, fault);
    const Fault planted = faults()[std::size_t(fault)].second;
    const Planted model(m_good, planted.in, planted.out);
    const Diagnosis diagnosis = examine(model, *m_data, m_silent, 100);
    QVERIFY2(diagnosis.has(planted.id),
             diagnosis.findings.empty() ? "" : diagnosis.findings[0].words.english().c_str());
    QVERIFY(diagnosis.worst() >= Severity::Warning);
    QCOMPARE(diagnosis.cure.has_value(), planted.curable);
    if (!planted.curable) return;

    // The cure as it will be applied: two graphs around the model.
    const Graph front = diagnosis.cure->front(3, "test"),
                back = diagnosis.cure->back(model.info().classes, "test");
    const Batch batch = readBatch(*m_data, {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31});
    const at::NoGradGuard noGradient;
    const at::Tensor cured = back.run(model.logits(front.run(batch.images)));
    QVERIFY(cured.argmax(1).eq(batch.labels).sum().item<std::int64_t>() >= 15);
    QVERIFY(diagnosis.rightWithCure >= 95);
  }

  void unlabelledImagesGiveNoAdviceOnPreparation() {
    class Unlabelled : public DataSet {
     public:
      explicit Unlabelled(std::shared_ptr<const DataSet> inner)
          : DataSet(inner->info()), m_inner(std::move(inner)) {}
      void read(std::int64_t index, std::span<float> planes) const override { m_inner->read(index, planes); }
      int label(std::int64_t) const override { return -1; }
      std::string sha256() const override { return {}; }

     private:
      std::shared_ptr<const DataSet> m_inner;
    };
    const Planted model(m_good, [](const at::Tensor& x) { return x / 255; }, {});
    const Diagnosis diagnosis = examine(model, Unlabelled(m_data), m_silent, 40);
    QVERIFY(!diagnosis.cure && !diagnosis.has("range"));
    QVERIFY(diagnosis.has("accuracy"));
  }

  void sidecarSurvivesTheDisk() {
    QTemporaryDir folder;
    const std::string model = folder.filePath("m.onnx").toStdString();
    Sidecar first;
    first.input = {3, 32, 32};
    first.classNames = {"a", "b", "c"};
    first.classes = 3;
    first.order = {2, 0, 1};
    {
      std::ofstream stream(sidecarOf(model));
      stream << R"({"input": [3, 32, 32], "classes": ["a", "b", "c"], "order": [2, 0, 1], "author": "somebody"})";
    }
    QCOMPARE(readSidecar(model), first);
    Sidecar cure;
    cure.bgr = true;
    cure.mean = cure.deviation = {0.5F, 0.5F, 0.5F};
    cure.order = {1, 2, 0};
    applyCure(model, cure);
    const Sidecar both = readSidecar(model);
    QVERIFY(both.bgr);
    QCOMPARE(both.mean, cure.mean);
    QCOMPARE(both.order, (std::vector<std::int64_t>{0, 1, 2}));
    std::ifstream stream(sidecarOf(model));
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    QVERIFY(text.find("somebody") != std::string::npos);
    QVERIFY_EXCEPTION_THROWN(applyCure("demo:signs", cure), UsageError);
  }

  void badSidecarsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "[]", "{\"std\": [0]}", "{\"mean\": [1, 2], \"std\": [1]}", "{\"input\": [3, -1, 2]}",
          "{\"input\": \"big\"}", "{\"channels\": \"cmyk\"}", "{\"classes\": 0}"})
      QTest::newRow(text) << QByteArray(text);
  }
  void badSidecarsAreRefused() {
    QFETCH(QByteArray, text);
    QVERIFY_EXCEPTION_THROWN(sidecarFromJson(text.toStdString(), "x.json"), InputError);
  }

  void badOrdersAreRefused() {
    Sidecar sidecar;
    for (const auto& order : {std::vector<std::int64_t>{0, 0, 1}, {0, 1}, {0, 1, 3}, {-1, 0, 1}}) {
      sidecar.order = order;
      QVERIFY_EXCEPTION_THROWN(sidecar.back(3, "x.json"), InputError);
    }
  }
};

ADVERSARIUM_SUITE(TestLoadDoctor)
#include "test_load_doctor.moc"
