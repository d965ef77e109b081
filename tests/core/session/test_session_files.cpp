// SPDX-License-Identifier: GPL-3.0-or-later
// Another file in the same place gives another answer, under its own hash.
#include <ATen/ATen.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <span>

#include "core/base/hash.h"
#include "core/data/kept_open.h"
#include "core/data/npy.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/record/artefact_file.h"
#include "core/session.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

constexpr ImageShape kShape{1, 28, 28};
constexpr std::int64_t kImages = 12;

/// Of the same size whatever the seed.
std::string modelBytes(std::uint64_t seed) {
  at::Generator random = generatorFrom(seed);
  Graph graph = buildArchitecture("lenet", kShape, 10);
  initialise(graph, random);
  ModelInfo info;
  info.architecture = "lenet";
  info.input = kShape;
  info.classes = 10;
  return modelFileBytes(graph, info, {});
}

void writeImages(const fs::path& folder, std::uint64_t seed) {
  at::Generator random = generatorFrom(seed);
  fs::create_directories(folder);
  const at::Tensor images = at::empty({kImages, 1, 28, 28}).uniform_(0, 1, random);
  writeNpy(folder / "x.npy", {kImages, 1, 28, 28}, std::span<const float>(floatsOf(images)));
  writeNpy(folder / "y.npy", {kImages},
           std::span<const std::int64_t>(integersOf(at::randint(0, 10, {kImages}, random, at::kLong))));
}

}  // namespace

