// SPDX-License-Identifier: GPL-3.0-or-later
/// Proofs against truth: closed forms on linear models, the worst that sampling and attacks find on others.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/defence/bracketed_picture.h"
#include "core/defence/certified_radius.h"
#include "core/evasion/attack.h"
#include "core/graph/architectures.h"
#include "core/record/record_compare.h"
#include "tests/core/stopper.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

Graph linearGraph(const at::Tensor& weight, const at::Tensor& bias) {
  Graph graph;
  graph.nodes.push_back({"flatten", "flatten", {-1}, {}, {}});
  graph.nodes.push_back({"linear", "linear", {0}, {}, {{"weight", weight}, {"bias", bias}}});
  return graph;
}

Graph network(const std::string& architecture) {
  Graph graph = buildArchitecture(architecture, {3, 16, 16}, 4, {0.4F, 0.5F, 0.45F}, {0.2F, 0.25F, 0.3F});
  at::Generator random = generatorFrom(6);
  initialise(graph, random);
  for (Node& node : graph.nodes) {  // batch norm that does something
    if (node.op != "batch_norm") continue;
    node.tensors["running_mean"].normal_(0, 0.1, random);
    node.tensors["running_var"].uniform_(0.5, 1.5, random);
    node.tensors["weight"].uniform_(-1, 1, random);
    node.tensors["bias"].normal_(0, 0.1, random);
  }
  return graph;
}

at::Tensor margins(const at::Tensor& logits, const at::Tensor& labels) {
  return (logits.gather(1, labels.unsqueeze(1)) - logits)
      .scatter(1, labels.unsqueeze(1), std::numeric_limits<double>::infinity());
}

/// A model that has learnt stripes.
std::shared_ptr<const Classifier> trained(const QTemporaryDir& folder) {
  Progress silent;
  Assignment assignment = trainingAssignment("train", stripes(300), {{"epochs", std::int64_t{6}}});
  assignment.request.model = "new:mlp";
  return openedModel(*runMethod(assignment, silent), folder);
}

}  // namespace

class TestBounds : public QObject {
  Q_OBJECT

 private slots:
  /// In L∞ the margin of a linear model falls by ε times the L1 norm of the weights' difference, exactly.
  void linearModelsAreProvenExactly() {
    at::Generator random = generatorFrom(2);
    const at::Tensor weight = at::empty({4, 144}).normal_(0, 1, random),
                     bias = at::empty({4}).normal_(0, 1, random);
    const at::Tensor images = 0.5 + 0.05 * at::empty({6, 1, 12, 12}).uniform_(-1, 1, random);
    const Graph graph = linearGraph(weight, bias);
    const at::Tensor labels = graph.run(images).argmax(1);
    const at::Tensor gap = margins(graph.run(images), labels);
    const at::Tensor slope = (weight.index_select(0, labels).unsqueeze(1) - weight.unsqueeze(0)).abs().sum(2);
    const at::Tensor exact = std::get<0>((gap / slope.clamp_min(1e-9)).min(1));
    const CertifiedBounds bounds(graph);
    for (const Proof proof : {Proof::Ibp, Proof::CrownIbp, Proof::Crown}) {
      Progress silent;
      const at::Tensor radii = certifiedRadii(bounds, images, labels, proof, 0.2, 20, silent);
      QVERIFY(radii.le(exact + 1e-6).all().item<bool>());
      QVERIFY((radii - exact).abs().max().item<double>() < 1e-3 * exact.max().item<double>() + 1e-5);
    }
  }

