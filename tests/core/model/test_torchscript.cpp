// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QtTest>

#include "core/error.h"
#include "core/model/open_model.h"
#include "core/tensor/convert.h"

using namespace adversarium;

namespace {

/// A small network as somebody else's PyTorch would save it.
QString saved(const QTemporaryDir& folder, const char* code, const at::Tensor& weight) {
  torch::jit::Module module("net");
  module.register_parameter("w", weight, false);
  module.define(code);
  const QString file = folder.filePath("net.pt");
  module.save(file.toStdString());
  return file;
}

constexpr const char* kLinear = R"(
def forward(self, x):
    return torch.matmul(x.flatten(1), self.w)
)";

void describe(const QString& model, const char* json) {
  QFile file(model + ".json");
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(json);
}

}  // namespace

class TestTorchScript : public QObject {
  Q_OBJECT

 private slots:
  void answersAndGivesGradients() {
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({3 * 16 * 16, 5});
    const auto model = openModel(saved(folder, kLinear, weight).toStdString(), {3, 16, 16});
    QCOMPARE(model->info().classes, std::int64_t(5));
    QCOMPARE(model->info().access, Access::Gradients);
    QVERIFY(!model->info().accessReason.empty());
    const at::Tensor images = at::rand({4, 3, 16, 16});
    QVERIFY(at::allclose(model->logits(images), images.flatten(1).matmul(weight)));
  }

  void sidecarGivesShapeAndNormalisation() {
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({3 * 16 * 16, 5});
    const QString file = saved(folder, kLinear, weight);
    describe(
        file,
        R"({"input": [3, 16, 16], "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.2, 0.1], "classes": ["a","b","c","d","e"]})");
    const auto model = openModel(file.toStdString());
    const at::Tensor images = at::rand({2, 3, 16, 16});
    const at::Tensor mean = at::tensor({0.5F, 0.4F, 0.3F}).view({1, 3, 1, 1});
    const at::Tensor deviation = at::tensor({0.2F, 0.2F, 0.1F}).view({1, 3, 1, 1});
    QVERIFY(
        at::allclose(model->logits(images), ((images - mean) / deviation).flatten(1).matmul(weight), 1e-4, 1e-4));
    QCOMPARE(model->info().classNames.at(2), std::string("c"));
  }

  void withoutGradientsOnlyScoresAreGranted() {
    QTemporaryDir folder;
    const QString file = saved(folder, R"(
def forward(self, x):
    return torch.matmul(x.detach().flatten(1), self.w)
)",
                               at::randn({192, 3}));
    const auto model = openModel(file.toStdString(), {3, 8, 8});
    QCOMPARE(model->info().access, Access::Scores);
    QVERIFY(QString::fromStdString(model->info().accessReason).contains("gradient"));
  }

  void wrongShapeIsNamed() {
    QTemporaryDir folder;
    const QString file = saved(folder, kLinear, at::randn({777, 3}));
    try {
      (void)openModel(file.toStdString(), {3, 8, 8});
      QFAIL("a shape was found");
    } catch (const InputError& wrong) {
      QVERIFY(QString(wrong.what()).contains("input"));
    }
    describe(file, R"({"input": [3, 16, 16]})");
    QVERIFY_EXCEPTION_THROWN(openModel(file.toStdString()), InputError);
  }

  void notANumberIsRefused() {
    QTemporaryDir folder;
    at::Tensor weight = at::randn({192, 3});
    weight[0][0] = std::nan("");
    QVERIFY_EXCEPTION_THROWN(openModel(saved(folder, kLinear, weight).toStdString(), {3, 8, 8}), InputError);
  }

  void otherFilesAreNamed_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zip of something else") << QByteArray("PK\x03\x04 nonsense");
    QTest::newRow("header beyond the file") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
  }
  void otherFilesAreNamed() {
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath("x.pt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    try {
      (void)openModel(file.fileName().toStdString());
      QFAIL("accepted");
    } catch (const InputError& wrong) {
      QVERIFY(QString(wrong.what()).contains("x.pt"));
      QVERIFY(!QString(wrong.what()).contains('\n'));
    }
  }

  void badSidecarIsNamed() {
    QTemporaryDir folder;
    const QString file = saved(folder, kLinear, at::randn({192, 3}));
    for (const char* json :
         {"nonsense", "[]", R"({"input": [3]})", R"({"mean": [0.5], "std": [0]})", R"({"mean": [0.5]})"}) {
      describe(file, json);
      QVERIFY_EXCEPTION_THROWN(openModel(file.toStdString()), InputError);
    }
  }
};

QTEST_GUILESS_MAIN(TestTorchScript)
#include "test_torchscript.moc"
