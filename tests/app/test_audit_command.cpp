// SPDX-License-Identifier: GPL-3.0-or-later
// `adversarium audit`: its words, its JSON, its exit codes; and that loading refuses what it refuses.
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/app/program.h"
#include "tests/core/audit/crafted_files.h"
#include "tests/suite.h"

using namespace adversarium;
using namespace adversarium::crafted;
namespace p = crafted::pickle;

class TestAuditCommand : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  QString file(const QString& name, const std::string& bytes) const {
    const QString path = m_folder.filePath(name);
    [&] { QVERIFY(writeFile(path, QByteArray::fromStdString(bytes))); }();
    return path;
  }
  static std::string acting(const std::string& marker) {
    return checkpoint(p::start + p::emptyDict + p::mark + p::text("w") + p::tensor({"0", {1}, {1}, 0, 1}) +
                          p::text("x") + p::global("posix", "system") + p::mark + p::text("touch " + marker) +
                          p::tuple + p::reduce + p::setItems + p::stop,
                      {std::string(4, '\0')});
  }

 private slots:
  void anHonestFileIsAllowed() {
    const Answer answer = askProgram({"audit", ADVERSARIUM_SOURCE_DIR "/resources/models/digits.adv"});
    QCOMPARE(answer.code, 0);
    QVERIFY2(answer.out.contains("allowed") && answer.out.contains("SHA-256"), qPrintable(answer.out));
    QVERIFY(answer.complaints().isEmpty());
  }

  void anActingFileIsRefusedAndNeverActs() {
    const QString marker = m_folder.filePath("was-here");
    const QString path = file("net.pth", acting(marker.toStdString()));
    const Answer answer = askProgram({"audit", path, "--json"});
    QCOMPARE(answer.code, 5);
    const QJsonObject report = QJsonDocument::fromJson(answer.out.toUtf8()).object();
    QCOMPARE(report["schema"].toString(), "adversarium.audit/1");
    QCOMPARE(report["verdict"].toString(), "refused");
    QCOMPARE(report["container"].toString(), "checkpoint");
    const QJsonObject finding = report["findings"].toArray().first().toObject();
    QCOMPARE(finding["severity"].toString(), "refused");
    QCOMPARE(finding["id"].toString(), "pickle-global");
    QVERIFY(finding["words"].toString().contains("posix.system"));
    QCOMPARE(answer.complaints().size(), 1);

    const Answer run = askProgram({"run", "fgm", "--model", path, "--data", "demo:digits", "--first", "2", "--out",
                                   m_folder.filePath("out")});
    QCOMPARE(run.code, 5);
    QCOMPARE(run.complaints().size(), 1);
    QVERIFY(run.complaints()[0].contains("net.pth") && run.complaints()[0].contains("posix.system"));
    QVERIFY(!QFileInfo::exists(marker));
    QVERIFY(!QFileInfo::exists(m_folder.filePath("out")));
  }

  void whatCannotBeReadIsBadInput_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("missing") << m_folder.filePath("missing.pt");
    QTest::newRow("a folder") << m_folder.path();
    QTest::newRow("empty") << file("empty.pt", "");
    QTest::newRow("text") << file("text.pt", "just words\n");
    QTest::newRow("cut short") << file("cut.pt", acting("/tmp/x").substr(0, 200));
  }
  void whatCannotBeReadIsBadInput() {
    QFETCH(QString, path);
    const Answer answer = askProgram({"audit", path});
    QCOMPARE(answer.code, 3);
    QCOMPARE(answer.complaints().size(), 1);
    QVERIFY(answer.complaints()[0].contains(path));
  }
};

ADVERSARIUM_SUITE(TestAuditCommand)
#include "test_audit_command.moc"
