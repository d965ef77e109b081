// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>
#include <cmath>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/record/usual_measures.h"
#include "core/report/bitmap.h"
#include "core/report/drawing.h"
#include "core/report/figure.h"
#include "core/report/html_report.h"
#include "core/report/png.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

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
  record.measures.set(kSuccessRate, {0.5, 0.31, 0.69, 24, "rate"});
  record.caveats.push_back({"small-sample", "Only 24 <script>alert(1)</script> images"});
  record.found.push_back({"clean", "Clean", ImageSet{{1, 1, 2, 2}, {0, 1, 0, 1}, {}, false}});
  record.found.push_back({"adversarial", "Attacked", ImageSet{{1, 1, 2, 2}, {1, 0, 1, 0}, {}, false}});
  record.found.push_back({"success", "Success", Curve{"Strength", "Rate", {0, 0.5, 1}, {0, 0.5, 1}, {}, {}}});
  return record;
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

  QByteArray m_svg;  // the last figure

  static double widthOf(const std::string& text, double pixels) { return double(text.size()) * pixels; }
  static QSize sizeOf(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    (void)reader.readNextStartElement();
    return {reader.attributes().value("width").toInt(), reader.attributes().value("height").toInt()};
  }

 private slots:
  void init() {
    setPainter({widthOf, [this](const std::string& svg) {
                  m_svg = QByteArray::fromStdString(svg);
                  return pngOf(Bitmap(1, 1));
                }});
  }

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
    const auto answerOf = [](const std::string& crafted) -> std::string {
      try {
        return textOfPng(crafted, "adversarium.record", "test");
      } catch (const InputError&) {
        return "refused";
      }
    };
    const std::size_t text = bytes.find("iTXt"), chunkEnd = text + 4 + 18 + 5 + 5 + 4;
    QVERIFY(text != std::string::npos);
    for (std::size_t length = 0; length < bytes.size(); ++length)
      QCOMPARE(answerOf(bytes.substr(0, length)), std::string(length < chunkEnd ? "refused" : "words"));
    for (std::size_t at = text; at < chunkEnd; ++at) {
      std::string flipped = bytes;
      flipped[at] = char(flipped[at] ^ 4);
      // With another name it is another text; under its own name a damaged one is told.
      QCOMPARE(answerOf(flipped), std::string(at < text + 4 + 18 + 5 ? "" : "refused"));
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
    (void)figurePng({{pane, pane, pane}}, "heading", "");
    const QSize one = sizeOf(m_svg);
    QCOMPARE(m_svg.count("<image"), 3);
    (void)figurePng({{pane, pane, pane}, {pane, pane, pane}}, "heading", "");
    QCOMPARE(sizeOf(m_svg), QSize(one.width(), 2 * one.height() - 80));  // heading and margin stay
    QCOMPARE(m_svg.count("<image"), 6);
    QCOMPARE(one, QSize(832, 382));
  }

  /// Whoever draws the letters gets all of them, whatever they are to XML, and none outside its place.
  void wordsReachThePainter() {
    const std::string name = "Überholverbot, É ł ß Ж 漢 </text>&";
    Record record = attackRecord("größer.pt");
    Table samples{
        {"index", "label", "clean_class", "clean_confidence", "attacked_class", "attacked_confidence", "success"},
        {}};
    samples.rows.push_back({0.0, name, name, 0.97, std::string("7"), 0.5, std::string("yes")});
    record.found.push_back({"samples", "Samples", samples});
    QCOMPARE(textOfPng(attackFigurePng(record, 1), "adversarium.record", "test"), recordToJson(record));
    QStringList words;
    QXmlStreamReader reader(m_svg);
    while (!reader.atEnd()) {
      if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != QString("text")) continue;
      const double pixels = reader.attributes().value("font-size").toDouble();
      words << reader.readElementText();
      QVERIFY2(widthOf(words.last().toStdString(), pixels) < 832, qPrintable(words.last()));
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    const auto drew = [&](const std::string& text) {
      return words.join('\n').contains(QString::fromStdString(text));
    };
    QVERIFY(drew(name + " 97 %") && drew("größer.pt") && drew("7 50 %"));
  }

  /// A figure without its words would say less than it seems to.
  void withoutAPainterNothingIsDrawn() {
    setPainter({});
    const FigurePane pane{Image(3, 8, 8), "clean", "stop 97 %"};
    QVERIFY_EXCEPTION_THROWN(figurePng({{pane}}, "heading", ""), Error);
    init();
  }

  /// What the encoder writes, another's decoder reads; sizes and pixels are those that were asked for.
  void pixelsComeBack() {
    Image image(3, 5, 7);
    for (std::size_t i = 0; i < image.planes.size(); ++i) image.planes[i] = float(i % 11) / 10;
    const cv::Mat same = decoded(pngOf(bitmapOf(image, 7, 5)));
    QCOMPARE(QSize(same.cols, same.rows), QSize(7, 5));
    for (int y = 0; y < 5; ++y) {
      for (int x = 0; x < 7; ++x) {
        for (int c = 0; c < 3; ++c)
          QCOMPARE(int(same.at<cv::Vec3b>(y, x)[2 - c]), int(std::lround(image.at(c, y, x) * 255)));
      }
    }
    // As OpenCV does it: to the rounding of a byte.
    cv::Mat wide, small;
    cv::resize(same, wide, {40, 23}, 0, 0, cv::INTER_LINEAR);
    cv::resize(same, small, {3, 2}, 0, 0, cv::INTER_AREA);
    QVERIFY(cv::norm(wide, decoded(pngOf(bitmapOf(image, 40, 23, Enlarged::Smoothly))), cv::NORM_INF) <= 2);
    QVERIFY(cv::norm(small, decoded(pngOf(bitmapOf(image, 3, 2))), cv::NORM_INF) <= 2);
    const cv::Mat print = decoded(printPng(image, 2.54, {}));
    QCOMPARE(QSize(print.cols, print.rows), QSize(300, 214));
    const float none = std::numeric_limits<float>::quiet_NaN();
    image.planes.assign(image.planes.size(), none);
    QCOMPARE(int(decoded(pngOf(bitmapOf(image, 7, 5))).at<cv::Vec3b>(0, 0)[0]), 0);
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
    QVERIFY(html.contains("href=\"#run2\"") && html.contains("id=\"run2\""));
  }

  void aMadeModelNamesItsOriginal() {
    at::Generator random = generatorFrom(1);
    Graph graph = buildArchitecture("mlp", {1, 2, 2}, 2, {}, {});
    initialise(graph, random);
    ModelInfo info;
    info.architecture = "mlp";
    info.input = {1, 2, 2};
    info.classes = 2;
    const std::string original(64, 'c');
    const std::string bytes =
        modelFileBytes(graph, info,
                       R"({"recipe": "32 of 448 <neurons>", "parent": "found.onnx", "parent_sha256": ")" +
                           original + R"(", "accuracy": 0.885, "trigger_success": 0.041})");
    Record record = attackRecord("found.onnx");
    record.found.push_back({"model", "Repaired model", ModelFile{bytes, "mlp"}});
    const QString html = QString::fromStdString(htmlReport({record}));
    QVERIFY(html.contains(QString::fromStdString(original)));
    QVERIFY(html.contains(QString::fromStdString(sha256Of(bytes))));
    QVERIFY(html.contains("32 of 448 &lt;neurons&gt;"));
    QVERIFY(html.contains("88.5 %") && html.contains("4.1 %"));
    // A model of which only the words are left is no reason to fail.
    record.found.back().content = ModelFile{"", "mlp"};
    QVERIFY(!QString::fromStdString(htmlReport({record})).contains(QString::fromStdString(original)));
  }

  void itSpeaksAnotherLanguage() {
    Record record = attackRecord("first.pt");
    record.verdict = Verdict{{3}, "First.\nSecond.", {}};
    ReportWords words;
    words.title = "Prüfung <1>";
    words.remarks = "Fund & Verdacht";
    words.language = "de";
    words.speech.decimalPoint = ",";
    words.speech.translate = [](const char* context, const std::string& english) {
      return "[" + std::string(context) + "] " + english;
    };
    const QString html = QString::fromStdString(htmlReport({record}, words));
    QVERIFY(html.contains("<html lang=\"de\">"));
    QVERIFY(html.contains("Prüfung &lt;1&gt;") && html.contains("Fund &amp; Verdacht"));
    QVERIFY(html.contains("50,0 %") && !html.contains("50.0 %"));
    for (const char* text : {"[report] Provenance", "[measures] Attack success rate", "[records] Success",
                             "[methods] ", "[records] First. Second."})
      QVERIFY2(html.contains(text), text);
  }
};

ADVERSARIUM_SUITE(TestReport)
#include "test_report.moc"
