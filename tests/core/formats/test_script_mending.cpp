// SPDX-License-Identifier: GPL-3.0-or-later
/// A TorchScript file with its normalisation inside is mended, explained and searched like any other model.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QtTest>

#include "core/formats/onnx/export.h"
#include "tests/core/formats/onnx_models.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// For the stripes, with weights that have learnt nothing.
std::shared_ptr<const Classifier> network(const QTemporaryDir& folder) {
  at::Generator random = generatorFrom(4);
  const auto weights = [&](std::vector<std::int64_t> shape, double scale) {
    return at::randn(shape, random, at::kFloat) * scale;
  };
  torch::jit::Module net("net");
  net.register_buffer("mean", at::full({1, 1, 1}, 0.5));
  net.register_parameter("first", weights({8, 1, 3, 3}, 0.4), false);
  net.register_parameter("second", weights({12, 8, 3, 3}, 0.15), false);
  net.register_parameter("head", weights({3, 12}, 0.3), false);
  net.register_parameter("bias", at::zeros({3}), false);
  net.define(R"(
def forward(self, x):
    x = (x - self.mean) / 0.25
    x = torch.elu(torch.conv2d(x, self.first, None, [1, 1], [1, 1]))
    x = torch.elu(torch.conv2d(x, self.second, None, [2, 2], [1, 1]))
    return torch.linear(x.mean([2, 3]), self.head, self.bias)
)");
  const std::string file = folder.filePath("net.pt").toStdString();
  net.save(file);
  return openModel(file, {1, 8, 8});
}

Assignment assignmentFor(const std::string& method, std::shared_ptr<const Classifier> model,
                         const ParamMap& params) {
  Assignment assignment = trainingAssignment(method, stripes(240, 5), params);
  assignment.model = std::move(model);
  assignment.request.model = "net.pt";
  return assignment;
}

}  // namespace

class TestScriptMending : public QObject {
  Q_OBJECT

 private slots:
  void fineTuningChangesItsWeights() {
    QTemporaryDir folder;
    const auto model = network(folder);
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    Progress silent;
    const auto record = runMethod(
        assignmentFor("fine-tune", model, {{"epochs", std::int64_t{20}}, {"learning_rate", 0.05}, {"share", 1.0}}),
        silent);
    const double before = record->measures.at("clean_accuracy_before").value;
    QVERIFY2(record->measures.at("clean_accuracy").value > before + 0.2,
             qPrintable(QString("%1 → %2").arg(before).arg(record->measures.at("clean_accuracy").value)));
    const auto mended = openedModel(*record, folder);
    const auto old = model->graph()->stateDict(), now = mended->graph()->stateDict();
    QVERIFY(old.size() == now.size() && !old.empty());
    for (const auto& [name, tensor] : old) {
      // Numbers of the program and what the file keeps as a buffer are no weights.
      QVERIFY2(now.contains(name) && now.at(name).equal(tensor) == name.ends_with(".value"), name.c_str());
    }
    // And on into ONNX.
    const auto onnx =
        openModel(write(folder.filePath("mended.onnx").toStdString(), onnxBytes(*mended->graph(), mended->info())),
                  {1, 8, 8});
    const at::NoGradGuard noGradient;
    const at::Tensor images = at::rand({5, 1, 8, 8});
    QVERIFY(at::allclose(onnx->logits(images), mended->logits(images), 1e-4, 1e-5));
  }

  void explanationsAndSearchesRun_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"grad-cam", "trigger-search", "prune"}) QTest::newRow(method) << QString(method);
  }
  void explanationsAndSearchesRun() {
    QFETCH(QString, method);
    QTemporaryDir folder;
    ParamMap params;
    const CatalogueEntry& entry = catalogueEntry(method.toStdString());
    if (entry.find("steps")) params["steps"] = std::int64_t{5};
    Progress silent;
    const auto record = runMethod(assignmentFor(method.toStdString(), network(folder), params), silent);
    QVERIFY(!record->measures.empty());
  }
};

ADVERSARIUM_SUITE(TestScriptMending)
#include "test_script_mending.moc"
