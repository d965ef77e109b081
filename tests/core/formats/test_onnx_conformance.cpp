// SPDX-License-Identifier: GPL-3.0-or-later
/// The public conformance cases of ONNX, as its repository gives them: one node or a few with expected outputs
/// (pytorch-converted, pytorch-operator), and nine well-known networks with constant weights (light).
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/audit/model_file.h"
#include "core/base/error.h"
#include "core/formats/onnx/import.h"
#include "core/formats/onnx/onnx_tensor.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

const fs::path kCases = realData("onnx").toStdString();

/// What must not sink: the number of cases that agreed when this was written.
constexpr int kConvertedPassed = 82;
constexpr int kOperatorPassed = 35;
constexpr int kLightPassed = 9;

/// 1e-4 of the expected numbers, and as much of the largest where they are near zero.
bool agree(const at::Tensor& found, const at::Tensor& expected) {
  if (found.sizes() != expected.sizes()) return false;
  if (expected.numel() == 0) return true;
  const at::Tensor a = found.to(at::kDouble), b = expected.to(at::kDouble);
  const at::Tensor finite = b.nan_to_num(0, 0, 0);
  const double floor = 1e-4 * std::max(finite.abs().max().item<double>() * 1e-3, 1e-6);
  return at::isclose(a, b, 1e-4, floor, /*equal_nan=*/true).all().item<bool>();
}

/// Empty where it passes; otherwise why not, "n/a: …" where the case is not one for a graph of this kind.
std::string outcomeOf(const fs::path& folder) {
  try {
    const fs::path data = folder / "test_data_set_0";
    const fs::path model = folder / "model.onnx";
    OnnxFile file = readOnnxFile(BoundedFile(model), folder.filename().string());
    OnnxImport how;
    for (std::size_t i = 0; i < file.inputs.size(); ++i) {
      const at::Tensor value = readOnnxTensor(data / ("input_" + std::to_string(i) + ".pb"));
      if (i == 0) {
        how.sample = value;
      } else {
        how.bound[file.inputs[i].name] = value;
      }
    }
    const std::vector<OnnxPort> outputs = file.outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const at::Tensor expected = readOnnxTensor(data / ("output_" + std::to_string(i) + ".pb"));
      OnnxFile fresh = readOnnxFile(BoundedFile(model), folder.filename().string());
      how.output = outputs[i].name;
      const ImportedGraph imported = importOnnx(fresh, how);
      const at::Tensor found = imported.graph.run(how.sample.defined() ? how.sample : at::zeros({1}));
      if (!agree(found, expected)) {
        return "output " + std::to_string(i) + " differs";
      }
      // The same through the graph's file form.
      Graph again = graphFromJson(imported.graph.toJson(), "copy");
      const auto wrong = again.loadStateDict(imported.graph.stateDict());
      if (!wrong.empty()) return "does not come back: " + wrong.front();
      const at::Tensor copied = again.run(how.sample.defined() ? how.sample : at::zeros({1}));
      if (!at::allclose(copied.to(at::kDouble), found.to(at::kDouble), 0, 0, /*equal_nan=*/true)) {
        return "the copy differs";
      }
    }
    return {};
  } catch (const NotCovered& missing) {
    return std::string("n/a: ") + missing.what();
  } catch (const std::exception& wrong) {
    return wrong.what();
  }
}

void runAll(const char* group, int expected) {
  int passed = 0, all = 0;
  QStringList notApplicable, failed;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kCases / group)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    ++all;
    const std::string outcome = outcomeOf(folder);
    const QString name = QString::fromStdString(folder.filename().string());
    if (outcome.empty()) {
      ++passed;
    } else if (outcome.starts_with("n/a")) {
      notApplicable << name + ": " + QString::fromStdString(outcome.substr(5));
    } else {
      failed << name + ": " + QString::fromStdString(outcome);
    }
  }
  qInfo("%s: %d of %d passed, %d not applicable, %d failed", group, passed, all, int(notApplicable.size()),
        int(failed.size()));
  for (const QString& line : notApplicable) qInfo("  not applicable: %s", qPrintable(line));
  for (const QString& line : failed) qWarning("  failed: %s", qPrintable(line));
  QVERIFY(failed.isEmpty());
  QVERIFY(passed >= expected);
}

}  // namespace

class TestOnnxConformance : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!fs::is_directory(kCases)) QSKIP("the conformance cases of the ONNX repository are not here");
  }
  void init() {
    if (!fs::is_directory(kCases)) QSKIP("the conformance cases of the ONNX repository are not here");
  }

  void converted() { runAll("pytorch-converted", kConvertedPassed); }
  void operators() { runAll("pytorch-operator", kOperatorPassed); }

  /// The networks say nothing of their input; the repository's runner fills it with rising numbers from 0 to 1.
  void lightNetworks_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"bvlc_alexnet", "densenet121", "inception_v1", "inception_v2", "resnet50",
                             "shufflenet", "squeezenet", "vgg19", "zfnet512"}) {
      QTest::newRow(name) << QString("light_") + name;
    }
  }
  void lightNetworks() {
    QFETCH(QString, name);
    const fs::path file = kCases / "light" / (name.toStdString() + ".onnx");
    const at::Tensor expected = readOnnxTensor(kCases / "light" / (name.toStdString() + "_output_0.pb"));
    const at::Tensor images =
        (at::arange(3 * 224 * 224, at::kDouble) / double(3 * 224 * 224)).to(at::kFloat).view({1, 3, 224, 224});
    std::shared_ptr<const Classifier> model;
    try {
      model = openModel(file.string());
    } catch (const InputError& wrong) {
      QFAIL(wrong.what());
    }
    QCOMPARE(model->info().kind, std::string("onnx"));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QCOMPARE(model->info().classes, std::int64_t(1000));
    const at::NoGradGuard noGradient;
    // Files that end in a soft maximum answer here with its logarithm, of which the soft maximum is the original.
    const auto difference = [&](const at::Tensor& logits) {
      const at::Tensor found = (expected.sum().item<double>() < 1.001 ? logits.softmax(1) : logits).flatten();
      return ((found - expected.flatten()).abs() / expected.flatten().abs()).max().item<double>();
    };
    const at::Tensor logits = model->logits(images);
    QVERIFY(logits.isfinite().all().item<bool>());
    double worst = difference(logits);
    if (worst >= 1e-4) {
      // Constant weights make some scores so large that rounding to float32 decides between equal classes.
      Graph precise = model->graph()->clone();
      for (Node& node : precise.nodes) {
        for (auto& [key, tensor] : node.tensors) {
          if (tensor.is_floating_point()) tensor = tensor.to(at::kDouble);
        }
      }
      worst = difference(precise.run(images.to(at::kDouble)));
      qInfo("%s: in double precision, for the sake of its large scores", qPrintable(name));
    }
    qInfo("%s: worst relative difference %.2g", qPrintable(name), worst);
    QVERIFY(worst < 1e-4);
    ++m_light;
  }
  void everyLightNetworkAgreed() { QCOMPARE(m_light, kLightPassed); }

 private:
  int m_light = 0;
};

ADVERSARIUM_SUITE(TestOnnxConformance)
#include "test_onnx_conformance.moc"
