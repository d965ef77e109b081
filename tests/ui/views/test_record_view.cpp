// SPDX-License-Identifier: GPL-3.0-or-later
// A record's page: its tables speak the window's language and show what they hold.
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableView>
#include <QtTest>

#include "core/record/artefact/frames.h"
#include "core/record/record_json.h"
#include "tests/suite.h"
#include "ui/base/core_text.h"
#include "ui/base/language.h"
#include "ui/base/numbers.h"
#include "ui/base/table_text.h"
#include "ui/shell/application.h"
#include "ui/views/frames_view.h"
#include "ui/views/image_grid.h"
#include "ui/views/record_view.h"
#include "ui/workbench/record_tables.h"

using namespace adversarium;

namespace {

std::shared_ptr<Record> withTable(Table table) {
  auto record = std::make_shared<Record>();
  record->request.model = "new:mlp";
  record->origin.threads = 1;
  record->found = {{"rows", "Rows", std::move(table)}};
  return record;
}

ImageSet pictures(std::int64_t count, std::vector<Words> captions) {
  ImageSet set{{count, 1, 2, 2}, std::vector<float>(std::size_t(count) * 4, 0.5F), {}, false, 0};
  set.captions = std::move(captions);
  return set;
}

}  // namespace

class TestRecordView : public QObject {
  Q_OBJECT

  static QString cell(const QTableView& table, int row, int column, int role = Qt::DisplayRole) {
    return table.model()->index(row, column).data(role).toString();
  }

 private slots:
  void initTestCase() { setUpApplication(); }
  void cleanup() { applyLanguage("en"); }

  void tablesSpeakGerman() {
    applyLanguage("de");
    RecordView view;
    view.setRecord(
        withTable({{"attack", filled("layer {}", 2), {"tpr_at_fpr_0.01", filled("tpr at fpr {}", 0.01)}, "index"},
                   {{std::string("lira-online"), std::string("73.5 %"), 0.0625, 3175.0},
                    {std::string("stop"), std::string("8.1 %"), 0.5, 12345.0},
                    {std::string("gaussian-noise"), std::string("nan %"), 0.5, 2.0}}}));
    const auto* table = view.findChild<QTableView*>();
    QVERIFY(table);
    const auto heading = [&](int column) { return table->model()->headerData(column, Qt::Horizontal).toString(); };
    QCOMPARE(heading(0), QString("Angriff"));
    QCOMPARE(heading(1), QString("Schicht 2"));
    QCOMPARE(heading(2), QString("Richtige bei 0,01 falschen"));
    QCOMPARE(cell(*table, 0, 0), QString("LiRA online"));
    QCOMPARE(cell(*table, 1, 0), QString("Halt"));
    QCOMPARE(cell(*table, 2, 0), QString("Gauß-Rauschen"));
    QCOMPARE(cell(*table, 0, 1), QString("73,5 %"));
    QCOMPARE(cell(*table, 2, 1), QStringLiteral("–"));
    QCOMPARE(cell(*table, 0, 3), QString("3175"));  // 3.175 would be a bit more than three
    QCOMPARE(cell(*table, 1, 3), QString("12.345"));
    // Shares are numbers: 8.1 % comes before 73.5 %, whatever their first letters.
    const auto share = [&](int row) { return table->model()->index(row, 1).data(ArtefactTableModel::SortRole); };
    QVERIFY(share(1).toDouble() < share(0).toDouble());
  }

  /// As high as its rows, and no row is cut in half.
  void aTableIsAsHighAsItsRows() {
    Table few{{"index"}, {{1.0}, {2.0}}}, many{{"index"}, {}};
    for (int row = 0; row < 100; ++row) many.rows.push_back({double(row)});
    for (const auto& [table, rows] : {std::pair{few, 2}, std::pair{many, 8}}) {
      RecordView view;
      view.setRecord(withTable(table));
      view.resize(700, 600);
      view.show();
      QVERIFY(QTest::qWaitForWindowExposed(&view));
      const auto* shown = view.findChild<QTableView*>();
      const int height = shown->verticalHeader()->sectionSize(0);
      QVERIFY(shown->viewport()->height() >= rows * height);
      QVERIFY(shown->viewport()->height() < (rows + 1) * height);
    }
  }

  void whatHasNoHashSaysNone() {
    RecordView view;
    view.setRecord(withTable({{"index"}, {{1.0}}}));
    QStringList texts;
    for (const QLabel* label : view.findChildren<QLabel*>()) texts << label->text();
    QVERIFY(texts.contains("Model new:mlp"));
    QVERIFY2(!texts.filter("1 thread,").isEmpty(), qPrintable(texts.join('|')));
  }

  void runsSayHowFarTheyAre() {
    applyLanguage("de");
    const Words training = filled("epoch {} of {}", 1, 10);
    const Words whole("{}: {}", {filled("shadow model {} of {}, about {} left", 3, 16, "12 s"), training});
    QCOMPARE(coreText(whole, "progress"), QString("Schattenmodell 3 von 16, noch etwa 12 s: Epoche 1 von 10"));
    QCOMPARE(coreText(Words("something new"), "progress"), QString("something new"));
  }

  void measuresOfAKindAreNamed() {
    applyLanguage("de");
    Measures measures;
    constexpr MeasureSpec kRow{"robust_accuracy_{}", "Robust accuracy, strength no. {}", "rate"};
    measures.set(kRow, "2", 2, Measure());
    QCOMPARE(measures.begin()->first, std::string("robust_accuracy_2"));
    QCOMPARE(measureTitle("robust_accuracy_2", measures.at("robust_accuracy_2")),
             QString("Robuste Genauigkeit, Stärke Nr. 2"));
    constexpr MeasureSpec kUnder{"accuracy_{}", "Accuracy, {}", "rate"};
    measures.set(kUnder, "shot_noise", Words("shot noise"), Measure());
    QCOMPARE(measureTitle("accuracy_shot_noise", measures.at("accuracy_shot_noise")),
             QString("Genauigkeit, Schrotrauschen"));
    // Records of older versions know no titles.
    QCOMPARE(measureTitle("made_long_ago", Measure()), QString("made long ago"));
  }

  /// A film that was saved is still one picture a step, and its pictures are big enough to be looked at.
  void aFilmSurvivesItsFile() {
    Record record;
    record.found = {{"frames", "How they came about", Frames{pictures(6, {"1", "1", "5", "5", "9", "9"})}}};
    const Record read = recordFromJson(recordToJson(record), "film");
    QVERIFY(read.get<Frames>("frames"));
    const ImageSet& back = read.get<Frames>("frames")->pictures;
    QCOMPARE(back.captions.size(), std::size_t{6});
    auto whole = std::make_shared<Record>(record);
    FramesView film;
    film.setFrames(whole, whole->get<Frames>("frames")->pictures, "film");
    QCOMPARE(film.count(), 3);
    QCOMPARE(film.grid().shownCount(), 2);
    QVERIFY(film.grid().heightForWidth(600) > 200);
  }

  /// Forty pictures in a wide window leave no gap below them.
  void noEmptyPlaceBelowPictures() {
    auto record = std::make_shared<Record>();
    record->found = {{"drawn", "Drawn", pictures(40, {})}};
    RecordView view;
    view.setRecord(record);
    view.resize(1300, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto* grid = view.findChild<ImageGrid*>();
    QCOMPARE(grid->height(), grid->heightForWidth(grid->width()));
  }
};

ADVERSARIUM_SUITE(TestRecordView)
#include "test_record_view.moc"
