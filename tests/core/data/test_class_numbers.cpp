// SPDX-License-Identifier: GPL-3.0-or-later
// Which class a sample belongs to: by the names of folders, by the names that a model gives its classes, and
// refused where it can be none.
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <opencv2/imgcodecs.hpp>

#include "core/base/error.h"
#include "core/data/class_numbers.h"
#include "core/data/data_set.h"
#include "core/data/npy.h"
#include "core/data/picture_metadata.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

using Names = std::vector<std::string>;

QStringList idsOf(const DataSet& data) {
  QStringList ids;
  for (const DataNote& note : data.info().notes) ids << QString::fromStdString(note.id);
  return ids;
}

std::vector<int> labelsOf(const DataSet& data) {
  std::vector<int> labels;
  for (std::int64_t i = 0; i < data.info().count; ++i) labels.push_back(data.label(i));
  return labels;
}

}  // namespace

class TestClassNumbers : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  /// A picture in each of the folders.
  std::string folders(const QString& name, const QStringList& classes) const {
    const QString place = m_folder.filePath(name);
    for (const QString& one : classes) picture(place + '/' + one + "/a.png");
    return place.toStdString();
  }
  void picture(const QString& path) const {
    QDir().mkpath(QFileInfo(path).path());
    [&] { QVERIFY(cv::imwrite(path.toStdString(), cv::Mat(4, 4, CV_8UC1, cv::Scalar(7)))); }();
  }
  void put(const QString& name, const QByteArray& bytes) const {
    const QString path = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
  }
  std::shared_ptr<const DataSet> labelled(const QString& name, const std::vector<std::int64_t>& labels) const {
    const QString place = m_folder.filePath(name);
    QDir().mkpath(place);
    const auto count = std::ssize(labels);
    writeNpy((place + "/x.npy").toStdString(), {count, 1, 2, 2}, std::vector<float>(std::size_t(count) * 4, 0.5F));
    writeNpy((place + "/y.npy").toStdString(), {count}, labels);
    return openDataSet(place.toStdString());
  }
  static void refused(const std::function<void()>& open, const QStringList& words) {
    try {
      open();
      QFAIL("was taken");
    } catch (const InputError& wrong) {
      for (const QString& word : words) QVERIFY2(QString(wrong.what()).contains(word), wrong.what());
    }
  }

 private slots:
  void foldersOfEveryKind_data() {
    QTest::addColumn<QStringList>("folders");  // in the order of an alphabet
    QTest::addColumn<QList<int>>("numbers");
    QTest::addColumn<QStringList>("notes");
    const auto row = [](const char* tag, const QStringList& folders, const QList<int>& numbers,
                        const QStringList& notes = {}) { QTest::newRow(tag) << folders << numbers << notes; };
    row("names", {"cat", "dog"}, {0, 1});
    row("numbers", {"0", "1", "2"}, {0, 1, 2});
    row("ten before two", {"0", "1", "10", "2", "3", "4", "5", "6", "7", "8", "9"},
        {0, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9});
    row("one is missing", {"0", "1", "3"}, {0, 1, 3}, {"empty-classes"});
    row("with noughts", {"00000", "00014", "00042"}, {0, 14, 42}, {"empty-classes"});
    row("counted from one", {"s1", "s10", "s11", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"},
        {0, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8}, {"class-numbers"});
    row("counted from nought", {"class_0", "class_1", "class_3"}, {0, 1, 3}, {"class-numbers", "empty-classes"});
    row("counted in order", {"c01", "c02", "c03"}, {0, 1, 2});
    row("other identities", {"n01440764", "n01443537", "n02123045"}, {0, 1, 2});
    row("identities of different lengths", {"id1000", "id900"}, {1, 0}, {"class-numbers"});
    row("a name among numbers", {"1", "2", "other"}, {0, 1, 2});
    row("numbers in front", {"1st", "2nd"}, {0, 1});
  }
  void foldersOfEveryKind() {
    QFETCH(QStringList, folders);
    QFETCH(QList<int>, numbers);
    QFETCH(QStringList, notes);
    Names names;
    for (const QString& folder : folders) names.push_back(folder.toStdString());
    const ClassNumbers found = classNumbersOf(names, "folder");
    QCOMPARE(QList<int>(found.numbers.begin(), found.numbers.end()), numbers);
    for (int i = 0; i < numbers.size(); ++i)
      QCOMPARE(found.names.at(std::size_t(numbers[i])), names[std::size_t(i)]);
    QStringList said;
    for (const DataNote& note : found.notes) said << QString::fromStdString(note.id);
    QCOMPARE(said, notes);
  }
  void twoFoldersOfOneNumber() {
    refused([] { (void)classNumbersOf({"1", "01"}, "folder"); }, {"folder", "'1'", "'01'"});
  }

  void numberedFoldersKeepTheirNumbers() {
    const auto data = openDataSet(folders("digits", {"0", "1", "3", "10"}));
    QCOMPARE(labelsOf(*data), (std::vector<int>{0, 1, 10, 3}));
    QCOMPARE(data->info().classNames.at(2), std::string("2"));
    QCOMPARE(withClassesOf(data, 11, {})->label(2), 10);
  }

  void whatASystemLeavesIsSkipped() {
    const std::string where = folders("left", {"0", "1"});
    QDir().mkpath(m_folder.filePath("left/.ipynb_checkpoints"));
    put("left/.DS_Store", "x");
    put("left/0/._a.png", "AppleDouble");
    put("left/0/Thumbs.db", "x");
    put("left/1/desktop.ini", "x");
    picture(m_folder.filePath("left/__MACOSX/a.png"));
    const auto data = openDataSet(where);
    QCOMPARE(labelsOf(*data), (std::vector<int>{0, 1}));
    QCOMPARE(idsOf(*data), QStringList{"hidden-files"});
    QVERIFY2(data->info().notes.front().words.english().find(": 6,") != std::string::npos,
             data->info().notes.front().words.english().c_str());
    QCOMPARE(pictureFiles(where).size(), std::size_t(2));
  }
  void hiddenTwinsOfBinariesAreSkipped() {
    QByteArray record(3073, '\x05');
    put("cifar/data_batch_1.bin", record);
    put("cifar/._data_batch_1.bin", "AppleDouble");
    QCOMPARE(openDataSet(m_folder.filePath("cifar").toStdString())->info().count, std::int64_t(1));
  }
  /// A HEIC among pictures is no picture that can be read: it is not left out in silence.
  void whatIsNoPictureIsCounted() {
    const std::string where = folders("heic", {"a", "b"});
    put("heic/a/one.heic", "x");
    put("heic/b/notes.txt", "x");
    picture(m_folder.filePath("heic/b/deeper/a.png"));
    picture(m_folder.filePath("heic/beside.png"));
    const auto data = openDataSet(where);
    QCOMPARE(data->info().count, std::int64_t(2));
    QCOMPARE(idsOf(*data), QStringList{"other-files"});
    QVERIFY(data->info().notes.front().words.english().find(": 4,") != std::string::npos);
  }
  void pictureThatIsNotListed() {
    picture(m_folder.filePath("flat/a.png"));
    picture(m_folder.filePath("flat/b.png"));
    put("flat/labels.csv", "a.png,3\n");
    const auto data = openDataSet(m_folder.filePath("flat").toStdString());
    QCOMPARE(labelsOf(*data), std::vector<int>{3});
    QCOMPARE(idsOf(*data), QStringList{"other-files"});
  }

  void namesAreMatchedToTheModels() {
    const auto data = openDataSet(folders("signs", {"Speed_Limit 30", "stop", "yield"}));
    const Names model{"yield", "stop", "priority road", "speed limit 30"};
    const auto paired = withClassesOf(data, 4, model);
    QCOMPARE(labelsOf(*paired), (std::vector<int>{3, 1, 0}));
    QCOMPARE(paired->info().classNames, model);
    QCOMPARE(idsOf(*paired), QStringList{});
    QCOMPARE(paired->image(1), data->image(1));
    QCOMPARE(paired->sha256(), data->sha256());
  }
  void theSameNamesChangeNothing() {
    const auto data = openDataSet(folders("same", {"a", "b"}));
    QCOMPARE(withClassesOf(data, 2, {"a", "b"}), data);
    QCOMPARE(withClassesOf(data, 3, {"a", "b", "c"}), data);
    QCOMPARE(withClassesOf(data, 2, {}), data);
  }
  void numberedNamesAreMatched() {
    const auto data = openDataSet(folders("numbered", {"00", "01", "02"}));
    QCOMPARE(labelsOf(*withClassesOf(data, 3, {"2", "1", "0"})), (std::vector<int>{2, 1, 0}));
    // Words for numbers: the folders' numbers stand, and nothing is odd about it.
    QCOMPARE(withClassesOf(data, 3, {"zero", "one", "two"}), data);
  }
  void otherNamesAreSaid() {
    const auto data = openDataSet(folders("others", {"Katze", "Hund"}));
    const auto paired = withClassesOf(data, 2, {"dog", "cat"});
    QCOMPARE(labelsOf(*paired), labelsOf(*data));
    QCOMPARE(idsOf(*paired), QStringList{"class-names"});
  }
  void someNamesAreRefused() {
    const auto data = openDataSet(folders("some", {"cat", "dog", "emu"}));
    refused([&] { (void)withClassesOf(data, 3, {"cat", "dog", "fox"}); }, {"some", "‘emu’", "2 of the 3"});
  }
  /// Fewer classes than the model, and nothing to tell which: said.
  void fewerClassesWithoutNamesAreSaid() {
    const auto data = openDataSet(folders("fewer", {"ant", "bee"}));
    QCOMPARE(idsOf(*withClassesOf(data, 10, {})), QStringList{"class-names"});
  }

  void foldersCountedFromOne() {
    const auto data = openDataSet(folders("from one", {"1", "2", "3"}));
    const auto paired = withClassesOf(data, 3, {});
    QCOMPARE(labelsOf(*paired), (std::vector<int>{0, 1, 2}));
    QCOMPARE(paired->info().classNames, (Names{"1", "2", "3"}));
    QCOMPARE(idsOf(*paired), QStringList{"class-numbers"});
    QCOMPARE(withClassesOf(data, 4, {})->label(0), 1);  // without the class of nought
    refused([&] { (void)withClassesOf(data, 2, {}); }, {"from one", "label 3"});
  }

  void labelsOutsideAreRefused() {
    const auto one = labelled("one", {1, 2, 3, 2, 3});
    refused([&] { (void)withClassesOf(one, 3, {}); }, {"y.npy", "sample 2", "label 3", "3 classes", "subtract 1"});
    const auto far = labelled("far", {0, 1, 43, 2});
    refused([&] { (void)withClassesOf(far, 3, {"a", "b", "c"}); }, {"y.npy", "sample 2", "label 43", "another"});
    QCOMPARE(withClassesOf(far, 44, {}), far);
    picture(m_folder.filePath("listed/a.png"));
    put("listed/labels.csv", "a.png,12\n");
    refused([&] { (void)withClassesOf(openDataSet(m_folder.filePath("listed").toStdString()), 10, {}); },
            {"labels.csv", "label 12"});
  }
  void unlabelledDataIsTaken() {
    picture(m_folder.filePath("bare/a.png"));
    const auto data = openDataSet(m_folder.filePath("bare").toStdString());
    QCOMPARE(withClassesOf(data, 2, {"a", "b"}), data);
    QCOMPARE(withClassesToLearn(data), data);
  }

  void whatIsToBeLearnt() {
    const auto whole = labelled("whole", {0, 1, 2});
    QCOMPARE(withClassesToLearn(whole), whole);
    QCOMPARE(idsOf(*withClassesToLearn(labelled("gap", {1, 2, 3}))), QStringList{"empty-classes"});
    const auto far = labelled("outlier", {0, 1, 43});
    refused([&] { (void)withClassesToLearn(far); }, {"y.npy", "sample 2", "label 43", "3 different"});
    const auto years = openDataSet(folders("years", {"1985", "1990"}));
    const auto learnt = withClassesToLearn(years);
    QCOMPARE(labelsOf(*learnt), (std::vector<int>{0, 1}));
    QCOMPARE(learnt->info().classNames, (Names{"1985", "1990"}));
    QCOMPARE(idsOf(*learnt), QStringList{"class-numbers"});
    // A model that has learnt so knows them by name.
    QCOMPARE(labelsOf(*withClassesOf(years, 2, learnt->info().classNames)), (std::vector<int>{0, 1}));
    const auto gap = openDataSet(folders("gap", {"0", "1", "3"}));
    QCOMPARE(idsOf(*withClassesToLearn(gap)), QStringList{"empty-classes"});
  }

  void realFaces() {
    const QString where = realData("orl_faces");
    if (where.isEmpty()) QSKIP("the ORL faces are not there (ADVERSARIUM_DATA)");
    const auto data = openDataSet(where.toStdString());
    QCOMPARE(data->info().classNames.size(), std::size_t(40));
    for (std::size_t i = 0; i < 40; ++i) QCOMPARE(data->info().classNames[i], "s" + std::to_string(i + 1));
  }
};

ADVERSARIUM_SUITE(TestClassNumbers)
#include "test_class_numbers.moc"
