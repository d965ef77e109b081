// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/record/artefact/bars.h"
#include "core/record/artefact/frames.h"
#include "core/record/artefact/kinds.h"
#include "core/record/artefact/triggers.h"
#include "core/record/artefact_file.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/record/usual_measures.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// One of everything a record can hold, with characters that break careless writers.
Triggers someTriggers() {
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {{{3, "stop, \"or\" go", 12.5, 4.1, 5.6, 0.017, true, 11, 0.9, 0.8, 0.95, 40, 9},
           {7, "12", 80, none, 0.3, 1, false, 11, 0, 0, 0.1, 40, 30}},
          true,
          "adversarial",
          "adversarial",
          "adversarial",
          {3, 7}};
}

/// The same artefact, its content edited.
template <class T>
void change(Artefact& artefact, void (*edit)(T&)) {
  const T* held = artefact.get<T>();
  if (!held) return;
  T other = *held;
  edit(other);
  artefact.content = std::move(other);
}

Record everything() {
  Record record;
  record.request.algorithm = "pgd";
  record.request.params = {
      {"epsilon", 1.0 / 3}, {"steps", std::int64_t{7}}, {"stop_at_success", false}, {"norm", std::string("l2")}};
  record.request.model = "models/\"quoted\" übung.pt";
  record.request.data = "demo:signs";
  record.request.samples.indices = {3, 1, 2};
  record.request.target = 4;
  record.request.seed = (std::uint64_t{1} << 53) - 1;
  record.request.precision = "bfloat16";
  record.request.batch = 16;
  record.request.sweep = 5;
  record.origin = {std::string(64, 'a'),  std::string(64, 'b'), "0.1.0", "1.13.0", "cpu, AVX2", 2, 0.1,
                   "2026-01-02T03:04:05Z"};
  record.caveats = {{"small-sample", "Only 3 images; <b>wide</b> & \"quoted\"\nsecond line"}};
  record.measures.set(kSuccessRate, {2.0 / 3, 0.2, 0.94, 3, "rate"});
  record.measures.set(kSeconds, 0.05, 3);
  ImageSet images{{2, 1, 2, 2}, {0, 0.25F, 0.5F, 1, 0.1F, 0.2F, 0.3F, 0.4F}, {"one", "two"}, false};
  record.found = {{"adversarial", "Attacked images", images},
                  {"labels", "True classes", Labels{{3, -1}}},
                  {"success", "Success", Curve{"Strength", "Rate", {0, 0.5}, {0, 1}, {0, 0.8}, {0.1, 1}}},
                  {"samples", "Samples",
                   Table{{"index", "name"},
                         {{1.5, std::string("stop, \"or\" go")}, {2.0, std::string()}, {3.0, std::string("12")}}}},
                  {"frames", "How they came about", Frames{images}},
                  {"heatmap", "Where", HeatMaps{{1, 2, 2}, {0.1F, -0.2F, 0, 1}, {}, "drop", true, "adversarial"}},
                  {"sizes", "Sizes", Bars{"Class", "Pixels", {0, 3}, {"stop", "7"}, {4, 0.1}, {3, 0.1}, {5, 0.2}}},
                  {"classes", "Searches", someTriggers()},
                  {"model", "Model", ModelFile{std::string("bytes\0of it", 11), "lenet"}}};
  record.partial = true;
  return record;
}

}  // namespace

