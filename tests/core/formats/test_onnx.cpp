// SPDX-License-Identifier: GPL-3.0-or-later
/// ONNX in and out: gradients through everything, any batch size, exact round trips, and a sentence for every bad
/// file.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

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
#include "tests/core/formats/onnx_models.h"
#include "tests/core/formats/onnx_round_trip.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

using Weights = std::map<std::string, at::Tensor>;

struct Net {
  const char* name;
  int opset;
  const char* head;
  const char* body;
  std::map<std::string, std::vector<std::int64_t>> weights;
  std::vector<const char*> operations;  ///< that must be found in the graph
};

const std::vector<Net>& nets() {
  static const std::vector<Net> list{
      {"convolutions",
       13,
       "net (float[N,3,12,12] x) => (float[N,5] y)",
       R"({
         a = Conv<kernel_shape=[3,3], pads=[1,0,2,1], strides=[2,1], group=1>(x, w1, b1)
         b = BatchNormalization<epsilon=0.001>(a, s, t, m, v)
         c = LeakyRelu<alpha=0.1>(b)
         d = Conv<kernel_shape=[3,3], dilations=[2,2], auto_pad="SAME_UPPER", group=4>(c, w2)
         e = HardSigmoid(d)
         f = AveragePool<kernel_shape=[2,2], strides=[2,2], pads=[1,1,0,0], ceil_mode=1>(e)
         g = PRelu(f, slope)
         h = GlobalAveragePool(g)
         i = Flatten(h)
         y = Gemm<transB=1, alpha=0.5>(i, w3, b3)
       })",
       {{"w1", {8, 3, 3, 3}},
        {"b1", {8}},
        {"s", {8}},
        {"t", {8}},
        {"m", {8}},
        {"v", {8}},
        {"w2", {8, 2, 3, 3}},
        {"slope", {8, 1, 1}},
        {"w3", {5, 8}},
        {"b3", {5}}},
       {"conv", "batch_norm", "linear", "adaptive_pool"}},
      {"upwards",
       14,
       "net (float[N,2,6,6] x) => (float[N,4] y)",
       R"({
         a = ConvTranspose<kernel_shape=[3,3], strides=[2,2], pads=[1,1,0,0]>(x, w1, b1)
         b = InstanceNormalization(a, s, t)
         c = HardSwish(b)
         scales = Constant<value = float[4] {1.0, 1.0, 1.5, 0.75}>()
         d = Resize<mode="linear">(c, , scales)
         e = Elu(d)
         f = GlobalMaxPool(e)
         g = Softplus(f)
         axes = Constant<value = int64[2] {2, 3}>()
         h = Squeeze(g, axes)
         i = MatMul(h, w2)
         y = Add(i, b2)
       })",
       {{"w1", {2, 6, 3, 3}}, {"b1", {6}}, {"s", {6}}, {"t", {6}}, {"w2", {6, 4}}, {"b2", {4}}},
       {"conv_transpose", "resize", "linear"}},
      {"attention",
       17,
       "net (float[N,3,8,8] x) => (float[N,4] y)",
       R"({
         p = Conv<kernel_shape=[4,4], strides=[4,4]>(x, w1)
         shape = Shape(p)
         zero = Constant<value = int64[1] {0}>()
         n = Gather<axis=0>(shape, zero)
         rest = Constant<value = int64[2] {8, -1}>()
         flat = Concat<axis=0>(n, rest)
         a = Reshape(p, flat)
         b = Transpose<perm=[0,2,1]>(a)
         one8 = Constant<value = int64[2] {1, 8}>()
         wide = Concat<axis=0>(n, one8)
         cls = Expand(token, wide)
         c = Concat<axis=1>(cls, b)
         d = Add(c, position)
         e = LayerNormalization<axis=-1>(d, s, t)
         q = MatMul(e, wq)
         k = MatMul(e, wk)
         v = MatMul(e, wv)
         kt = Transpose<perm=[0,2,1]>(k)
         r = MatMul(q, kt)
         eight = Constant<value = float {2.8284}>()
         rs = Div(r, eight)
         soft = Softmax<axis=-1>(rs)
         o = MatMul(soft, v)
         f = Add(o, d)
         root = Constant<value = float {1.4142135}>()
         one = Constant<value = float {1.0}>()
         half = Constant<value = float {0.5}>()
         g1 = Div(f, root)
         g2 = Erf(g1)
         g3 = Add(g2, one)
         g4 = Mul(f, g3)
         g = Mul(g4, half)
         first = Constant<value = int64 {0}>()
         h = Gather<axis=1>(g, first)
         y = Gemm(h, w2, b2)
       })",
       {{"w1", {8, 3, 4, 4}},
        {"token", {1, 1, 8}},
        {"position", {1, 5, 8}},
        {"s", {8}},
        {"t", {8}},
        {"wq", {8, 8}},
        {"wk", {8, 8}},
        {"wv", {8, 8}},
        {"w2", {8, 4}},
        {"b2", {4}}},
       {"gelu", "layer_norm", "softmax", "repeat_for_batch", "select"}},
      {"places",
       13,
       "net (float[1,4,8,8] x) => (float[1,6] y)",
       R"({
         pads = Constant<value = int64[8] {0, 0, 2, 1, 0, 0, 1, 2}>()
         a = Pad<mode="reflect">(x, pads)
         starts = Constant<value = int64[2] {1, -1}>()
         ends = Constant<value = int64[2] {9, -100}>()
         axes = Constant<value = int64[2] {2, 3}>()
         steps = Constant<value = int64[2] {1, -1}>()
         b = Slice(a, starts, ends, axes, steps)
         parts = Constant<value = int64[2] {1, 3}>()
         c, d = Split<axis=1>(b, parts)
         e = Concat<axis=1>(d, c)
         f = DepthToSpace<blocksize=2, mode="DCR">(e)
         g = LRN<size=3, alpha=0.1>(f)
         low = Constant<value = float {-0.2}>()
         high = Constant<value = float {0.9}>()
         h = Clip(g, low, high)
         two = Constant<value = float {2.0}>()
         i = Pow(h, two)
         eps = Constant<value = float {0.01}>()
         j = Add(i, eps)
         k = Sqrt(j)
         l = ReduceMean<axes=[3], keepdims=0>(k)
         shape = Constant<value = int64[2] {1, -1}>()
         m = Reshape(l, shape)
         n = Max(m, other)
         y = MatMul(n, w)
       })",
       {{"other", {1, 16}}, {"w", {16, 6}}},
       {"pad_reflect", "depth_to_space", "lrn", "clip", "reduce_mean"}},
      {"sequence first",
       13,
       "net (float[1,3,4,4] x) => (float[1,4] y)",
       R"({
         s1 = Constant<value = int64[3] {1, 6, 8}>()
         a = Reshape(x, s1)
         b = Transpose<perm=[1,0,2]>(a)
         c = MatMul(b, w)
         s2 = Constant<value = int64[3] {6, 2, 4}>()
         d = Reshape(c, s2)
         e = Transpose<perm=[1,0,2]>(d)
         f = Transpose<perm=[0,2,1]>(e)
         g = MatMul(e, f)
         h = Softmax<axis=-1>(g)
         i = MatMul(h, e)
         j = Transpose<perm=[1,0,2]>(i)
         s3 = Constant<value = int64[3] {6, 1, 8}>()
         k = Reshape(j, s3)
         l = ReduceMean<axes=[0], keepdims=0>(k)
         y = MatMul(l, w2)
       })",
       {{"w", {8, 8}}, {"w2", {8, 4}}},
       {"matmul", "softmax"}},
  };
  return list;
}

