// SPDX-License-Identifier: GPL-3.0-or-later
/// Every own architecture to ONNX and back.
#include <QtTest>

#include "tests/core/formats/onnx_round_trip.h"
#include "tests/suite.h"

using namespace adversarium;

class TestOnnxArchitecturesSlow : public QObject {
  Q_OBJECT

 private slots:
  void comesBack_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("pixels");
    for (const ArchitectureInfo& info : architectures())
      QTest::newRow(info.name.data()) << QString(info.name.data()) << info.pixels;
  }
  void comesBack() {
    QFETCH(QString, name);
    QFETCH(int, pixels);
    QTemporaryDir folder;
    const std::string word = name.toStdString();
    const bool digits = word == "mlp" || word == "lenet";
    const ImageShape shape = digits ? ImageShape{1, 28, 28} : ImageShape{3, pixels, pixels};
    architectureComesBack(word, shape, folder.path().toStdString());
  }
};

ADVERSARIUM_SUITE(TestOnnxArchitecturesSlow)
#include "test_onnx_architectures_slow.moc"
