// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <opencv2/imgcodecs.hpp>

#include "core/error.h"
#include "core/provenance/artefact_file.h"
#include "core/report/figure.h"
#include "core/report/html_report.h"
#include "core/report/png.h"

using namespace adversarium;

namespace {

cv::Mat decoded(const std::string& bytes) {
  return cv::imdecode(std::vector<uchar>(bytes.begin(), bytes.end()), cv::IMREAD_COLOR);
}

Record attackRecord(const std::string& model) {
  Record record;
  record.request.algorithm = "fgm";
  record.request.params = {{"epsilon", 0.1}};
  record.request.model = model;
  record.request.data = "demo:signs";
  record.origin.modelSha256 = std::string(64, 'a');
  record.origin.dataSha256 = std::string(64, 'b');
  record.measures["success_rate"] = {0.5, 0.31, 0.69, 24, "rate"};
  record.caveats.push_back({"small-sample", "Only 24 <script>alert(1)</script> images"});
  record.found.push_back({"clean", "Clean", ImageSet{{1, 1, 2, 2}, {0, 1, 0, 1}, {}, false}});
  record.found.push_back({"adversarial", "Attacked", ImageSet{{1, 1, 2, 2}, {1, 0, 1, 0}, {}, false}});
  record.found.push_back({"success", "Success", Curve{"Strength", "Rate", {0, 0.5, 1}, {0, 0.5, 1}, {}, {}}});
  return record;
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

 private slots:
  void pngCarriesItsRecord() {
    Image image(3, 4, 5);
    image.at(0, 0, 0) = 1;
    const std::string text = "{\"schema\": \"adversarium.record/1\", \"words\": \"größer\"}";
    const std::string bytes = imagePng(image, 3, text);
    const cv::Mat picture = decoded(bytes);
    QCOMPARE(picture.cols, 15);
    QCOMPARE(picture.rows, 12);
    QVERIFY(picture.at<cv::Vec3b>(1, 1) == cv::Vec3b(0, 0, 255));  // blue, green, red
    QVERIFY(picture.at<cv::Vec3b>(1, 4) == cv::Vec3b(0, 0, 0));
    QCOMPARE(textOfPng(bytes, "adversarium.record", "test"), text);
    QCOMPARE(textOfPng(bytes, "another", "test"), std::string());
    QTemporaryDir folder;
    const std::string file = folder.filePath("figure.png").toStdString();
    writeBytes(file, bytes);
    QCOMPARE(metadataOfPng(file), text);
  }

  void damagedPngIsRefused() {
    const std::string bytes = imagePng(Image(1, 2, 2), 1, "words");
    QVERIFY_EXCEPTION_THROWN(textOfPng("no picture", "adversarium.record", "test"), InputError);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      try {
        (void)textOfPng(bytes.substr(0, length), "adversarium.record", "test");
      } catch (const InputError&) {
        continue;
      }
    }
  }

  void changeIsShownAroundGrey() {
    Image change(1, 1, 3);
    change.planes = {-0.1F, 0, 0.05F};
    const Image shown = imageFromChange(change, 5);
    QCOMPARE(shown.at(0, 0, 0), 0.25F);
    QCOMPARE(shown.at(0, 0, 1), 0.5F);
    QCOMPARE(shown.at(0, 0, 2), 0.625F);
    QCOMPARE(imageFromChange(change, 100).at(0, 0, 0), 0.0F);
  }

  void figureHasItsRows() {
    const FigurePane pane{Image(3, 8, 8), "clean", "stop 97 %"};
    const cv::Mat one = decoded(figurePng({{pane, pane, pane}}, "heading", ""));
    const cv::Mat two = decoded(figurePng({{pane, pane, pane}, {pane, pane, pane}}, "heading", ""));
    QVERIFY(!one.empty());
    QCOMPARE(two.cols, one.cols);
    QVERIFY(two.rows > one.rows + 50);
    QVERIFY(one.cols > one.rows);
  }

  void pageIsWholeAndHarmless() {
    const std::string page = htmlReport({attackRecord("</td><img src=x onerror=alert(1)>.pt")});
    const QString html = QString::fromStdString(page);
    QVERIFY(html.contains("31") && html.contains("69"));  // the interval
    QVERIFY(html.contains("&lt;script&gt;"));
    QVERIFY(!html.contains("<script"));
    QVERIFY(!html.contains("<img src=x"));
    QVERIFY(html.contains("data:image/png;base64,"));
    QVERIFY(html.contains("<svg"));
    QVERIFY(html.contains(QString(64, 'a')));
    // Nothing is fetched from anywhere.
    static const QRegularExpression outside("(src|href)=\"(?!data:|#)");
    QVERIFY(!html.contains(outside));
  }

  void severalRecordsShareAPage() {
    const QString html = QString::fromStdString(htmlReport({attackRecord("first.pt"), attackRecord("second.pt")}));
    QVERIFY(html.contains("first.pt") && html.contains("second.pt"));
    QCOMPARE(html.count("<svg"), 2);
  }
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