class TestRecord : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::filesystem::path in(const char* name) const { return m_folder.filePath(name).toStdString(); }

 private slots:
  void comesBackFromItsFolder() {
    const Record record = everything();
    saveRecord(record, in("record"));
    const Record back = loadRecord(in("record"));
    QVERIFY(back.request == record.request);
    QVERIFY(back.caveats == record.caveats);
    QVERIFY(back.measures == record.measures);
    QCOMPARE(back.origin.seconds, record.origin.seconds);
    QCOMPARE(back.origin.utc, record.origin.utc);
    QVERIFY(back.partial);
    QCOMPARE(back.found.size(), record.found.size());
    QCOMPARE(back.get<ImageSet>("adversarial")->values, record.get<ImageSet>("adversarial")->values);
    QCOMPARE(back.get<ImageSet>("adversarial")->shape, record.get<ImageSet>("adversarial")->shape);
    QCOMPARE(back.get<Labels>("labels")->values, record.get<Labels>("labels")->values);
    QCOMPARE(back.get<Curve>("success")->high, record.get<Curve>("success")->high);
    QVERIFY(back.get<Table>("samples")->rows == record.get<Table>("samples")->rows);
    QCOMPARE(back.get<ModelFile>("model")->bytes, record.get<ModelFile>("model")->bytes);
    QCOMPARE(back.get<Frames>("frames")->pictures.captions, record.get<Frames>("frames")->pictures.captions);
    QVERIFY(back.get<HeatMaps>("heatmap")->isSigned);
    QCOMPARE(back.get<Bars>("sizes")->names, record.get<Bars>("sizes")->names);
    const Triggers& triggers = *back.get<Triggers>("classes");
    QCOMPARE(triggers.targets, (std::vector<std::int64_t>{3, 7}));
    QVERIFY(triggers.searches[0].standsOut && triggers.searches[0].name.english() == "stop, \"or\" go");
    QVERIFY(std::isnan(triggers.searches[1].index) && triggers.searches[1].tried == 40);
    QVERIFY(differencesBetween(record, back).empty());
  }

  void everyKindIsTried() {
    std::set<std::string_view> tried;
    for (const Artefact& artefact : everything().found) tried.insert(artefact.content.kind().name);
    QCOMPARE(tried.size(), artefactKinds().size());
  }

  void contentIsShared() {
    const Record record = everything(), copy = record;
    QCOMPARE(copy.get<ImageSet>("adversarial"), record.get<ImageSet>("adversarial"));
  }

  void olderFilmsAreStillFilms() {
    std::string json = recordToJson(everything());
    const std::string now = R"("kind": "frames")";
    json.replace(json.find(now), now.size(), R"("kind": "images")");
    QVERIFY(recordFromJson(json, "old").get<Frames>("frames"));
  }

  void newerKindsAreLeftOutAndSaid() {
    std::string json = recordToJson(everything());
    const std::string now = R"("kind": "bars")";
    json.replace(json.find(now), now.size(), R"("kind": "cube")");
    const Record read = recordFromJson(json, "new");
    QCOMPARE(read.found.size(), everything().found.size() - 1);
    QCOMPARE(read.caveats.back().id, std::string("unknown-artefact"));
  }

  void damagedFilesAreNamed_data() {
    QTest::addColumn<QString>("file");
    for (const Artefact& artefact : everything().found) {
      if (!artefact.get<ModelFile>())
        QTest::newRow(artefact.id.c_str()) << QString::fromStdString(artefactFileName(artefact));
    }
  }
  void damagedFilesAreNamed() {
    QFETCH(QString, file);
    saveRecord(everything(), in("damaged"));
    const std::filesystem::path path = in("damaged") / file.toStdString();
    std::ofstream(path, std::ios::binary) << "a,b\nx,y\n";
    try {
      const Record read = loadRecord(in("damaged"));
      QVERIFY2(!differencesBetween(everything(), read).empty(), "passes for whole");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains(file), wrong.what());
    }
    std::filesystem::remove_all(in("damaged"));
  }

  void sameRecordSameBytes() { QCOMPARE(recordToJson(everything()), recordToJson(everything())); }

  void everyDifferenceIsNamed_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"adversarial", "frames", "heatmap", "labels", "success", "sizes", "samples",
                             "classes", "model", "success_rate"})
      QTest::newRow(name) << QString(name);
  }
  void everyDifferenceIsNamed() {
    QFETCH(QString, name);
    const std::string id = name.toStdString();
    const Record before = everything();
    Record after = everything();
    if (id == "success_rate") after.measures.set(kSuccessRate, {0.5, 0.2, 0.94, 3, "rate"});
    for (Artefact& artefact : after.found) {
      if (artefact.id != id) continue;
      change<ImageSet>(artefact, [](auto& images) { images.values[3] = std::nextafter(images.values[3], 0.0F); });
      change<Frames>(artefact, [](auto& frames) { frames.pictures.values[3] = 0.75F; });
      change<HeatMaps>(artefact, [](auto& maps) { maps.values[2] = -0.0F; });
      change<Labels>(artefact, [](auto& labels) { labels.values[0] = 9; });
      change<Curve>(artefact, [](auto& curve) { curve.y[1] = std::nextafter(curve.y[1], 0.0); });
      change<Bars>(artefact, [](auto& bars) { bars.high[1] = std::nextafter(bars.high[1], 1.0); });
      change<Table>(artefact, [](auto& table) { table.rows[1][1] = std::string("x"); });
      change<Triggers>(artefact, [](auto& triggers) { triggers.searches[1].standsOut = true; });
      change<ModelFile>(artefact, [](auto& model) { model.bytes.back() = 'x'; });
    }
    const auto differences = differencesBetween(before, after);
    QCOMPARE(differences.size(), std::size_t(1));
    QVERIFY2(differences.front().find(id) != std::string::npos, differences.front().c_str());
  }

  /// Time is not part of what must be equal.
  void secondsMayDiffer() {
    Record later = everything();
    later.origin.seconds = 9;
    later.origin.utc = "2027-01-01T00:00:00Z";
    later.measures.set(kSeconds, 9, 3);
    QVERIFY(differencesBetween(everything(), later).empty());
  }

  void artefactNamesCannotLeaveTheFolder_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"../up", "/etc/passwd", "a/b", "..", "", ".hidden"})
      QTest::newRow(*id ? id : "none") << QString(id);
  }
  void artefactNamesCannotLeaveTheFolder() {
    QFETCH(QString, id);
    QVERIFY_EXCEPTION_THROWN(requirePlainName(id.toStdString(), "crafted"), InputError);
  }

  void replacingLeavesNothingStale() {
    Record record = everything();
    saveRecord(record, in("twice"));
    record.found.pop_back();
    saveRecord(record, in("twice"));
    QVERIFY(!std::filesystem::exists(in("twice") / "model.adv"));
    QVERIFY(std::filesystem::exists(in("twice") / "labels.npy"));
    // Nothing but the folder itself beside it.
    const QStringList entries = QDir(m_folder.path()).entryList({".twice*"}, QDir::AllEntries | QDir::Hidden);
    QVERIFY(entries.isEmpty());
  }

  void foreignFilesStay() {
    std::filesystem::create_directories(in("mine"));
    writeBytes(in("mine") / "notes.txt", "mine");
    saveRecord(everything(), in("mine"));
    QCOMPARE(readBytes(in("mine") / "notes.txt"), std::string("mine"));
  }

  void missingArtefactIsNamed() {
    saveRecord(everything(), in("incomplete"));
    std::filesystem::remove(in("incomplete") / "labels.npy");
    try {
      (void)loadRecord(in("incomplete"));
      QFAIL("was read");
    } catch (const InputError& wrong) {
      QVERIFY(QString(wrong.what()).contains("labels.npy"));
    }
  }
};

ADVERSARIUM_SUITE(TestRecord)
#include "test_record.moc"
