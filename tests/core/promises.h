// SPDX-License-Identifier: GPL-3.0-or-later
/// What every method promises, whatever its family; each function fails the test that calls it.
#pragma once

#include <QtTest>
#include <algorithm>

#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/run/method.h"
#include "tests/core/stopper.h"

namespace adversarium {

inline std::shared_ptr<const Record> carriedOut(const Assignment& assignment) {
  Progress silent;
  return methodFor(assignment.request.algorithm).run(assignment, silent, [](const auto&) {});
}

inline void promiseSameSeedSameBytes(const Assignment& assignment) {
  const auto differences = differencesBetween(*carriedOut(assignment), *carriedOut(assignment));
  QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().c_str());
}

/// Stopped after none, 1, 3, 7… steps, until a run ends.
inline void promiseToStopAndKeepWhatIsDone(const Assignment& assignment) {
  const Method& method = methodFor(assignment.request.algorithm);
  for (int after = 0;; after = 2 * after + 1) {
    Stopper at(after);
    std::shared_ptr<const Record> kept;
    try {
      (void)method.run(assignment, at, [&](auto record) { kept = record; });
      QVERIFY(after > 0);
      break;
    } catch (const Cancelled&) {
      QCOMPARE(at.calls, after + 1);
      QVERIFY2(kept && kept->partial, qPrintable(QString("stopped after %1 steps").arg(after)));
      QVERIFY(std::any_of(kept->caveats.begin(), kept->caveats.end(),
                          [](const Caveat& c) { return c.id == "partial"; }));
    }
  }
}

inline void promiseThatDiskKeeps(const Record& record) {
  const QTemporaryDir folder;
  saveRecord(record, folder.filePath("r").toStdString());
  const Record back = loadRecord(folder.filePath("r").toStdString());
  QCOMPARE(back.request, record.request);
  QVERIFY(back.verdict == record.verdict);
  QVERIFY(differencesBetween(record, back).empty());
  QCOMPARE(recordToJson(back), recordToJson(record));
}

}  // namespace adversarium
