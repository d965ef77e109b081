// SPDX-License-Identifier: GPL-3.0-or-later
// More OpenMP threads than processors: then none of them spins while it waits.
#include <ATen/ATen.h>

#include <QFile>
#include <QtTest>

#include "core/tensor/convert.h"
#include "core/tensor/thread_waiting.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

int threadsOfThisProcess() {
  QFile status("/proc/self/status");
  if (!status.open(QFile::ReadOnly)) return -1;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("Threads:")) return line.mid(8).trimmed().toInt();
  }
  return -1;
}

}  // namespace

class TestWaiting : public QObject {
  Q_OBJECT

 private slots:
  void aPersonsOwnSettingDecides() {
    qputenv("OMP_WAIT_POLICY", "active");
    const int before = threadsOfThisProcess();
    QVERIFY(before > 0);
    waitWithoutSpinning();
    QCOMPARE(threadsOfThisProcess(), before);
    qunsetenv("OMP_WAIT_POLICY");
  }

  void idleThreadsStandBy() {
    const int before = threadsOfThisProcess();
    waitWithoutSpinning();
    // Their host, and with it one for every processor.
    QCOMPARE(threadsOfThisProcess(), before + processors());
    waitWithoutSpinning();
    QCOMPARE(threadsOfThisProcess(), before + processors());
    QCOMPARE(at::ones({1 << 18}).sum().item<double>(), double(1 << 18));
  }
};

ADVERSARIUM_SUITE(TestWaiting)
#include "test_waiting.moc"
