// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing that Adversarium did not write itself, as it is now, is ever replaced or removed.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/record/artefact_file.h"
#include "core/record/delivery.h"
#include "core/record/record_json.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

namespace {

using Files = std::map<std::string, std::string>;

void deliver(const fs::path& folder, const Files& files) {
  Delivery delivery(folder);
  for (const auto& [name, bytes] : files) writeBytes(delivery.stage() / name, bytes);
  delivery.deliver("record.json");
}

/// Every file of a folder, hidden ones too, but for the manifest; links by where they lead.
Files filesIn(const fs::path& folder) {
  Files files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == kManifestFile) continue;
    files[name] = entry.is_symlink()        ? "→ " + fs::read_symlink(entry.path()).string()
                  : entry.is_regular_file() ? readBytes(entry.path())
                                            : "a folder";
  }
  return files;
}

/// Delivers, and wants it refused for the sake of `name`, everything left as it was.
void refused(const fs::path& folder, const Files& files, const std::string& name) {
  const Files before = filesIn(folder);
  try {
    deliver(folder, files);
  } catch (const InputError& wrong) {
    QVERIFY2(QString(wrong.what()).contains(QString::fromStdString((folder / name).string())), wrong.what());
    QVERIFY(filesIn(folder) == before);
    return;
  }
  QFAIL("was delivered");
}

Record withModel(const std::string& bytes) {
  Record record;
  record.request.algorithm = "train";
  record.found = {{"model", "Model", ModelFile{bytes, "lenet"}}, {"labels", "Classes", Labels{{1, 2}}}};
  return record;
}

}  // namespace