class TestSessionFiles : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_temporary;
  std::unique_ptr<Session> m_session;
  fs::path here() const { return m_temporary->path().toStdString(); }
  fs::path model() const { return here() / "model.adv"; }
  fs::path data() const { return here() / "data"; }

  Request request() const {
    Request request;
    request.algorithm = "fgm";
    request.model = model().string();
    request.data = data().string();
    request.samples.first = kImages;
    return request;
  }
  std::shared_ptr<const Record> run() const {
    const auto task = m_session->run(request());
    task->wait();
    if (const JobState state = task->state(); std::holds_alternative<Failed>(state))
      throw std::runtime_error(std::get<Failed>(state).message);
    return task->result();
  }
  /// Scores of one clean picture, as the window asks for them.
  std::vector<float> preview() const {
    const auto task = m_session->explore({model().string(), data().string(), 3, "fgm", {}, -1, 0, false});
    task->wait();
    return task->result() ? task->result()->cleanScores : std::vector<float>();
  }
  static std::vector<std::int64_t> answers(const Record& record) {
    return record.get<Labels>("clean_predicted")->values;
  }

 private slots:
  void init() {
    m_temporary = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<Session>(SessionOptions{1, "cpu", {}, {}});
    writeBytes(model(), modelBytes(1));
    writeImages(data(), 1);
  }

  void aRetrainedModelAnswersForItself() {
    const auto before = run();
    QCOMPARE(before->origin.modelSha256, sha256OfFile(model()));
    const auto seen = preview();
    QVERIFY(!seen.empty());
    QCOMPARE(preview(), seen);

    const auto size = fs::file_size(model());
    writeBytes(model(), modelBytes(2));
    QCOMPARE(fs::file_size(model()), size);
    QVERIFY(preview() != seen);
    const auto after = run();
    QCOMPARE(after->origin.modelSha256, sha256OfFile(model()));
    QVERIFY(after->origin.modelSha256 != before->origin.modelSha256);
    QVERIFY(answers(*after) != answers(*before));

    writeBytes(model(), modelBytes(1));
    const auto back = run();
    QCOMPARE(back->origin.modelSha256, before->origin.modelSha256);
    QCOMPARE(answers(*back), answers(*before));
    QCOMPARE(preview(), seen);
  }

  /// A copy that keeps the time, as backup programs make them.
  void anotherFileWithTheSameTimeIsAnother() {
    const auto before = run();
    const auto time = fs::last_write_time(model());
    writeBytes(here() / "other.adv", modelBytes(2));
    fs::rename(here() / "other.adv", model());
    fs::last_write_time(model(), time);
    QVERIFY(run()->origin.modelSha256 != before->origin.modelSha256);
  }

  void theDescriptionBesideAModelCounts() {
    const auto before = run();
    const auto seen = preview();
    const fs::path beside = model().string() + ".json";
    writeBytes(beside, R"({"order": [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]})");
    const auto reversed = run();
    for (std::size_t i = 0; i < answers(*before).size(); ++i)
      QCOMPARE(answers(*reversed)[i], 9 - answers(*before)[i]);
    QVERIFY(preview() != seen);
    writeBytes(beside, R"({"order": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]})");
    QCOMPARE(answers(*run()), answers(*before));
    fs::remove(beside);
    QCOMPARE(preview(), seen);
  }

  void aModelThatIsGoneIsGone() {
    (void)run();
    fs::remove(model());
    QVERIFY_EXCEPTION_THROWN((void)run(), std::runtime_error);
  }

  void changedDataIsReadAgain_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("a folder's images") << "x.npy";
    QTest::newRow("a folder's labels") << "y.npy";
  }
  void changedDataIsReadAgain() {
    QFETCH(QString, file);
    const auto before = run();
    const auto seen = preview();
    writeImages(here() / "other", 2);
    fs::copy_file(here() / "other" / file.toStdString(), data() / file.toStdString(),
                  fs::copy_options::overwrite_existing);
    const auto after = run();
    QVERIFY(after->origin.dataSha256 != before->origin.dataSha256);
    const bool labels = file == "y.npy";
    QCOMPARE(after->get<ImageSet>("clean")->values == before->get<ImageSet>("clean")->values, labels);
    QCOMPARE(after->get<Labels>("labels")->values == before->get<Labels>("labels")->values, !labels);
    if (!labels) QVERIFY(preview() != seen);
    Session fresh({1, "cpu", {}, {}});
    const auto task = fresh.run(request());
    task->wait();
    QCOMPARE(after->origin.dataSha256, task->result()->origin.dataSha256);
  }

  void aSingleFileOfDataIsReadAgain() {
    Request single = request();
    single.data = (data() / "x.npy").string();
    const auto hash = [&] {
      const auto task = m_session->run(single);
      task->wait();
      return task->result() ? task->result()->origin.dataSha256 : std::string("failed");
    };
    QCOMPARE(hash(), sha256OfFile(data() / "x.npy"));
    writeImages(data(), 2);
    QCOMPARE(hash(), sha256OfFile(data() / "x.npy"));
  }

  void aPictureMoreOrLessIsSeen() {
    const fs::path folder = here() / "pictures";
    const auto write = [&](const char* name, int grey) {
      fs::create_directories((folder / name).parent_path());
      std::string bytes = "P5 28 28 255\n";
      bytes.append(28 * 28, char(grey));
      writeBytes(folder / name, bytes);
    };
    write("a/1.pgm", 10);
    write("b/1.pgm", 200);
    const auto count = [&] { return m_session->openData(folder.string())->info().count; };
    QCOMPARE(count(), 2);
    write("b/2.pgm", 100);
    QCOMPARE(count(), 3);
    fs::remove(folder / "a" / "1.pgm");
    write("a/0.pgm", 10);
    QCOMPARE(count(), 3);
    fs::remove(folder / "b" / "1.pgm");
    QCOMPARE(count(), 2);
    QVERIFY(m_session->openData(folder.string()) == m_session->openData(folder.string()));
  }

  /// Files of which each picture is read when it is asked for.
  void dataThatChangesDuringARunIsSaid() {
    const auto said = [](const Record& record) {
      return std::any_of(record.caveats.begin(), record.caveats.end(),
                         [](const Caveat& caveat) { return caveat.id == "data-changed"; });
    };
    const auto quiet = run();
    QVERIFY(!said(*quiet));
    // Every picture is rightly classified, so that every batch takes its time.
    writeNpy(data() / "y.npy", {kImages}, std::span<const std::int64_t>(answers(*quiet)));
    Request slow = request();
    slow.algorithm = "pgd";
    slow.params = {{"steps", std::int64_t{300}}, {"stop_at_success", false}};
    slow.batch = 2;
    const auto task = m_session->run(slow);
    QTRY_VERIFY_WITH_TIMEOUT(task->fraction() > 0.05, 60'000);
    QVERIFY(!task->finished());
    fs::last_write_time(data() / "x.npy",
                        fs::file_time_type::clock::now());  // nobody knows what was read in between
    task->wait();
    QVERIFY(task->result() && !task->result()->partial);
    QVERIFY(said(*task->result()));
  }

  void fewAreKeptAndTheOldestGoes() {
    KeptOpen<int> kept(2);
    int opened = 0;
    const auto get = [&](const char* name) {
      return *kept.get(
          name, false, [&] { return std::vector<fs::path>{here() / name}; },
          [&] { return std::make_shared<const int>(++opened); });
    };
    QCOMPARE(get("a"), 1);
    QCOMPARE(get("b"), 2);
    QCOMPARE(get("a"), 1);
    QCOMPARE(get("c"), 3);  // b was asked for longest ago
    QCOMPARE(get("a"), 1);
    QCOMPARE(get("b"), 4);
    writeBytes(here() / "a", "made");
    QCOMPARE(get("a"), 5);
  }

  /// What does not come to rest is not opened for something that it never was.
  void whatNeverRestsIsRefused() {
    KeptOpen<int> kept(2);
    int opened = 0;
    const fs::path file = here() / "growing";
    try {
      (void)kept.get(
          "growing\nsecond line", false, [&] { return std::vector<fs::path>{file}; },
          [&] {
            writeBytes(file, std::string(std::size_t(++opened), 'x'));
            return std::make_shared<const int>(opened);
          });
      QFAIL("was opened");
    } catch (const InputError& wrong) {
      QCOMPARE(QString(wrong.what()), QString("growing: is being changed while it is read"));
    }
  }
};

ADVERSARIUM_SUITE(TestSessionFiles)
#include "test_session_files.moc"