  /// What is asked about is tried, however coarse the search for more: also a strength that no float32 holds.
  void theStrengthAskedAboutIsAlwaysTried() {
    const QTemporaryDir folder;
    const auto model = trained(folder);
    for (const auto& [proof, epsilon] :
         {std::pair{"ibp", 0.001}, std::pair{"crown-ibp", 0.01}, std::pair{"crown", 0.01}}) {
      double before = -1;
      for (const std::int64_t halvings : {9, 2, 1}) {
        Assignment assignment =
            trainingAssignment("bounds", stripes(40, 5),
                               {{"epsilon", epsilon}, {"proof", std::string(proof)}, {"halvings", halvings}});
        assignment.model = model;
        assignment.request.samples.first = 10;
        Progress silent;
        const auto record = runMethod(assignment, silent);
        const double certified = record->measures.at("certified_accuracy").value;
        if (before >= 0) QCOMPARE(certified, before);
        QVERIFY2(certified > 0, proof);
        before = certified;
        // The plot says the same where it stands on the strength.
        const auto& curve = *record->get<Curve>("certified");
        QCOMPARE(curve.y[curve.x.size() / 2], certified);
      }
    }
    // A strength at which everything is proven, and the end of the curve with it.
    Assignment assignment =
        trainingAssignment("bounds", stripes(40, 5), {{"epsilon", 1e-4 / 3}, {"halvings", std::int64_t{1}}});
    assignment.model = model;
    Progress silent;
    const auto record = runMethod(assignment, silent);
    const auto& curve = *record->get<Curve>("certified");
    QCOMPARE(curve.y.back(), curve.y.front());
  }

  /// |x − ½| through two rectifiers: CROWN's chord is exact where the sign is open.
  void oneRectifierByHand() {
    // f = relu(x) over x in [−1, 2] shifted into [0,1]: x = 3·p − 1; the margin is 1 − f.
    Graph graph;
    graph.nodes.push_back({"flatten", "flatten", {-1}, {}, {}});
    graph.nodes.push_back(
        {"in", "linear", {0}, {}, {{"weight", at::full({1, 1}, 3.0F)}, {"bias", at::full({1}, -1.0F)}}});
    graph.nodes.push_back({"relu", "relu", {1}, {}, {}});
    graph.nodes.push_back(
        {"out",
         "linear",
         {2},
         {},
         {{"weight", at::tensor({0.0F, 1.0F}).view({2, 1})}, {"bias", at::tensor({1.0F, 0.0F})}}});
    const CertifiedBounds bounds(graph);
    const Box box{at::zeros({1, 1, 1, 1}), at::ones({1, 1, 1, 1})};
    const at::Tensor label = at::zeros({1}, at::kLong);
    // Largest f is 2, so the least margin is −1; both proofs find it, as the chord meets the function at its end.
    QVERIFY(std::abs(bounds.intervalMargins(box, label)[0][1].item<double>() + 1) < 1e-6);
    QVERIFY(std::abs(bounds.crownMargins(box, label, true)[0][1].item<double>() + 1) < 1e-6);
    // The other class: f − 1 ≥ −1 by the lower line.
    const at::Tensor other = at::ones({1}, at::kLong);
    QVERIFY(bounds.crownMargins(box, other, true)[0][0].item<double>() <= -1 + 1e-6);
  }

  /// A smaller box is not bounded worse: what is sure of its sign already must not stay loose where it decides who
  /// wins in a pool. And no margin falls by less than the tangent says.
  void aSmallerBoxIsNotBoundedWorse() {
    at::Generator random = generatorFrom(9);
    const Graph graph = network("smallconv");
    const at::Tensor image = at::rand({1, 3, 16, 16}, random, at::kFloat) * 0.8 + 0.1;
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = image.clone().requires_grad_(true);
    const at::Tensor logits = graph.run(input);
    const at::Tensor label = logits.detach().argmax(1);
    const std::int64_t own = label.item<std::int64_t>(), other = (own + 1) % 4;
    const at::Tensor margin = logits[0][own] - logits[0][other];
    const double slope = torch::autograd::grad({margin}, {input})[0].abs().sum().item<double>();
    const CertifiedBounds bounds(graph);
    double before = 0;
    for (const double epsilon : {3e-5, 1e-4, 3e-4}) {
      const at::Tensor least = bounds.crownMargins(boxAround(image, at::full({1}, epsilon)), label, true);
      const double fall = margin.item<double>() - least[0][other].item<double>();
      QVERIFY2(fall > std::max(before, 0.9 * epsilon * slope),
               qPrintable(QString("%1 at %2, %3 before").arg(fall).arg(epsilon).arg(before)));
      before = fall;
    }
    QVERIFY(before < 1);
  }

