// SPDX-License-Identifier: GPL-3.0-or-later
/// A batch cut into pieces answers, and is differentiated, as a whole one.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>

#include <atomic>

#include "core/base/error.h"
#include "core/fast/in_pieces.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

at::Tensor rowwise(const at::Tensor& rows) { return at::tanh(rows * rows).flatten(1).cumsum(1); }

}  // namespace

class TestInPieces : public QObject {
  Q_OBJECT

 private slots:
  void init() { at::set_num_threads(2); }

  void agreesWithTheWhole_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("cut");
    QTest::newRow("none") << 0 << false;
    QTest::newRow("one") << 1 << false;
    QTest::newRow("too few to share") << 7 << false;
    QTest::newRow("one each") << 8 << true;
    QTest::newRow("uneven") << 53 << true;
    QTest::newRow("many") << 256 << true;
  }
  void agreesWithTheWhole() {
    QFETCH(int, count);
    QFETCH(bool, cut);
    at::Generator random = generatorFrom(2);
    const at::Tensor rows = at::randn({count, 2, 3, 3}, random, at::kFloat);
    std::atomic<int> calls = 0;
    const auto counted = [&](const at::Tensor& piece) {
      ++calls;
      return rowwise(piece);
    };
    QVERIFY(at::equal(inPieces(rows, counted), rowwise(rows)));
    QCOMPARE(calls.load() > 1, cut);

    const at::AutoGradMode withGradient(true);
    const at::Tensor whole = rows.clone().requires_grad_(true), split = rows.clone().requires_grad_(true);
    const at::Tensor expected = rowwise(whole), output = inPieces(split, counted);
    QVERIFY(at::equal(output, expected));
    // Two losses of one look, as attacks ask for them.
    for (const bool last : {false, true}) {
      const at::Tensor direction = at::randn(expected.sizes(), random, at::kFloat);
      QVERIFY(at::equal(torch::autograd::grad({(output * direction).sum()}, {split}, {}, !last).front(),
                        torch::autograd::grad({(expected * direction).sum()}, {whole}, {}, !last).front()));
    }
  }

  void errorsArrive() {
    const at::Tensor rows = at::zeros({64, 1});
    const auto failing = [](const at::Tensor&) -> at::Tensor { throw UsageError("piece", "cannot be computed"); };
    QVERIFY_EXCEPTION_THROWN(inPieces(rows, failing), UsageError);
  }
};

ADVERSARIUM_SUITE(TestInPieces)
#include "test_in_pieces.moc"
