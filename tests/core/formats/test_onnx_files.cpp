// SPDX-License-Identifier: GPL-3.0-or-later
/// ONNX files as they come: quantised, with several outputs, with data beside them, and bad ones, each with a
/// sentence.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <filesystem>
#include <random>
#include <set>

#include "core/audit/model_file.h"
#include "core/base/error.h"
#include "core/formats/onnx/export.h"
#include "core/formats/onnx/open_onnx.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/core/formats/onnx_nets.h"
#include "tests/core/formats/onnx_round_trip.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

std::string refusalOf(const std::string& file) {
  try {
    ModelInfo info;  // without the audit, which would refuse many of these before
    info.where = file;
    (void)openOnnx(BoundedFile(info.where), info, {});
    return {};
  } catch (const InputError& wrong) {
    return wrong.what();
  }
}

}  // namespace

class TestOnnxFiles : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  /// Whole numbers with a scale, one for all or one a channel, are real weights once the file is read.
  void quantisedWeightsBecomeReal() {
    at::Generator random = generatorFrom(3);
    const at::Tensor kernel = at::randint(0, 256, {4, 3, 3, 3}, random, at::kLong).to(at::kByte),
                     zeros = at::tensor({120, 0, 255, 128}, at::kLong).to(at::kByte),
                     scales = at::tensor({0.01F, 0.02F, 0.003F, 0.5F}),
                     bias = at::tensor({16777217, -3, 40, 0}, at::kLong).to(at::kInt),
                     matrix = at::randint(-128, 128, {4, 5}, random, at::kLong).to(at::kChar);
    const auto model =
        openModel(written("edge.onnx", onnxModel(13, "net (float[N,3,6,6] x) => (float[N,5] y)",
                                                 R"({ k = DequantizeLinear<axis=0>(kernel, scales, zeros)
                       b = DequantizeLinear(bias, small)
                       c = Conv(x, k, b)
                       d = GlobalAveragePool(c)  e = Flatten(d)
                       m = DequantizeLinear(matrix, small, minus)
                       y = MatMul(e, m) })",
                                                 {{"kernel", kernel},
                                                  {"zeros", zeros},
                                                  {"scales", scales},
                                                  {"bias", bias},
                                                  {"small", at::scalar_tensor(1.0 / 64, at::kFloat)},
                                                  {"matrix", matrix},
                                                  {"minus", at::scalar_tensor(-7, at::kLong).to(at::kChar)}})
                                           .SerializeAsString()));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QVERIFY(model->info().remarks.empty());
    for (const Node& node : model->graph()->nodes) QVERIFY2(node.op != "dequantize", node.name.c_str());
    const at::Tensor real =
        (kernel.to(at::kFloat) - zeros.to(at::kFloat).view({4, 1, 1, 1})) * scales.view({4, 1, 1, 1});
    const at::Tensor pictures = picturesFor(*model, 2);
    const at::Tensor expected =
        at::conv2d(pictures, real, bias.to(at::kFloat) / 64).mean({2, 3}).matmul((matrix.to(at::kFloat) + 7) / 64);
    QVERIFY(at::allclose(model->logits(pictures), expected, 1e-5, 1e-3));
  }

  /// Activations are rounded half to even and kept in range, gradients go straight through, and that is said.
  void roundedActivationsStayRounded() {
    const auto zero = [](int value) { return at::scalar_tensor(value, at::kLong).to(at::kByte); };
    const auto model = openModel(written("rounded.onnx", onnxModel(13, "net (float[N,1,2,4] x) => (float[N,8] y)",
                                                                   R"({ f = Flatten(x)  s = Mul(f, forty)
                                       q = QuantizeLinear(s, step, three)  y = DequantizeLinear(q, step, three) })",
                                                                   {{"forty", at::scalar_tensor(40.0, at::kFloat)},
                                                                    {"step", at::scalar_tensor(0.125, at::kFloat)},
                                                                    {"three", zero(3)}})
                                                             .SerializeAsString()));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY(model->info().remarks[0].english().find("at 1 places") != std::string::npos);
    // 40 x / 0.125 = 320 x: halves, and what is beyond 255 - 3.
    const at::Tensor steps = at::tensor({0.5F, 1.5F, 2.5F, 2.75F, 251.5F, 252.5F, 300.F, 0.F});
    const at::Tensor pictures = (steps / 320).view({1, 1, 2, 4});
    const at::Tensor whole = at::tensor({0.F, 2.F, 2.F, 3.F, 252.F, 252.F, 252.F, 0.F});
    QVERIFY(at::equal(model->logits(pictures)[0], whole * 0.125));
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = pictures.clone().set_requires_grad(true);
    const at::Tensor gradient = torch::autograd::grad({model->logits(input).sum()}, {input})[0].flatten();
    QVERIFY(at::allclose(gradient, at::tensor({40.F, 40.F, 40.F, 40.F, 40.F, 40.F, 0.F, 40.F})));
    const at::NoGradGuard noGradient;
    const auto again = openModel(written("again.onnx", onnxBytes(*model->graph(), model->info())));
    QVERIFY(at::equal(again->logits(pictures), model->logits(pictures)));
  }

  /// Layers between whole numbers are layers between the real ones that they stand for.
  void quantisedLayersAreComputed() {
    const at::Tensor kernel = at::arange(-4, 4, at::kLong).to(at::kChar).view({2, 1, 2, 2});
    const auto model =
        openModel(written("whole.onnx", onnxModel(13, "net (float[N,1,3,3] x) => (float[N,2,1,1] y)",
                                                  R"({ q = QuantizeLinear(x, in, inZero)
                       c = QLinearConv(q, in, inZero, kernel, ks, kz, out, outZero, bias)
                       r = DequantizeLinear(c, out, outZero)  y = GlobalAveragePool(r) })",
                                                  {{"in", at::scalar_tensor(0.0625, at::kFloat)},
                                                   {"inZero", at::scalar_tensor(0, at::kLong).to(at::kByte)},
                                                   {"kernel", kernel},
                                                   {"ks", at::scalar_tensor(0.5, at::kFloat)},
                                                   {"kz", at::scalar_tensor(0, at::kLong).to(at::kChar)},
                                                   {"bias", at::tensor({8, -8}, at::kLong).to(at::kInt)},
                                                   {"out", at::scalar_tensor(0.25, at::kFloat)},
                                                   {"outZero", at::scalar_tensor(0, at::kLong).to(at::kChar)}})
                                            .SerializeAsString()));
    const at::Tensor pictures = picturesFor(*model, 2);
    const at::Tensor rounded = (pictures / 0.0625).round().clamp(0, 255) * 0.0625;
    const at::Tensor sums = at::conv2d(rounded, kernel.to(at::kFloat) * 0.5, at::tensor({0.25F, -0.25F}));
    const at::Tensor expected = ((sums / 0.25).round().clamp(-128, 127) * 0.25).mean({2, 3});
    QVERIFY(at::allclose(model->logits(pictures), expected, 1e-6, 1e-6));
  }

  void outputsAreChosenAndSaid_data() {
    QTest::addColumn<QString>("outputs");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("chosen");
    const char* beside = "";
    QTest::newRow("an embedding first") << "float[N,4] e, float[N,3] y" << beside << "y";
    QTest::newRow("an embedding last") << "float[N,3] y, float[N,4] e" << beside << "y";
    QTest::newRow("its soft maximum, too") << "float[N,4] e, float[N,3] p, float[N,3] y" << beside << "y";
    QTest::newRow("a label") << "int64[N] label, float[N,3] y" << beside << "y";
    QTest::newRow("by name") << "float[N,4] e, float[N,3] y"
                             << R"({"output": "e"})"
                             << "e";
    QTest::newRow("by the number of classes") << "float[N,4] e, float[N,3] y"
                                              << R"({"classes": 4})"
                                              << "e";
  }
  void outputsAreChosenAndSaid() {
    QFETCH(QString, outputs);
    QFETCH(QString, said);
    QFETCH(QString, chosen);
    const at::Tensor into = at::arange(12, at::kFloat).view({3, 4}) / 12,
                     out = at::arange(12, at::kFloat).view({4, 3});
    const std::string file =
        written("several.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (" + outputs.toStdString() + ")",
                                          R"({ a = GlobalAveragePool(x)  b = Flatten(a)  e = MatMul(b, into)
                                       y = MatMul(e, out)  p = Softmax<axis=1>(y)
                                       label = ArgMax<axis=1, keepdims=0>(y) })",
                                          {{"into", into}, {"out", out}})
                                    .SerializeAsString());
    if (!said.isEmpty()) write(file + ".json", said.toStdString());
    const auto model = openModel(file);
    const at::Tensor pictures = picturesFor(*model, 2), embedding = pictures.mean({2, 3}).matmul(into);
    QVERIFY(at::allclose(model->logits(pictures), chosen == "e" ? embedding : embedding.matmul(out), 1e-4, 1e-5));
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY2(model->info().remarks[0].english().find("‘" + chosen.toStdString() + "’") != std::string::npos,
             model->info().remarks[0].english().c_str());
    write(file + ".json", R"({"output": "nothing"})");
    try {
      (void)openModel(file);
      QFAIL("opened");
    } catch (const InputError& wrong) {
      QVERIFY2(QString::fromUtf8(wrong.what()).contains("has no output ‘nothing’"), wrong.what());
    }
    fs::remove(file + ".json");
  }

  /// One number says which of two classes it is.
  void oneNumberIsTwoClasses_data() {
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("shape");
    QTest::newRow("a logit") << "y = Gemm(b, w, c)"
                             << "float[N,1] y";
    QTest::newRow("a sigmoid") << "l = Gemm(b, w, c)  y = Sigmoid(l)"
                               << "float[N,1] y";
    QTest::newRow("without a dimension")
        << "l = Gemm(b, w, c)  s = Sigmoid(l)  one = Constant<value = int64[1] {1}>()"
           "  y = Squeeze(s, one)"
        << "float[N] y";
  }
  void oneNumberIsTwoClasses() {
    QFETCH(QString, end);
    QFETCH(QString, shape);
    const at::Tensor weight = at::tensor({300.F, -100.F, 50.F}).view({3, 1});
    const std::string file =
        written("one.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (" + shape.toStdString() + ")",
                                      "{ a = GlobalAveragePool(x)  b = Flatten(a)  " + end.toStdString() + " }",
                                      {{"w", weight}, {"c", at::tensor({-2.F})}})
                                .SerializeAsString());
    write(file + ".json", R"({"classes": ["no", "yes"]})");
    const auto model = openModel(file);
    QCOMPARE(model->info().classes, std::int64_t(2));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QVERIFY(!model->info().remarks.empty());
    const at::Tensor pictures = picturesFor(*model, 3), z = pictures.mean({2, 3}).matmul(weight) - 2;
    QVERIFY(at::allclose(model->logits(pictures), at::cat({at::zeros_like(z), z}, 1), 1e-4, 1e-3));
    fs::remove(file + ".json");
  }

  void otherOperatorsStillGiveScores() {
    const auto model = openModel(written("sum.onnx", onnxModel(13, "net (float[1,3,4,4] x) => (float[1,3] y)",
                                                               R"({ axis = Constant<value = int64 {1}>()
                                                                    a = GlobalAveragePool(x)  b = Flatten(a)
                                                                    y = CumSum(b, axis) })")
                                                         .SerializeAsString()));
    QCOMPARE(model->info().access, Access::Scores);
    QVERIFY2(model->info().accessReason.english().find("'CumSum_3' (CumSum)") != std::string::npos,
             model->info().accessReason.english().c_str());
    const at::Tensor pictures = picturesFor(*model, 3);
    QVERIFY(at::allclose(model->logits(pictures), pictures.mean({2, 3}).cumsum(1), 1e-4, 1e-5));
  }

  void externalDataStaysBeside() {
    onnx::ModelProto model = onnxModel(13, "net (float[N,3,4,4] x) => (float[N,2] y)",
                                       "{ a = GlobalAveragePool(x)  b = Flatten(a)  y = MatMul(b, w) }");
    onnx::TensorProto& weight = *model.mutable_graph()->add_initializer();
    weight.set_name("w");
    weight.set_data_type(onnx::TensorProto::FLOAT);
    weight.add_dims(3);
    weight.add_dims(2);
    weight.set_data_location(onnx::TensorProto::EXTERNAL);
    const at::Tensor values = at::arange(8, at::kFloat);
    const fs::path inner = fs::path(m_folder.path().toStdString()) / "inner";
    fs::create_directory(inner);
    write(inner / "w.bin", std::string(static_cast<const char*>(values.data_ptr()), 32));
    write(inner.parent_path() / "outside.bin", std::string(64, '\0'));
    fs::create_symlink("../outside.bin", inner / "link.bin");
    fs::create_directory_symlink("..", inner / "up");
    const auto with = [&](const std::string& location, const std::string& offset, const std::string& length = "") {
      weight.clear_external_data();
      for (const auto& [key, value] :
           {std::pair{std::string("location"), location}, {"offset", offset}, {"length", length}}) {
        if (value.empty()) continue;
        auto& entry = *weight.add_external_data();
        entry.set_key(key);
        entry.set_value(value);
      }
      return write(inner / "model.onnx", model.SerializeAsString());
    };
    const auto good = openModel(with("w.bin", "8", "24"));
    const at::Tensor pictures = picturesFor(*good, 2);
    const at::Tensor expected = pictures.mean({2, 3}).matmul(values.slice(0, 2, 8).view({3, 2}));
    QVERIFY(at::allclose(good->logits(pictures), expected));
    const auto refused = [&](const std::string& file, const char* words) {
      const std::string refusal = refusalOf(file);
      QVERIFY2(refusal.find(words) != std::string::npos && refusal.find("'w'") != std::string::npos,
               refusal.c_str());
    };
    refused(with("../outside.bin", ""), "outside the model's folder");
    refused(with((inner.parent_path() / "outside.bin").string(), ""), "no place beside the model");
    refused(with("link.bin", ""), "outside the model's folder");
    refused(with("up/outside.bin", ""), "outside the model's folder");
    refused(with("up", ""), "outside the model's folder");
    refused(with("..\\outside.bin", ""), "no place beside the model");
    refused(with("missing.bin", ""), "which is not there");
    refused(with("", ""), "no place beside the model");
    refused(with("w.bin", "16"), "beyond the end");
    refused(with("w.bin", "18446744073709551615"), "beyond the end");
    refused(with("w.bin", "-8"), "external offset");
    refused(with("w.bin", "0", "23"), "has 23 bytes where its shape needs 24");
  }

  void badFiles_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    const auto add = [](const char* name, const onnx::ModelProto& model, const char* words) {
      QTest::newRow(name) << QByteArray::fromStdString(model.SerializeAsString()) << QString(words);
    };
    const char* picture = "net (float[N,3,4,4] x) => (float[N,3] y)";
    const char* means = "{ a = GlobalAveragePool(x)  y = Flatten(a) }";
    const std::string good = onnxModel(13, picture, means).SerializeAsString();
    QTest::newRow("truncated") << QByteArray::fromStdString(good.substr(0, good.size() - 5))
                               << QString("not a whole ONNX model");
    QTest::newRow("only its beginning") << QByteArray::fromStdString(good.substr(0, 12)) << QString("ONNX");
    QTest::newRow("other beginning") << QByteArray("ONNX" + QByteArray::fromStdString(good))
                                     << QString("of another format");
    add("two inputs",
        onnxModel(13, "net (float[N,3,4,4] left, float[N,3,4,4] right) => (float[N,3] y)",
                  "{ x = Add(left, right)  a = GlobalAveragePool(x)  y = Flatten(a) }"),
        "takes 2 inputs ('left', 'right')");
    add("whole numbers in",
        onnxModel(13, "net (uint8[N,3,4,4] x) => (float[N,3] y)",
                  "{ f = Cast<to=1>(x)  a = GlobalAveragePool(f)  y = Flatten(a) }"),
        "takes uint8 values");
    add("no picture", onnxModel(13, "net (float[N,3,4,4,4] x) => (float[N,3] y)", means), "which is no picture");
    add("no row of scores", onnxModel(13, "net (float[N,3,4,4] x) => (float[N,3,4,4] y)", "{ y = Relu(x) }"),
        "not one row of class scores a picture");
    add("labels",
        onnxModel(13, "net (float[N,3,4,4] x) => (int64[N,2] y)",
                  "{ a = GlobalAveragePool(x) f = Flatten(a) i = ArgMax<axis=1>(f) y = Concat<axis=1>(i, i) }"),
        "made of labels");
    add("no stride",
        onnxModel(
            13, picture,
            "{ a = MaxPool<kernel_shape=[2,2], strides=[0,1]>(x)  b = GlobalAveragePool(a)  y = Flatten(b) }"),
        "absurd strides");
    add("no groups",
        onnxModel(13, picture, "{ a = Conv<group=0>(x, w)  b = GlobalAveragePool(a)  y = Flatten(b) }",
                  {{"w", at::ones({3, 3, 3, 3})}}),
        "absurd group");
    add("a range measured anew",
        onnxModel(13, picture,
                  R"({ a, s, z = DynamicQuantizeLinear(x)  b = DequantizeLinear(a, s, z)
                       c = GlobalAveragePool(b)  d = CumSum(c, c)  y = Flatten(d) })"),
        "measures the range of its input anew");
    add("weights that do not fit",
        onnxModel(13, picture, "{ a = Conv(x, w)  b = GlobalAveragePool(a)  y = Flatten(b) }",
                  {{"w", at::ones({4, 5, 3, 3})}}),
        "node 'Conv_0' (Conv)");
    add("NaN",
        onnxModel(13, picture, "{ a = Conv(x, w)  b = GlobalAveragePool(a)  y = Flatten(b) }",
                  {{"w", at::full({4, 3, 3, 3}, std::nan(""))}}),
        "tensor 'w' holds NaN");
    add("absurd fill",
        onnxModel(13, picture,
                  R"({ s = Constant<value = int64[2] {3000000000, 3000000000}>()
                                      w = ConstantOfShape(s)  a = GlobalAveragePool(x)
                                      f = Flatten(a)  y = MatMul(f, w) })"),
        "absurd");
    add("absurd tiles",
        onnxModel(13, picture,
                  R"({ s = Constant<value = int64[4] {1, 1, 100000, 100000}>()
                                       t = Tile(x, s)  a = GlobalAveragePool(t)  y = Flatten(a) })"),
        "absurd");
    add("absurd padding",
        onnxModel(13, picture,
                  R"({ s = Constant<value = int64[8] {0, 0, 900000, 900000, 0, 0, 900000, 900000}>()
                                         t = Pad(x, s)  a = GlobalAveragePool(t)  y = Flatten(a) })"),
        "");
    add("unknown operator",
        onnxModel(13, picture, "{ a = Frobnicate(x)  b = GlobalAveragePool(a)  y = Flatten(b) }"),
        "node 'Frobnicate_0' (Frobnicate)");
    onnx::ModelProto huge = onnxModel(13, picture, means);
    onnx::TensorProto& tensor = *huge.mutable_graph()->add_initializer();
    tensor.set_name("huge");
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (int i = 0; i < 4; ++i) tensor.add_dims(1LL << 40);
    tensor.set_raw_data("1234");
    add("absurd tensor", huge, "tensor 'huge' has an absurd shape");
    tensor.clear_dims();
    tensor.add_dims(7);
    add("too few bytes", huge, "has 4 bytes where its shape needs 28");
    tensor.clear_dims();
    tensor.add_dims(-1);
    add("negative size", huge, "has a negative size");
    onnx::ModelProto wide = onnxModel(13, "net (float[N,3,1000000,1000000] x) => (float[N,3] y)", means);
    add("absurd picture", wide, "absurd shape");
    onnx::ModelProto loop = onnxModel(13, picture, "{ a = GlobalAveragePool(b)  b = Relu(a)  y = Flatten(b) }");
    add("a circle", loop, "");
    onnx::ModelProto doubling = onnxModel(13, picture, means);
    std::string last = "x";
    for (int i = 0; i < 40; ++i) {
      onnx::NodeProto& node = *doubling.mutable_graph()->add_node();
      node.set_op_type("Concat");
      for (int twice = 0; twice < 2; ++twice) node.add_input(last);
      last = "c" + std::to_string(i);
      node.add_output(last);
      onnx::AttributeProto& axis = *node.add_attribute();
      axis.set_name("axis");
      axis.set_type(onnx::AttributeProto::INT);
      axis.set_i(3);
    }
    onnx::NodeProto& end = *doubling.mutable_graph()->add_node();
    end.set_op_type("GlobalAveragePool");
    end.add_input(last);
    end.add_output("z");
    doubling.mutable_graph()->mutable_output(0)->set_name("z");
    add("doubling", doubling, "");
  }
  void badFiles() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const std::string file = written("bad.onnx", bytes.toStdString());
    const QString refusal = QString::fromStdString(refusalOf(file));
    QVERIFY(!refusal.isEmpty());
    QVERIFY2(refusal.contains(words), qPrintable(refusal));
    QVERIFY2(refusal.startsWith(QString::fromStdString(file) + ": "), qPrintable(refusal));
    QVERIFY2(!refusal.contains('\n'), qPrintable(refusal));
  }

  /// No bytes may do worse than be refused.
  void changedBytes() {
    const std::string good = protoOf(nets()[0]).SerializeAsString();
    std::mt19937 random(7);
    for (int round = 0; round < 400; ++round) {
      std::string bytes = good;
      for (unsigned change = 0; change <= random() % 3; ++change) {
        // The structure stands at the beginning and end; most of the rest are weights.
        const std::size_t place = random() % 2 ? random() % 900 : random() % bytes.size();
        bytes[place] = static_cast<char>(random());
      }
      if (random() % 8 == 0) bytes.resize(random() % bytes.size());
      (void)refusalOf(written("changed.onnx", bytes));
    }
  }

 private:
  std::string written(const char* name, const std::string& bytes) {
    return write(fs::path(m_folder.path().toStdString()) / name, bytes);
  }

  QTemporaryDir m_folder;
};

ADVERSARIUM_SUITE(TestOnnxFiles)
#include "test_onnx_files.moc"
