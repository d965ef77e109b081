// SPDX-License-Identifier: GPL-3.0-or-later
// A run that was stopped goes on from its finished batches, to the same bits, and asks for none of them again.
#include <ATen/ATen.h>

#include <QtTest>

#include <fstream>

#include "core/record/record_compare.h"
#include "core/run/unfinished.h"
#include "tests/core/evasion/two_classes.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

struct Run {
  std::shared_ptr<const Record> record;  ///< the partial one of a stopped run
  std::int64_t shown = 0;
};

class Runs {
 public:
  Runs(const char* id, ParamMap given, fs::path folder) : m_folder(std::move(folder)) {
    const TwoClasses t = twoClasses();
    m_model = t.model;
    m_data = std::make_shared<MemoryData>(t.batch.images, t.batch.labels);
    m_request.algorithm = id;
    m_request.params = completeParams(catalogueEntry(id).params, given);
    m_request.batch = 4;
    m_request.sweep = 3;
  }

  Run whole() const { return run({}, Progress()); }
  Run stopped(int steps) const { return run(m_folder, Stopper(steps)); }
  Run continued() const { return run(m_folder, Progress()); }

 private:
  template <class P>
  Run run(const fs::path& folder, P progress) const {
    const auto counting = std::make_shared<CountingClassifier>(m_model);
    Run result;
    try {
      result.record = methodFor(m_request.algorithm)
                          .run({m_request, counting, m_data, folder}, progress,
                               [&](std::shared_ptr<const Record> partial) { result.record = std::move(partial); });
    } catch (const Cancelled&) {
    }
    result.shown = counting->shown;
    return result;
  }

  fs::path m_folder;
  Request m_request;
  std::shared_ptr<const Classifier> m_model;
  std::shared_ptr<const DataSet> m_data;
};

}  // namespace

