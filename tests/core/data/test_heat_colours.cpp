// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/data/heat_colours.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

cv::Vec3f lab(const HeatColour& colour) {
  const cv::Mat rgb(1, 1, CV_32FC3, cv::Scalar(colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0));
  cv::Mat result;
  cv::cvtColor(rgb, result, cv::COLOR_RGB2Lab);
  return result.at<cv::Vec3f>(0, 0);
}

double apart(const HeatColour& a, const HeatColour& b) { return cv::norm(lab(a) - lab(b)); }

/// What an eye without the middle-wave cones sees (Viénot, Brettel, Mollon 1999), on linear RGB.
HeatColour seenByADeuteranope(const HeatColour& colour) {
  const auto linear = [](double value) { return std::pow(value / 255, 2.2); };
  const double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
  const double l = 17.8824 * r + 43.5161 * g + 4.11935 * b, s = 0.0299566 * r + 0.184309 * g + 1.46709 * b;
  const double m = 0.494207 * l + 1.24827 * s;
  const auto back = [](double value) {
    return std::uint8_t(std::lround(255 * std::pow(std::clamp(value, 0.0, 1.0), 1 / 2.2)));
  };
  return {back(0.0809444479 * l - 0.130504409 * m + 0.116721066 * s),
          back(-0.0102485335 * l + 0.0540193266 * m - 0.113614708 * s),
          back(-0.000365296938 * l - 0.00412161469 * m + 0.693511405 * s)};
}

}  // namespace

class TestHeatColours : public QObject {
  Q_OBJECT

 private slots:
  void stepsAreEven_data() {
    QTest::addColumn<float>("low");
    QTest::newRow("magnitude") << 0.0F;
    QTest::newRow("signed") << -1.0F;
  }
  void stepsAreEven() {
    QFETCH(float, low);
    const HeatRange range{low, 1};
    const auto at = [&](int tenth) { return heatColour(low + (1 - low) * float(tenth) / 10, range); };
    double least = 1e9, most = 0;
    for (int i = 0; i < 10; ++i) {
      const double step = apart(at(i), at(i + 1));
      least = std::min(least, step);
      most = std::max(most, step);
      // Also for eyes without red–green vision, every step of a tenth shows.
      QVERIFY(apart(seenByADeuteranope(at(i)), seenByADeuteranope(at(i + 1))) > 3);
    }
    QVERIFY2(most / least < 2.5, qPrintable(QString::number(most / least)));
  }

  void magnitudesGrowLighter() {
    for (int i = 0; i < 255; ++i) {
      const float here = float(i) / 255, next = float(i + 1) / 255;
      QVERIFY(lab(heatColour(next, {0, 1}))[0] > lab(heatColour(here, {0, 1}))[0] - 0.2F);
    }
  }

  void signsAreEquallyStrong() {
    const HeatRange range{-2, 2};
    for (const float value : {0.5F, 1.0F, 2.0F}) {
      const cv::Vec3f above = lab(heatColour(value, range)), below = lab(heatColour(-value, range));
      QVERIFY(std::abs(above[0] - below[0]) < 1.5F);             // equally light
      QVERIFY(above[2] > 10 * value && below[2] < -10 * value);  // yellow against blue
      QVERIFY(apart(seenByADeuteranope(heatColour(value, range)), seenByADeuteranope(heatColour(-value, range))) >
              15);
    }
    const cv::Vec3f none = lab(heatColour(0, range));
    QVERIFY(none[0] > 94 && std::abs(none[1]) < 2 && std::abs(none[2]) < 2);
  }

  void rangesOfAnything() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(heatRangeOf(std::vector<float>{}, false), (HeatRange{0, 1}));
    QCOMPARE(heatRangeOf(std::vector<float>{nan, nan}, true), (HeatRange{-1, 1}));
    QCOMPARE(heatRangeOf(std::vector<float>{0, 0}, true), (HeatRange{-1, 1}));
    QCOMPARE(heatRangeOf(std::vector<float>{-3, 1, nan}, true), (HeatRange{-3, 3}));
    QCOMPARE(heatRangeOf(std::vector<float>{0.1F, 2}, false), (HeatRange{0, 2}));
    QCOMPARE(heatRangeOf(std::vector<float>{1.5F, 2}, false), (HeatRange{1.5F, 2}));
    QCOMPARE(heatRangeOf(std::vector<float>{2, 2}, false), (HeatRange{0, 2}));
    QCOMPARE(joined({-1, 1}, {-3, 3}), (HeatRange{-3, 3}));
    QCOMPARE(joined({0, 1}, {0.5F, 2}), (HeatRange{0, 2}));
    QCOMPARE(heatColour(nan, {0, 1}), (HeatColour{128, 128, 128}));
    QCOMPARE(heatColour(9, {0, 1}), heatColour(1, {0, 1}));
    QCOMPARE(heatColour(-9, {0, 1}), heatColour(0, {0, 1}));
  }

  void overlayKeepsOrFadesThePicture() {
    Image picture(3, 1, 2);
    picture.at(0, 0, 0) = 1;  // red, black
    const std::vector<float> map{0, 1};
    const Image none = heatOverlay(picture, map, 1, 2, {0, 1}, 0);
    QCOMPARE(none, picture);
    const Image all = heatOverlay(picture, map, 1, 2, {0, 1}, 1);
    const HeatColour high = heatColour(1, {0, 1});
    QCOMPARE(std::lround(all.at(0, 0, 1) * 255), long(high.red));
    QCOMPARE(std::lround(all.at(2, 0, 1) * 255), long(high.blue));
    const Image half = heatOverlay(picture, map, 1, 2, {0, 1}, 0.5);
    const HeatColour low = heatColour(0, {0, 1});
    QVERIFY(std::abs(half.at(1, 0, 0) - (0.299F + float(low.green) / 255) / 2) < 1e-4F);
    QCOMPARE(heatOverlay(Image(), map, 1, 2, {0, 1}, 0.2), all);
  }
};

ADVERSARIUM_SUITE(TestHeatColours)
#include "test_heat_colours.moc"
