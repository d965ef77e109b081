// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QtTest>
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/session.h"
#include "core/tensor/convert.h"
#include "tests/core/audit/crafted_files.h"
#include "tests/suite.h"

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
    QCOMPARE(model->info().access, Access::WhiteBox);
    QVERIFY(model->info().accessReason.empty());
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
    QVERIFY(QString::fromStdString(model->info().accessReason.english()).contains("gradient"));
  }

  /// What has a counterpart for everything in it becomes a native graph: same answers, its own names, taps.
  void aScriptOfKnownOperationsHasTaps() {
    QTemporaryDir folder;
    torch::jit::Module net("net"), conv("conv"), norm("norm"), head("head");
    conv.register_parameter("weight", at::randn({8, 3, 3, 3}) * 0.2, false);
    conv.register_parameter("bias", at::randn({8}), false);
    conv.define("def forward(self, x):\n    return torch.conv2d(x, self.weight, self.bias, [2, 2], [1, 1])\n");
    norm.register_parameter("weight", at::rand({8}), false);
    norm.register_parameter("bias", at::randn({8}), false);
    norm.register_attribute("training", c10::BoolType::get(), false);
    norm.register_buffer("running_mean", at::randn({8}));
    norm.register_buffer("running_var", at::rand({8}) + 0.5);
    norm.define(R"(
def forward(self, x):
    return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.training, 0.1, 1e-5, True)
)");
    head.register_parameter("weight", at::randn({4, 8}), false);
    head.register_parameter("bias", at::randn({4}), false);
    head.define("def forward(self, x):\n    return torch.linear(x, self.weight, self.bias)\n");
    net.register_module("conv", conv);
    net.register_module("norm", norm);
    net.register_module("head", head);
    net.define(R"(
def forward(self, x):
    assert x.dim() == 4, "images only"
    x = torch.relu_(self.norm.forward(self.conv.forward(x)))
    x = torch.max_pool2d(x, [2, 2], [2, 2], [0, 0], [1, 1], False)
    x = x + torch.relu(x)
    x = torch.adaptive_avg_pool2d(x, [1, 1])
    return self.head.forward(x.view(x.size(0), -1))
)");
    const QString file = folder.filePath("net.pt");
    net.eval();
    const at::Tensor images = at::rand({5, 3, 16, 16});
    const at::Tensor expected = net.forward({images}).toTensor();
    net.save(file.toStdString());
    const auto model = openModel(file.toStdString(), {3, 16, 16});
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    QCOMPARE(model->info().kind, std::string("torchscript"));
    QVERIFY(model->graph());
    QVERIFY(at::allclose(model->logits(images), expected, 1e-4, 1e-5));
    std::set<std::string> names;
    for (const Node& node : model->graph()->nodes) names.insert(node.name);
    QVERIFY(names.contains("conv") && names.contains("norm") && names.contains("head"));
    QCOMPARE(model->info().parts.size(), std::size_t(3));
    QCOMPARE(model->info().parts.front().tensors.front(), std::string("weight 8×3×3×3"));
    describe(file, R"({"input": [3, 16, 16], "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.2, 0.1]})");
    const auto normalised = openModel(file.toStdString());
    const at::Tensor mean = at::tensor({0.5F, 0.4F, 0.3F}).view({1, 3, 1, 1});
    const at::Tensor deviation = at::tensor({0.2F, 0.2F, 0.1F}).view({1, 3, 1, 1});
    QVERIFY(at::allclose(normalised->logits(images), net.forward({(images - mean) / deviation}).toTensor(), 1e-4,
                         1e-4));
    QVERIFY2(normalised->info().access == Access::WhiteBox, normalised->info().accessReason.english().c_str());
  }

  void whatHasNoCounterpartIsNamed() {
    QTemporaryDir folder;
    const auto model = openModel(saved(folder, R"(
def forward(self, x):
    return torch.linear(torch.erfinv(x.flatten(1) * 0.5), self.w)
)",
                                       at::randn({3, 192}))
                                     .toStdString(),
                                 {3, 8, 8});
    QCOMPARE(model->info().access, Access::Gradients);
    QCOMPARE(model->info().accessReason.english(),
             std::string("no feature taps, no mending, about half the speed, because the operator ‘aten::erfinv’ "
                         "has no counterpart"));
  }

  /// Branches, loops, lists and calls are followed; what remains are the layers, with their modules' names.
  void aProgramIsFollowed() {
    QTemporaryDir folder;
    torch::jit::Module net("net"), stem("stem"), act("act"), blocks("blocks");
    stem.register_parameter("weight", at::randn({6, 3, 3, 3}) * 0.3, false);
    stem.define("def forward(self, x):\n    return torch.conv2d(x, self.weight, None, [2, 2], [1, 1])\n");
    act.define("def forward(self, x):\n    return torch.elu(x)\n");
    blocks.register_module("0", stem);
    blocks.register_module("1", act);
    blocks.define(R"(
def forward(self, x):
    return getattr(self, "1").forward(getattr(self, "0").forward(x))
)");
    net.register_module("blocks", blocks);
    net.register_buffer("mean", at::tensor({0.5F, 0.4F, 0.3F}).view({3, 1, 1}));
    net.register_parameter("head", at::randn({18, 4}), false);
    net.register_attribute("training", c10::BoolType::get(), false);
    net.register_attribute("times", c10::IntType::get(), 3);
    net.define(R"(
def forward(self, x):
    x = (x - self.mean) / 0.25
    if self.training:
        x = x + torch.rand_like(x)
    assert x.size(2) == 16 and x.dim() == 4, "another size"
    x = self.blocks.forward(x)
    found = [x]
    last = x
    for i in range(self.times - 1):
        last = torch.relu(last) * (0.5 * i + 1.)
        found.append(last)
    whole = torch.cat(found, 1)
    means = whole.mean([2, 3])
    picked = {"scores": torch.matmul(means.view(means.size(0), -1), self.head)}
    return picked["scores"]
)");
    const QString file = folder.filePath("net.pt");
    net.eval();
    const at::Tensor images = at::rand({5, 3, 16, 16});
    const at::Tensor expected = net.forward({images}).toTensor();
    net.save(file.toStdString());
    const auto model = openModel(file.toStdString(), {3, 16, 16});
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    QVERIFY(at::allclose(model->logits(images), expected, 1e-4, 1e-5));
    std::map<std::string, std::string> operations;
    for (const Node& node : model->graph()->nodes) operations[node.name] = node.op;
    QCOMPARE(operations["blocks.0"], std::string("conv"));
    QCOMPARE(operations["blocks.1"], std::string("elu"));
    QCOMPARE(operations["head"], std::string("linear"));
    // The mean is a fixed number of the file, no weight that training may change.
    QCOMPARE(model->info().parameters, std::int64_t(6 * 3 * 9 + 18 * 4));
  }

  void whatDependsOnPixelsIsNamed_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("a branch") << "    if bool(x.mean() > 0.5):\n        x = x * 2.\n"
                              << "‘aten::Bool’";
    QTest::newRow("the batch") << "    x = x * (1. + 1. / x.size(0))\n"
                               << "the number of images in the batch";
    QTest::newRow("part of an image") << "    x = x * 1.\n    x[:, 0].mul_(2.)\n"
                                      << "into a part of an image";
  }
  void whatDependsOnPixelsIsNamed() {
    QFETCH(QString, code);
    QFETCH(QString, words);
    QTemporaryDir folder;
    const QString whole = "def forward(self, x):\n" + code + "    return torch.matmul(x.flatten(1), self.w)\n";
    const auto model =
        openModel(saved(folder, whole.toUtf8().constData(), at::randn({192, 3})).toStdString(), {3, 8, 8});
    QCOMPARE(model->info().access, Access::Gradients);
    QVERIFY2(QString::fromStdString(model->info().accessReason.english()).contains(words),
             model->info().accessReason.english().c_str());
  }

  /// What writes into its input must not change the caller's pictures.
  void writingIntoItsInputIsItsOwnAffair() {
    QTemporaryDir folder;
    const auto model = openModel(saved(folder, R"(
def forward(self, x):
    y = x.sub_(0.5)
    return torch.matmul(torch.erfinv(x * 0.5).flatten(1), self.w) + y.flatten(1).sum(1, True)
)",
                                       at::randn({192, 3}))
                                     .toStdString(),
                                 {3, 8, 8});
    QCOMPARE(model->info().access, Access::Gradients);
    const at::Tensor images = at::rand({2, 3, 8, 8}), before = images.clone();
    (void)model->logits(images);
    QVERIFY(images.equal(before));
    QVERIFY(model->info().remarks.empty());
  }

  /// As for ONNX: rounding has taken the differences of probabilities that attacks need. That holds the more, the
  /// surer the answers are.
  void aFinalSoftmaxIsTakenForItsLogarithm() {
    for (const double sharpness : {0.1, 1., 2., 4.}) {
      QTemporaryDir folder;
      const at::Tensor weight = sharpness * at::randn({192, 3});
      const auto model = openModel(saved(folder, R"(
def forward(self, x):
    return torch.softmax(torch.matmul(x.flatten(1), self.w), 1)
)",
                                         weight)
                                       .toStdString(),
                                   {3, 8, 8});
      QVERIFY2(model->info().access >= Access::Gradients, model->info().accessReason.english().c_str());
      const at::Tensor images = at::rand({4, 3, 8, 8});
      QVERIFY(at::allclose(model->logits(images), images.flatten(1).matmul(weight).log_softmax(1), 1e-4, 1e-3));
    }
  }

  /// Zeros around an image in front of a convolution are the convolution's own, as in ONNX.
  void paddingBecomesTheConvolutions() {
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({4, 3, 3, 3});
    const auto model = openModel(saved(folder, R"(
def forward(self, x):
    x = torch.constant_pad_nd(x, [0, 1, 2, 1], 0.)
    return torch.conv2d(x, self.w, None, [2, 2], [1, 0]).sum([2, 3])
)",
                                       weight)
                                     .toStdString(),
                                 {3, 8, 8});
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    const Node& first = model->graph()->nodes.front();
    QCOMPARE(first.op, std::string("conv"));
    QCOMPARE(first.wholes("padding"), (std::vector<std::int64_t>{3, 0, 2, 1}));
  }

  /// Written where the value lives: whoever else holds it reads the new one.
  void writingInPlaceIsSeenByAll() {
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({192, 3});
    const auto model = openModel(saved(folder, R"(
def forward(self, x):
    y = x * 4. - 2.
    z = y.contiguous()
    torch.relu_(y)
    return torch.matmul((y + z).flatten(1), self.w)
)",
                                       weight)
                                     .toStdString(),
                                 {3, 8, 8});
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    const at::Tensor images = at::rand({4, 3, 8, 8});
    QVERIFY(
        at::allclose(model->logits(images), (2 * (images * 4 - 2).relu()).flatten(1).matmul(weight), 1e-4, 1e-4));
  }

  /// Files that were recorded without gradients hold whole encoder layers as one operator, which has none.
  void encoderLayersWithoutGradientGainOne_data() {
    QTest::addColumn<bool>("before");
    QTest::newRow("norms behind") << false;
    QTest::newRow("norms before") << true;
  }
  void encoderLayersWithoutGradientGainOne() {
    QFETCH(bool, before);
    QTemporaryDir folder;
    torch::jit::Module net("net");
    for (const auto& [name, shape] : std::map<std::string, std::vector<std::int64_t>>{{"qkv", {24, 8}},
                                                                                      {"qkvb", {24}},
                                                                                      {"out", {8, 8}},
                                                                                      {"outb", {8}},
                                                                                      {"g", {8}},
                                                                                      {"b", {8}},
                                                                                      {"w1", {16, 8}},
                                                                                      {"b1", {16}},
                                                                                      {"w2", {8, 16}},
                                                                                      {"b2", {8}},
                                                                                      {"head", {192, 3}}}) {
      net.register_parameter(name, at::randn(shape) * 0.3, false);
    }
    net.define(R"(
def forward(self, x):
    t = x.view(x.size(0), 24, 8)
    t = torch._transformer_encoder_layer_fwd(t, 8, 2, self.qkv, self.qkvb, self.out, self.outb, True, )" +
               std::string(before ? "True" : "False") +
               R"(, 1e-5, self.g, self.b, self.g, self.b, self.w1, self.b1, self.w2, self.b2)
    return torch.matmul(t.flatten(1), self.head)
)");
    const std::string file = folder.filePath("net.pt").toStdString();
    net.save(file);
    const at::Tensor images = at::rand({4, 3, 8, 8});
    const at::Tensor expected = net.forward({images}).toTensor();
    const auto model = openModel(file, {3, 8, 8});
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    QVERIFY(at::allclose(model->logits(images), expected, 1e-3, 1e-4));
  }

  void gradientsThatAreNoSlopesAreNotGranted_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("rounded away") << "    x = torch.round(x * 8.) / 8.\n"
                                  << "zero";
    QTest::newRow("mostly detached") << "    x = x.detach() + 0.001 * x\n"
                                     << "slope";
    QTest::newRow("turned round") << "    x = 2. * x.detach() - x\n"
                                  << "";
  }
  void gradientsThatAreNoSlopesAreNotGranted() {
    QFETCH(QString, code);
    QFETCH(QString, words);
    QTemporaryDir folder;
    const QString whole = "def forward(self, x):\n" + code + "    return torch.matmul(x.flatten(1), self.w)\n";
    const auto model =
        openModel(saved(folder, whole.toUtf8().constData(), at::randn({192, 3})).toStdString(), {3, 8, 8});
    QCOMPARE(model->info().access, Access::Scores);
    QVERIFY2(QString::fromStdString(model->info().accessReason.english()).contains(words),
             model->info().accessReason.english().c_str());
  }

  void randomAnswersAreRemarked() {
    QTemporaryDir folder;
    const QString file = saved(folder, R"(
def forward(self, x):
    return torch.matmul((x + torch.rand_like(x)).flatten(1), self.w)
)",
                               at::randn({3 * 48 * 48, 20}));
    const auto model = openModel(file.toStdString(), {3, 48, 48});
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY(QString::fromStdString(model->info().remarks[0].english()).contains("random"));
    // Whoever reads a record of it must know.
    describe(file, R"({"input": [3, 48, 48]})");
    Session session;
    Request request;
    request.algorithm = "fgm";
    request.model = file.toStdString();
    request.data = "demo:signs";
    request.samples.first = 2;
    const auto task = session.run(request);
    task->wait();
    QVERIFY(task->result());
    const auto& caveats = task->result()->caveats;
    QVERIFY(std::any_of(caveats.begin(), caveats.end(), [](const Caveat& caveat) {
      return caveat.id == "model" && caveat.words.english().find("random") != std::string::npos;
    }));
  }

  void aBatchThatMattersIsRemarked() {
    QTemporaryDir folder;
    const auto model = openModel(saved(folder, R"(
def forward(self, x):
    x = torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)
    return torch.matmul(x.flatten(1), self.w)
)",
                                       at::randn({192, 3}))
                                     .toStdString(),
                                 {3, 8, 8});
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY(QString::fromStdString(model->info().remarks[0].english()).contains("batch norm"));
  }

  void severalInputsOrOutputsAreRefused_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("two inputs") << "def forward(self, x, y):\n    return torch.matmul(x.flatten(1), self.w) + y\n"
                                << "takes 2 inputs (‘x’, ‘y’)";
    QTest::newRow("several outputs without scores") << "def forward(self, x):\n    y = torch.matmul(x.flatten(1), "
                                                       "self.w)\n    return y.sum(), torch.argmax(y, 1)\n"
                                                    << "none of which is one row of class scores";
    QTest::newRow("no tensor") << "def forward(self, x):\n    return 3\n"
                               << "no tensor";
  }
  void severalInputsOrOutputsAreRefused() {
    QFETCH(QString, code);
    QFETCH(QString, words);
    QTemporaryDir folder;
    const QString file = saved(folder, code.toUtf8().constData(), at::randn({192, 3}));
    try {
      (void)openModel(file.toStdString(), {3, 8, 8});
      QFAIL("opened");
    } catch (const Error& wrong) {
      QCOMPARE(wrong.kind(), Error::Kind::Input);
      QVERIFY2(QString::fromUtf8(wrong.what()).contains(words), wrong.what());
    }
  }

  /// Of several outputs the scores are taken: what is computed from the others, is called so, or is asked for.
  void outputsAreChosenAndSaid_data() {
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("beside");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("embedding and scores") << "(e, y)"
                                          << ""
                                          << "y";
    QTest::newRow("scores and embedding") << "(y, e)"
                                          << ""
                                          << "y";
    QTest::newRow("scores and their soft maximum") << "(y, torch.softmax(y, 1))"
                                                   << ""
                                                   << "y";
    QTest::newRow("dictionary") << "{\"hidden\": e, \"scores\": y}"
                                << ""
                                << "y";
    QTest::newRow("list") << "[e, y]"
                          << ""
                          << "y";
    QTest::newRow("tuple by place") << "(e, y)"
                                    << R"({"input": [3, 8, 8], "output": 0})"
                                    << "e";
    QTest::newRow("dictionary by key") << "{\"hidden\": e, \"scores\": y}"
                                       << R"({"input": [3, 8, 8], "output": "hidden"})"
                                       << "e";
    QTest::newRow("by the number of classes") << "(e, y)"
                                              << R"({"input": [3, 8, 8], "classes": 4})"
                                              << "e";
  }
  void outputsAreChosenAndSaid() {
    QFETCH(QString, answer);
    QFETCH(QString, beside);
    QFETCH(QString, chosen);
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({192, 4});
    const QString code =
        "def forward(self, x):\n    e = torch.tanh(torch.matmul(x.flatten(1), self.w))\n"
        "    y = e[:, :3] * 2.0 + e[:, 1:]\n    return " +
        answer + "\n";
    const QString file = saved(folder, code.toUtf8().constData(), weight);
    if (!beside.isEmpty()) describe(file, beside.toUtf8().constData());
    const auto model = openModel(file.toStdString(), {3, 8, 8});
    const at::Tensor images = at::rand({2, 3, 8, 8}), e = images.flatten(1).matmul(weight).tanh();
    const at::Tensor y = e.slice(1, 0, 3) * 2.0 + e.slice(1, 1);
    QVERIFY(at::allclose(model->logits(images), chosen == "e" ? e : y, 1e-4, 1e-5));
    QVERIFY(model->info().access >= Access::Gradients);
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY2(model->info().remarks[0].english().find("has 2 outputs") != std::string::npos,
             model->info().remarks[0].english().c_str());
    describe(file, R"({"output": "nothing"})");
    try {
      (void)openModel(file.toStdString(), {3, 8, 8});
      QFAIL("opened");
    } catch (const Error& wrong) {
      QCOMPARE(wrong.kind(), Error::Kind::Input);
      QVERIFY2(QString::fromUtf8(wrong.what()).contains("has no output ‘nothing’"), wrong.what());
    }
  }

  /// One number says which of two classes it is; a sigmoid at the end is left out, so that nothing saturates.
  void oneNumberIsTwoClasses_data() {
    QTest::addColumn<QString>("end");
    QTest::newRow("a logit") << "z";
    QTest::newRow("a sigmoid") << "torch.sigmoid(z)";
    QTest::newRow("without a dimension") << "z.squeeze(1)";
    QTest::newRow("a sigmoid without a dimension") << "torch.sigmoid(z).squeeze(1)";
  }
  void oneNumberIsTwoClasses() {
    QFETCH(QString, end);
    QTemporaryDir folder;
    const at::Tensor weight = at::randn({1, 192}) * 20;
    const QString code =
        "def forward(self, x):\n    z = torch.linear(x.flatten(1), self.w)\n    return " + end + "\n";
    const auto model = openModel(saved(folder, code.toUtf8().constData(), weight).toStdString(), {3, 8, 8});
    QCOMPARE(model->info().classes, std::int64_t(2));
    const at::Tensor images = at::rand({5, 3, 8, 8}), z = images.flatten(1).matmul(weight.t());
    QVERIFY(at::allclose(model->logits(images), at::cat({at::zeros_like(z), z}, 1), 1e-4, 1e-3));
    QVERIFY(!model->info().remarks.empty());
    QVERIFY(model->info().access >= Access::Gradients);
  }

  void aSettingWithADefaultIsNoInput() {
    QTemporaryDir folder;
    const QString file = saved(folder, R"(
def forward(self, x, scale: float = 2.0):
    return scale * torch.matmul(x.flatten(1), self.w)
)",
                               at::randn({192, 3}));
    QCOMPARE(openModel(file.toStdString(), {3, 8, 8})->info().classes, std::int64_t(3));
  }

  /// A file of a PyTorch that has operators which this LibTorch does not.
  void aNewerOperatorIsNamedWithTheCure() {
    for (const auto& op : torch::jit::getAllOperators()) {
      if (op->schema().name() == "aten::scaled_dot_product_attention") QSKIP("this LibTorch has it");
    }
    QTemporaryDir folder;
    QFile file(folder.filePath("new.pt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(
        crafted::script("class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                        "  def forward(self: __torch__.Net,\n    x: Tensor) -> Tensor:\n"
                        "    return torch.scaled_dot_product_attention(x, x, x)\n")));
    file.close();
    try {
      (void)openModel(file.fileName().toStdString());
      QFAIL("opened");
    } catch (const InputError& wrong) {
      const QString words = QString::fromUtf8(wrong.what());
      QVERIFY2(words.contains("scaled_dot_product_attention") && words.contains("ONNX"), wrong.what());
    }
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

ADVERSARIUM_SUITE(TestTorchScript)
#include "test_torchscript.moc"