onnx::ModelProto protoOf(const Net& net) {
  at::Generator random = generatorFrom(5);
  Weights weights;
  for (const auto& [name, shape] : net.weights) {
    const at::Tensor value = at::randn(shape, random, at::kFloat) * 0.4;
    weights[name] = name == "v" || name == "s" ? value.abs() + 0.5 : value;
  }
  return onnxModel(net.opset, net.head, net.body, weights);
}

at::Tensor picturesFor(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(9);
  const ImageShape& shape = model.info().input;
  return at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
}

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

class TestOnnx : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  void imported_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < nets().size(); ++i) QTest::newRow(nets()[i].name) << int(i);
  }
  void imported() {
    QFETCH(int, index);
    const Net& net = nets()[static_cast<std::size_t>(index)];
    const auto model = openModel(written("net.onnx", protoOf(net).SerializeAsString()));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QVERIFY(model->info().accessReason.empty());
    const Graph& graph = *model->graph();
    std::set<std::string> names, operations;
    for (const Node& node : graph.nodes) {
      QVERIFY2(names.insert(node.name).second, node.name.c_str());
      operations.insert(node.op);
    }
    for (const char* operation : net.operations) QVERIFY2(operations.contains(operation), operation);

    // Any batch, and each picture for itself.
    const at::Tensor pictures = picturesFor(*model, 5);
    const at::Tensor logits = model->logits(pictures);
    QCOMPARE(logits.size(0), std::int64_t(5));
    QCOMPARE(logits.size(1), model->info().classes);
    const double scale = logits.abs().max().item<double>();
    for (std::int64_t i = 0; i < 5; ++i) {
      const at::Tensor alone = model->logits(pictures.slice(0, i, i + 1));
      QVERIFY((alone - logits.slice(0, i, i + 1)).abs().max().item<double>() < 1e-5 * scale);
    }

    // Gradients against finite differences, in double precision.
    Graph exact = graph.clone();
    for (Node& node : exact.nodes) {
      for (auto& [name, tensor] : node.tensors) {
        if (tensor.is_floating_point()) tensor = tensor.to(at::kDouble);
      }
    }
    const at::Tensor image = pictures.slice(0, 0, 1).to(at::kDouble).clone().set_requires_grad(true);
    at::Tensor gradient;
    {
      const at::AutoGradMode withGradient(true);
      gradient = torch::autograd::grad({exact.run(image).select(1, 1).sum()}, {image})[0];
    }
    QVERIFY(gradient.norm().item<double>() > 0);
    const at::NoGradGuard noGradient;
    constexpr double kStep = 1e-6;
    for (const int place : {3, 17, 40, 47}) {
      at::Tensor above = image.detach().clone(), below = image.detach().clone();
      above.view(-1)[place] += kStep;
      below.view(-1)[place] -= kStep;
      const double slope = (exact.run(above)[0][1] - exact.run(below)[0][1]).item<double>() / (2 * kStep);
      const double found = gradient.view(-1)[place].item<double>();
      QVERIFY2(std::abs(slope - found) < 1e-5 * (1 + std::abs(slope)),
               qPrintable(QString("%1: %2 and %3").arg(place).arg(slope).arg(found)));
    }

    // The fast copy.
    const auto copy = model->attackCopy("float32");
    QVERIFY((copy->logits(pictures) - logits).abs().max().item<double>() < 1e-4 * scale);
    const at::Tensor rough = model->attackCopy("bfloat16")->logits(pictures);
    QVERIFY((rough - logits).abs().max().item<double>() < 0.1 * std::max(scale, 1.0));

    comesBack(*model, pictures, m_folder.path().toStdString());
  }

  /// The larger ones are in test_onnx_architectures_slow.
  void ownArchitectures_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"mlp", "lenet", "smallconv", "resnet20"}) QTest::newRow(name) << QString(name);
  }
  void ownArchitectures() {
    QFETCH(QString, name);
    const bool digits = name == "mlp" || name == "lenet";
    architectureComesBack(name.toStdString(), digits ? ImageShape{1, 28, 28} : ImageShape{3, 32, 32},
                          m_folder.path().toStdString());
  }

  void channelsLastAndFlatInputs() {
    const at::Tensor weight = at::arange(12, at::kFloat).view({3, 4}) / 12.0;
    const auto last = openModel(written(
        "last.onnx", onnxModel(13, "net (float[N,5,6,3] x) => (float[N,4] y)",
                               "{ a = ReduceMean<axes=[1,2], keepdims=0>(x)  y = MatMul(a, w) }", {{"w", weight}})
                         .SerializeAsString()));
    QCOMPARE(last->info().input, (ImageShape{3, 5, 6}));
    const at::Tensor pictures = picturesFor(*last, 2);
    QVERIFY(at::allclose(last->logits(pictures), pictures.mean({2, 3}).matmul(weight)));

    const at::Tensor wide = at::arange(16 * 16 * 2, at::kFloat).view({256, 2}) / 512.0;
    const auto flat = openModel(written(
        "flat.onnx", onnxModel(13, "net (float[N,256] x) => (float[N,2] y)", "{ y = MatMul(x, w) }", {{"w", wide}})
                         .SerializeAsString()));
    QCOMPARE(flat->info().input, (ImageShape{1, 16, 16}));
    const at::Tensor squares = picturesFor(*flat, 2);
    QVERIFY(at::allclose(flat->logits(squares), squares.flatten(1).matmul(wide)));
  }

  /// Layout changes between back and forth vanish.
  void transposesCancel() {
    const auto model = openModel(written("keras.onnx", onnxModel(13, "net (float[N,8,8,3] x) => (float[N,4] y)",
                                                                 R"({ a = Transpose<perm=[0,3,1,2]>(x)
                                     b = Conv(a, w)
                                     c = Transpose<perm=[0,2,3,1]>(b)
                                     d = Relu(c)
                                     y = ReduceMean<axes=[1,2], keepdims=0>(d) })",
                                                                 {{"w", at::ones({4, 3, 3, 3})}})
                                                           .SerializeAsString()));
    QCOMPARE(model->graph()->nodes.front().op, std::string("conv"));
  }

  void softMaximumBecomesItsLogarithm() {
    const at::Tensor weight = at::full({3, 2}, 400.0);
    weight.select(1, 1).neg_();
    const auto model =
        openModel(written("soft.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (float[N,2] y)",
                                                 R"({ a = GlobalAveragePool(x)  b = Flatten(a)  c = MatMul(b, w)
                                            y = Softmax<axis=1>(c) })",
                                                 {{"w", weight}})
                                           .SerializeAsString()));
    const at::Tensor logits = model->logits(at::full({1, 3, 4, 4}, 0.5));
    QVERIFY(logits.isfinite().all().item<bool>());
    QCOMPARE(logits.exp().sum().item<double>(), 1.0);
    QCOMPARE(logits[0][1].item<double>(), -1200.0);
    // Outside it answers with probabilities, as it did.
    onnx::ModelProto again;
    QVERIFY(again.ParseFromString(onnxBytes(*model->graph(), model->info())));
    QCOMPARE(again.graph().node().rbegin()->op_type(), std::string("Softmax"));
  }

  void sidecarNormalisesAndNames() {
    const std::string file = written(
        "side.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (float[N,3,1,1] y)", "{ y = GlobalAveragePool(x) }")
                         .SerializeAsString());
    write(file + ".json", R"({"classes": ["r", "g", "b"], "mean": [0.5, 0.4, 0.3], "std": [0.5, 0.25, 0.2]})");
    const auto model = openModel(file);
    QCOMPARE(model->info().classNames, (std::vector<std::string>{"r", "g", "b"}));
    const at::Tensor expected = at::tensor({0.0F, 0.4F, 1.0F}).view({1, 3});
    QVERIFY(at::allclose(model->logits(at::full({1, 3, 4, 4}, 0.5)), expected));
    write(file + ".json", R"({"classes": ["r", "g"]})");
    try {
      (void)openModel(file);
      QFAIL("accepted");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains("has 3 classes, but"), wrong.what());
    }
  }

  void sidecarIsCarriedOutOnce() {
    const at::Tensor weight = at::eye(3) * 4.0;
    const char* body = R"({ a = GlobalAveragePool(x)  b = Flatten(a)  c = MatMul(b, w)  y = Softmax<axis=1>(c) })";
    const std::string file = written(
        "told.onnx",
        onnxModel(13, "net (float[N,3,4,4] x) => (float[N,3] y)", body, {{"w", weight}}).SerializeAsString());
    write(file + ".json", R"({"mean": [0.1, 0.2, 0.3], "std": [0.5, 0.25, 0.2], "channels": "bgr",
                              "output": "probabilities", "order": [2, 0, 1]})");
    const auto model = openModel(file);
    const at::Tensor pictures = picturesFor(*model, 2);
    const at::Tensor means =
        (pictures.mean({2, 3}) - at::tensor({0.1F, 0.2F, 0.3F})) / at::tensor({0.5F, 0.25F, 0.2F});
    const at::Tensor expected =
        means.flip(1).matmul(weight).log_softmax(1).index_select(1, at::tensor({2, 0, 1}, at::kLong));
    QVERIFY(at::allclose(model->logits(pictures), expected, 1e-4, 1e-5));
    // The file that goes out says it all by itself.
    const auto again = openModel(written("alone.onnx", onnxBytes(*model->graph(), model->info())));
    QVERIFY(at::allclose(again->logits(pictures), expected, 1e-4, 1e-5));
  }

  void trainingModeAndPruningWork() {
    const auto model = openModel(written("train.onnx", protoOf(nets()[0]).SerializeAsString()));
    Graph graph = model->graph()->clone();
    const at::Tensor pictures = picturesFor(*model, 4);
    const at::Tensor before = graph.stateDict().at("BatchNormalization_1.running_mean").clone();
    Pass pass;
    pass.training = true;
    const at::NoGradGuard noGradient;
    (void)graph.run(pictures, pass);
    QVERIFY(!graph.stateDict().at("BatchNormalization_1.running_mean").equal(before));
    Graph pruned = model->graph()->clone();
    for (Node& node : pruned.nodes) {
      if (node.name == "Conv_0") node.tensor("weight")[2].zero_();
    }
    QVERIFY(!pruned.run(pictures).equal(model->logits(pictures)));
  }

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

ADVERSARIUM_SUITE(TestOnnx)
#include "test_onnx.moc"