  void boundsHoldEverywhere_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"smallconv", "lenet", "resnet20", "mlp"}) QTest::newRow(name) << QString(name);
  }
  void boundsHoldEverywhere() {
    QFETCH(QString, architecture);
    const Graph graph = network(architecture.toStdString());
    const bool deep = architecture != "resnet20";  // whose inner bounds take minutes
    const CertifiedBounds bounds(graph);
    at::Generator random = generatorFrom(9);
    const at::Tensor images = at::rand({2, 3, 16, 16}, random, at::kFloat);
    const at::Tensor labels = graph.run(images).argmax(1);
    for (const double radius : {0.0005, 0.005}) {
      const Box box = boxAround(images, at::full({2}, radius, at::kFloat));
      const at::Tensor ibp = bounds.intervalMargins(box, labels);
      const at::Tensor mixed = bounds.crownMargins(box, labels, false);
      const at::Tensor crown = deep && radius < 0.001 ? bounds.crownMargins(box, labels, true) : mixed;
      at::Tensor least = margins(graph.run(images), labels);
      for (int i = 0; i < 20; ++i) {
        const bool corner = i % 2 == 0;
        at::Tensor place = at::rand(images.sizes(), random, at::kFloat);
        if (corner) place = place.gt(0.5).to(at::kFloat);
        least = at::minimum(least, margins(graph.run(box.low + place * (box.high - box.low)), labels));
      }
      for (const at::Tensor& bound : {ibp, mixed, crown}) {
        QVERIFY2(bound.le(least + 1e-4).all().item<bool>(), qPrintable(architecture));
        QVERIFY(bound.isnan().any().item<bool>() == false);
      }
      // Tight proofs are there to be tighter than intervals.
      const auto finite = [](const at::Tensor& m) { return std::get<0>(m.min(1)); };
      if (radius < 0.001)
        QVERIFY2(finite(crown).ge(finite(ibp) - 1e-4).all().item<bool>(), qPrintable(architecture));
    }
    // Around nothing, every bound is the margin itself.
    const Box point = boxAround(images, at::zeros({2}));
    const at::Tensor exact = margins(graph.run(images), labels);
    for (const at::Tensor& bound :
         {bounds.intervalMargins(point, labels), bounds.crownMargins(point, labels, false)}) {
      const at::Tensor off = at::where(exact.isinf(), at::zeros_like(exact), (bound - exact).abs());
      QVERIFY(off.max().item<double>() < 1e-3);
    }
  }

  void unknownOperationsAreNamed() {
    Graph graph = linearGraph(at::zeros({2, 144}), at::zeros({2}));
    graph.nodes.push_back({"squash", "sigmoid", {1}, {}, {}});
    try {
      const CertifiedBounds bounds(graph);
      QFAIL("a bound for what has none");
    } catch (const UsageError& refused) {
      QVERIFY(std::string(refused.what()).find("squash") != std::string::npos);
    }
  }

  /// Of every image: nothing found below what is proven.
  void bracketsNeverCross() {
    const QTemporaryDir folder;
    const auto model = trained(folder);
    Assignment assignment = trainingAssignment("bracket", stripes(40, 5),
                                               {{"epsilon", 0.1}, {"attacks", std::string("fmn+deepfool")}});
    assignment.model = model;
    assignment.request.samples.first = 30;
    Progress silent;
    const auto record = runMethod(assignment, silent);
    const auto& measures = record->measures;
    QCOMPARE(measures.at("contradictions").value, 0.0);
    QVERIFY(measures.at("certified_radius_mean").value > 0.005);
    const auto& table = *record->get<Table>("samples");
    int found = 0;
    for (const auto& row : table.rows) {
      const auto* smallest = std::get_if<double>(&row[4]);
      if (!smallest || *smallest == 0) continue;
      ++found;
      QVERIFY(std::get<double>(row[3]) < *smallest);
    }
    QVERIFY(found > 20);
    const auto &proven = *record->get<Curve>("certified"), &broken = *record->get<Curve>("broken"),
               &unknown = *record->get<Curve>("unknown");
    for (std::size_t i = 0; i < proven.x.size(); ++i)
      QVERIFY(std::abs(proven.y[i] + broken.y[i] + unknown.y[i] - 1) < 1e-9);
    QVERIFY(proven.y.front() >= proven.y.back() && broken.y.front() <= broken.y.back());
    QVERIFY(differencesBetween(*record, *runMethod(assignment, silent)).empty());

    assignment.request.params["attacks"] = std::string("pgd");
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  /// Of a linear model the turning point is known: |w·x + b| / |w|₁ in L∞, |w·x + b| / |w|₂ in L2.
  void aPicturesBracketHoldsItsTurningPoint() {
    at::Generator random = generatorFrom(9);
    const at::Tensor w = at::empty({16}).normal_(0, 1, random),
                     image = 0.4 + 0.2 * at::rand({1, 1, 4, 4}, random, at::kFloat);
    const at::Tensor gap = (w * image.flatten()).sum() - 0.5 * w.sum();
    ModelInfo info;
    info.where = "linear";
    info.input = {1, 4, 4};
    info.classes = 2;
    info.access = Access::WhiteBox;
    const auto model = makeGraphClassifier(
        linearGraph(at::stack({at::zeros({16}), w}), at::stack({at::zeros({}), -w.sum() * 0.5})), info);
    const MemoryData data(image, at::zeros({1}, at::kLong));
    Progress silent;
    for (const auto& [name, length] : {std::pair{"linf", w.abs().sum()}, std::pair{"l2", w.norm()}}) {
      ExploreRequest request;
      request.algorithm = "fgm";
      request.params = {{"norm", std::string(name)}};
      int told = 0;
      const auto bracket =
          bracketedPicture(request, *model, data, silent, [&](const auto& sofar) { told += !sofar->finished; });
      const double turn = (gap.abs() / length).item<double>();
      QVERIFY(told >= 2 && bracket->finished && bracket->found);
      // The turning point itself is a difference of float32 sums.
      const double slack = 1e-3 * turn;
      QVERIFY2(bracket->proven > 0 && bracket->proven <= turn + slack && turn <= *bracket->found + slack,
               qPrintable(
                   QString("%1: %2 to %3 for %4").arg(name).arg(bracket->proven).arg(*bracket->found).arg(turn)));
      QVERIFY(bracket->proven < *bracket->found);
      QVERIFY2(*bracket->found < 1.1 * turn,
               qPrintable(QString("%1: %2 for %3").arg(name).arg(*bracket->found).arg(turn)));
      if (std::string_view(name) == "linf") QVERIFY(bracket->proven > 0.95 * turn);
    }
    Graph odd = linearGraph(w.view({1, 16}).repeat({2, 1}), at::zeros({2}));
    odd.nodes.push_back({"squash", "tanh", {1}, {}, {}});
    const auto none = bracketedPicture({}, *makeGraphClassifier(odd, info), data, silent, [](const auto&) {});
    QVERIFY(none->proof.empty() && none->unprovable.english().find("tanh") != std::string::npos);
  }

  void stopsAndKeeps_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"bounds", "bracket"}) QTest::newRow(id) << QString(id);
  }
  void stopsAndKeeps() {
    QFETCH(QString, id);
    at::Generator random = generatorFrom(2);
    ModelInfo info;
    info.where = "linear";
    info.input = {1, 8, 8};
    info.classes = 3;
    const auto model =
        makeGraphClassifier(linearGraph(at::empty({3, 64}).normal_(0, 1, random), at::zeros({3})), info);
    Assignment assignment = trainingAssignment(id.toStdString(), stripes(24, 5), {});
    assignment.model = model;
    for (const int after : {0, 3, 15}) {
      Stopper at(after);
      int kept = 0;
      try {
        (void)runMethod(assignment, at, [&](const auto& part) { kept += part->partial; });
        QVERIFY(after > 3);
      } catch (const Cancelled&) {
        QCOMPARE(kept, 1);
        QCOMPARE(at.calls, after + 1);
      }
    }
    assignment.model = std::make_shared<LinearClassifier>(at::zeros({3, 64}), at::zeros({3}), ImageShape{1, 8, 8});
    Progress silent;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);  // opaque
  }
};

ADVERSARIUM_SUITE(TestBounds)
#include "test_bounds.moc"
