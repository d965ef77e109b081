// SPDX-License-Identifier: GPL-3.0-or-later
/// Out of the project and back: the same parameters bit for bit, the same answers.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <filesystem>

#include "core/formats/onnx/export.h"
#include "core/formats/open_model.h"
#include "tests/core/fast/lively.h"
#include "tests/core/formats/onnx_models.h"

namespace adversarium {

inline void sameParameters(const Graph& expected, const Graph& found, const char* file) {
  const auto other = found.stateDict();
  for (const auto& [key, value] : expected.stateDict()) {
    QVERIFY2(other.contains(key), qPrintable(QString("%1: %2 is missing").arg(file, key.c_str())));
    QVERIFY2(other.at(key).equal(value), qPrintable(QString("%1: %2 differs").arg(file, key.c_str())));
  }
  QCOMPARE(found.parameterCount(), expected.parameterCount());
}

/// Through both of the project's own ways out.
inline void comesBack(const Classifier& model, const at::Tensor& pictures, const std::filesystem::path& folder) {
  const at::NoGradGuard noGradient;
  const at::Tensor logits = model.logits(pictures);
  for (const auto& [file, bytes] : {std::pair{"back.adv", modelFileBytes(*model.graph(), model.info(), "")},
                                    std::pair{"back.onnx", onnxBytes(*model.graph(), model.info())}}) {
    const auto again = openModel(write(folder / file, bytes));
    sameParameters(*model.graph(), *again->graph(), file);
    QVERIFY2(again->logits(pictures).equal(logits), file);
  }
}

inline void architectureComesBack(const std::string& name, ImageShape shape, const std::filesystem::path& folder) {
  ModelInfo info;
  info.where = name;
  info.architecture = name;
  info.input = shape;
  info.classNames = {"a", "b", "c", "d", "é", "f", "g"};
  const Graph graph = lively(name, shape);
  const auto model = openModel(write(folder / "own.onnx", onnxBytes(graph, info)));
  QCOMPARE(model->info().classNames, info.classNames);
  QCOMPARE(model->info().kind, std::string("onnx"));
  QCOMPARE(model->info().access, Access::WhiteBox);
  sameParameters(graph, *model->graph(), "own.onnx");
  const at::NoGradGuard noGradient;
  at::Generator random = generatorFrom(2);
  const at::Tensor pictures = at::rand({3, shape.channels, shape.height, shape.width}, random, at::kFloat);
  QVERIFY(model->logits(pictures).equal(graph.run(pictures)));
  comesBack(*model, pictures, folder);
}

}  // namespace adversarium