class TestDelivery : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_temporary;
  fs::path here() const { return m_temporary->path().toStdString(); }
  fs::path out() const { return here() / "out"; }

 private slots:
  void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

  void replacesItsOwn() {
    deliver(out(), {{"a.csv", "1"}, {"b.npy", "2"}, {"record.json", "r1"}});
    deliver(out(), {{"a.csv", "3"}, {"record.json", "r2"}});
    QVERIFY((filesIn(out()) == Files{{"a.csv", "3"}, {"record.json", "r2"}}));  // b.npy was not brought again
    deliver(out(), {{"a.csv", "3"}, {"record.json", "r2"}});
    QVERIFY((filesIn(out()) == Files{{"a.csv", "3"}, {"record.json", "r2"}}));
    QCOMPARE(QDir(m_temporary->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList("out"));
  }

  /// What anybody can check with sha256sum -c.
  void theManifestHoldsEveryHash() {
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    const QString text = QString::fromStdString(readBytes(out() / kManifestFile));
    for (const char* name : {"a.csv", "record.json"})
      QVERIFY2(text.contains(QString("\n%1  %2\n").arg(QString::fromStdString(sha256OfFile(out() / name)), name)),
               qPrintable(text));
  }

  void whatAPersonPutThereIsInTheWay() {
    fs::create_directories(out());
    writeBytes(out() / "a.csv", "mine");
    refused(out(), {{"a.csv", "1"}, {"record.json", "r"}}, "a.csv");
  }

  void whatAPersonChangedIsTheirs() {
    deliver(out(), {{"a.csv", "1"}, {"b.npy", "2"}, {"record.json", "r"}});
    writeBytes(out() / "a.csv", "1, and notes");
    refused(out(), {{"a.csv", "3"}, {"record.json", "r2"}}, "a.csv");
    deliver(out(), {{"c.npy", "3"}, {"record.json", "r2"}});  // not in the way: stays, with b.npy gone
    QVERIFY((filesIn(out()) == Files{{"a.csv", "1, and notes"}, {"c.npy", "3"}, {"record.json", "r2"}}));
    refused(out(), {{"a.csv", "3"}, {"record.json", "r3"}}, "a.csv");
  }

  void theSameBytesAreInNobodysWay() {
    fs::create_directories(out());
    writeBytes(out() / "a.csv", "1");
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    QCOMPARE(readBytes(out() / "a.csv"), std::string("1"));
  }

  void otherFilesStay() {
    fs::create_directories(out() / "folder");
    writeBytes(out() / "notes.txt", "mine");
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    deliver(out(), {{"record.json", "r2"}});
    QVERIFY((filesIn(out()) == Files{{"folder", "a folder"}, {"notes.txt", "mine"}, {"record.json", "r2"}}));
  }

  void foldersAreInTheWay() {
    fs::create_directories(out() / "a.csv");
    refused(out(), {{"a.csv", "1"}, {"record.json", "r"}}, "a.csv");
  }

  void linksAreNeverItsOwn_data() {
    QTest::addColumn<bool>("dangling");
    QTest::newRow("to a file") << false;
    QTest::newRow("to nothing") << true;
  }
  /// Even where what they lead to is, to the bit, what was written.
  void linksAreNeverItsOwn() {
    QFETCH(bool, dangling);
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    fs::remove(out() / "a.csv");
    if (!dangling) writeBytes(here() / "thesis.csv", "1");
    fs::create_symlink(here() / "thesis.csv", out() / "a.csv");
    refused(out(), {{"a.csv", "2"}, {"record.json", "r2"}}, "a.csv");
    deliver(out(), {{"record.json", "r2"}});  // nor removed as stale
    QVERIFY(fs::is_symlink(out() / "a.csv"));
    QCOMPARE(fs::exists(here() / "thesis.csv"), !dangling);
  }

  /// A manifest that somebody made up names places outside, and files that it has the hashes of.
  void aManifestNeverLeadsOutOfItsFolder_data() {
    QTest::addColumn<QString>("name");
    for (const QString& name : {QString("../thesis.csv"), QString("/ABSOLUTE"), QString("below/thesis.csv"),
                                QString(".hidden"), QString(".."), QString("below\\thesis.csv")})
      QTest::newRow(qPrintable(name)) << name;
  }
  void aManifestNeverLeadsOutOfItsFolder() {
    QFETCH(QString, name);
    fs::create_directories(out() / "below");
    const fs::path thesis = here() / "thesis.csv";
    if (name == "/ABSOLUTE") name = QString::fromStdString(thesis.string());
    const std::vector<fs::path> all{thesis, out() / "below" / "thesis.csv", out() / ".hidden"};
    for (const fs::path& file : all) writeBytes(file, "thesis");
    const std::string line = sha256Of("thesis") + "  " + name.toStdString() + "\n";
    writeBytes(out() / kManifestFile, sealed("# made up\n" + line, "# ", ""));
    deliver(out(), {{"record.json", "r"}});
    for (const fs::path& file : all) QCOMPARE(readBytes(file), std::string("thesis"));
  }

  /// Somebody else's, or one that was edited: it tells of nothing, and is itself not replaced.
  void aBrokenSealCountsForNothing() {
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    writeBytes(out() / "thesis.csv", "thesis");
    const std::string text = readBytes(out() / kManifestFile);
    writeBytes(out() / kManifestFile, sha256Of("thesis") + "  thesis.csv\n" + text);
    refused(out(), {{"b.csv", "1"}, {"record.json", "r"}}, kManifestFile);
    QVERIFY_EXCEPTION_THROWN(requireOwn(out(), {"a.csv"}), InputError);
  }

  /// The record of an older release, or one that somebody planted: it says which files are its own and has no say.
  void aRecordIsNoProof() {
    fs::create_directories(out());
    Record planted = withModel("bytes");
    planted.found.push_back({"thesis", "Thesis", Table{{"a"}, {}}});
    planted.found.push_back({"weights", "Weights", ModelFile{}});
    writeBytes(out() / "record.json", recordToJson(planted));
    const Files own{
        {"thesis.csv", "mine"}, {"weights.onnx", "mine"}, {"weights.adv", "mine"}, {"model.onnx", "mine"}};
    for (const auto& [name, bytes] : own) writeBytes(out() / name, bytes);
    const Files before = filesIn(out());
    QVERIFY_EXCEPTION_THROWN(saveRecord(withModel("other"), out()), InputError);
    QVERIFY(filesIn(out()) == before);
    fs::remove(out() / "record.json");
    saveRecord(withModel("other"), out());  // these bytes are no network, so that there is no model.onnx
    for (const auto& [name, bytes] : own) QCOMPARE(readBytes(out() / name), bytes);
  }

  /// Stopped between any two moves: what was moved already is known the next time.
  void aHalfDoneDeliveryIsItsOwn() {
    deliver(out(), {{"a.csv", "1"}, {"record.json", "r"}});
    const std::string old = readBytes(out() / kManifestFile);
    deliver(out(), {{"a.csv", "2"}, {"record.json", "r2"}});
    const std::string fresh = readBytes(out() / kManifestFile);
    // The manifest while files are moved names both.
    std::string both = "# both\n";
    for (const std::string* text : {&old, &fresh}) {
      for (const QString& line : QString::fromStdString(*text).split('\n', Qt::SkipEmptyParts)) {
        if (!line.startsWith('#')) both += line.toStdString() + "\n";
      }
    }
    writeBytes(out() / kManifestFile, sealed(both, "# ", ""));
    writeBytes(out() / "a.csv", "1");  // not moved yet
    deliver(out(), {{"a.csv", "3"}, {"record.json", "r3"}});
    QVERIFY((filesIn(out()) == Files{{"a.csv", "3"}, {"record.json", "r3"}}));
  }

  void sealsHoldForTheirTextAlone() {
    const std::string page = sealed("<html>\n</html>\n", "<!-- ", " -->");
    QVERIFY(sealHolds(page));
    QVERIFY(!sealHolds(page + "\n"));
    QVERIFY(!sealHolds("x" + page));
    QVERIFY(!sealHolds(std::string_view(page).substr(0, page.size() - 1)));
    for (const char* text : {"", "\n", "sha256 \n", "no seal\nsha256 0123\n"}) QVERIFY(!sealHolds(text));
    const fs::path file = here() / "page.html";
    requireReplaceable(file);
    writeBytes(file, page);
    requireReplaceable(file);
    writeBytes(file, page + "<p>and remarks</p>\n");
    QVERIFY_EXCEPTION_THROWN(requireReplaceable(file), InputError);
  }

  void replacingNeedsNoNameOfAnybodys() {
    const fs::path file = here() / "checkpoint";
    writeBytes(file, "1");
    writeBytes(here() / "checkpoint.part", "mine");
    replaceBytes(file, "2");
    QCOMPARE(readBytes(file), std::string("2"));
    QCOMPARE(readBytes(here() / "checkpoint.part"), std::string("mine"));
    QVERIFY_EXCEPTION_THROWN(writeFresh(file, "3"), InputError);
    QCOMPARE(readBytes(file), std::string("2"));
  }

  /// What a link in somebody's folder leads to is no part of the record.
  void readingFollowsNoLinkOut() {
    saveRecord(withModel("bytes"), out());
    fs::rename(out() / "model.adv", here() / "secret");
    fs::create_symlink(here() / "secret", out() / "model.adv");
    QVERIFY_EXCEPTION_THROWN((void)loadRecord(out()), InputError);
    fs::remove(out() / "model.adv");
    fs::rename(here() / "secret", out() / "kept");
    fs::create_symlink("kept", out() / "model.adv");
    QCOMPARE(loadRecord(out()).get<ModelFile>("model")->bytes, std::string("bytes"));
    fs::create_directory_symlink(out(), here() / "link");
    QCOMPARE(loadRecord(here() / "link").get<ModelFile>("model")->bytes, std::string("bytes"));
  }
};

ADVERSARIUM_SUITE(TestDelivery)
#include "test_delivery.moc"