class TestUnfinished : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_place = std::make_unique<QTemporaryDir>(); }

  void goesOnToTheSameBits_data() {
    QTest::addColumn<QString>("id");
    QTest::newRow("gradients") << "pgd";
    QTest::newRow("scores") << "square";
    QTest::newRow("a cascade with its stages") << "autoattack";
    QTest::newRow("labels") << "hopskipjump";
    QTest::newRow("learned on one half") << "universal";
  }
  void goesOnToTheSameBits() {
    QFETCH(QString, id);
    const ParamMap few =
        id == "square" || id == "hopskipjump" ? ParamMap{{"queries", std::int64_t{200}}} : ParamMap{};
    const Runs runs(id.toStdString().c_str(), few, folder());
    const Run whole = runs.whole();
    QVERIFY(!fs::exists(folder()));

    // Somewhere in the middle: as soon as a part is kept.
    int steps = 0;
    Run stopped;
    for (; !fs::exists(folder()); steps += 25) {
      QVERIFY2(steps < 100000, "nothing was kept");
      stopped = runs.stopped(steps);
    }
    QVERIFY(!stopped.record || stopped.record->partial);
    const Run continued = runs.continued();
    QVERIFY(!continued.record->partial);
    QCOMPARE(differencesBetween(*whole.record, *continued.record), std::vector<std::string>());
    QVERIFY2(continued.shown < whole.shown,
             qPrintable(QString("%1 shown in place of %2").arg(continued.shown).arg(whole.shown)));
  }

  void damagedPartsAreMadeAgain() {
    const Runs runs("pgd", {}, folder());
    const Run whole = runs.whole();
    runs.continued();
    int damaged = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
      const fs::path file = entry.path();
      if (damaged % 2 == 0) {
        fs::resize_file(file, fs::file_size(file) / 2);
      } else {
        std::ofstream(file, std::ios::binary) << safetensorsText();
      }
      ++damaged;
    }
    QCOMPARE(damaged, 4);  // the last of five batches needs none
    const Run again = runs.continued();
    QCOMPARE(differencesBetween(*whole.record, *again.record), std::vector<std::string>());
    QCOMPARE(again.shown, whole.shown);
  }

  void noRoomToKeepIsNoFailure() {
    std::ofstream(folder()) << "a file where the folder should be";
    const Run run = Runs("pgd", {}, folder()).continued();
    QVERIFY(run.record && !run.record->partial);
  }

  void oldPartsAreForgotten() {
    const fs::path around = folder() / "around";
    const fs::path old = around / std::string(64, 'a'), recent = around / std::string(64, 'b');
    const fs::path own = around / "mine";  // what somebody else put there
    for (const fs::path& run : {old, recent, own})
      UnfinishedRun(run).keep("batch-0", {{{"any", at::zeros({1})}}, {}});
    for (const fs::path& run : {old, own})
      fs::last_write_time(run, fs::file_time_type::clock::now() - std::chrono::hours(15 * 24));
    forgetOldUnfinished(around);
    QVERIFY(!fs::exists(old));
    QVERIFY(UnfinishedRun(recent).part("batch-0"));
    QVERIFY(UnfinishedRun(own).part("batch-0"));
    forgetUnfinished(recent);
    QVERIFY(!fs::exists(recent) && fs::exists(own));
    fs::remove_all(own);
    UnfinishedRun(recent).keep("batch-0", {{{"any", at::zeros({1})}}, {}});
    forgetUnfinished(recent);
    QVERIFY(!fs::exists(around));  // nothing else was in it
  }

  /// A folder of a person's that is named by a SHA-256, too, as stores of files name theirs.
  void aPersonsFilesStay() {
    const fs::path around = folder() / "around", run = around / std::string(64, 'c');
    const Safetensors some{{{"any", at::zeros({1})}}, {}};
    fs::create_directories(run);
    const std::string weights = safetensorsText();
    std::ofstream(run / "batch-0.safetensors", std::ios::binary) << weights;
    std::ofstream(run / "notes.txt") << "mine";
    std::ofstream(folder() / "outside.safetensors") << "mine";
    fs::create_symlink(folder() / "outside.safetensors", run / "batch-2.safetensors");
    for (const char* name : {"batch-0", "batch-1", "batch-2"}) UnfinishedRun(run).keep(name, some);
    QVERIFY(UnfinishedRun(run).part("batch-1"));
    fs::last_write_time(run, fs::file_time_type::clock::now() - std::chrono::hours(15 * 24));
    forgetOldUnfinished(around);
    QVERIFY(!UnfinishedRun(run).part("batch-1"));
    const auto bytesOf = [](const fs::path& file) {
      std::ifstream stream(file, std::ios::binary);
      return std::string{std::istreambuf_iterator<char>(stream), {}};
    };
    QCOMPARE(bytesOf(run / "batch-0.safetensors"), weights);
    QCOMPARE(bytesOf(run / "notes.txt"), std::string("mine"));
    QVERIFY(fs::is_symlink(run / "batch-2.safetensors"));
    QCOMPARE(bytesOf(folder() / "outside.safetensors"), std::string("mine"));

    // Nor is a link in place of the folder followed.
    const fs::path link = around / std::string(64, 'd'), real = folder() / "real" / std::string(64, 'd');
    UnfinishedRun(real).keep("batch-0", some);
    fs::create_directory_symlink(real, link);
    forgetUnfinished(link);
    QVERIFY(fs::is_symlink(link) && UnfinishedRun(real).part("batch-0"));
  }

 private:
  fs::path folder() const { return fs::path(m_place->path().toStdString()) / "run"; }
  static std::string safetensorsText() {
    return safetensorsBytes({{{"adversarial", at::zeros({4, 1, 4, 4})}}, {{"said", "{\"gradients\": 1}"}}});
  }

  std::unique_ptr<QTemporaryDir> m_place;
};

ADVERSARIUM_SUITE(TestUnfinished)
#include "test_unfinished.moc"
