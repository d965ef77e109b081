// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sign_artwork.h"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/base/words.h"

namespace adversarium {
namespace {

using Points = std::vector<cv::Point2d>;

const cv::Scalar kRed(193, 18, 28), kBlue(0, 80, 158), kYellow(248, 186, 0), kWhite(245, 245, 242),
    kBlack(22, 22, 24);

/// Draws in a square of −1…1, y downwards, on a canvas twice as large as the artwork.
class Pen {
 public:
  Pen() : m_face(kSide, kSide, CV_8UC3, kWhite), m_alpha(kSide, kSide, CV_8U, cv::Scalar(0)) {}

  /// What the sign is cut from.
  Pen& shape(const Points& outline) {
    cv::fillPoly(m_alpha, std::vector{fixed(outline)}, 255, cv::LINE_AA, kShift);
    return *this;
  }
  Pen& disc(double radius) { return shape(circle({0, 0}, radius)); }

  Pen& fill(const Points& outline, const cv::Scalar& colour) {
    cv::fillPoly(m_face, std::vector{fixed(outline)}, colour, cv::LINE_AA, kShift);
    return *this;
  }
  Pen& dot(cv::Point2d at, double radius, const cv::Scalar& colour) { return fill(circle(at, radius), colour); }
  Pen& line(const Points& points, double width, const cv::Scalar& colour) {
    cv::polylines(m_face, std::vector{fixed(points)}, false, colour, pixels(width), cv::LINE_AA, kShift);
    return *this;
  }
  Pen& ring(cv::Point2d at, double radius, double width, const cv::Scalar& colour) {
    cv::polylines(m_face, std::vector{fixed(circle(at, radius))}, true, colour, pixels(width), cv::LINE_AA,
                  kShift);
    return *this;
  }
  /// Centred, `height` from top to bottom of a capital, squeezed to at most `width`.
  Pen& text(const std::string& words, double height, double width, const cv::Scalar& colour, double weight) {
    constexpr double kProbe = 6;  // drawn large and scaled down, so that strokes stay round
    const int thickness = static_cast<int>(std::lround(kProbe * weight));
    int baseline = 0;
    const cv::Size size = cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, kProbe, thickness, &baseline);
    const int margin = thickness + 8;
    cv::Mat ink(size.height + 2 * margin, size.width + 2 * margin, CV_8U, cv::Scalar(0));
    cv::putText(ink, words, {margin, margin + size.height}, cv::FONT_HERSHEY_SIMPLEX, kProbe, 255, thickness,
                cv::LINE_AA);
    ink = ink(cv::boundingRect(ink)).clone();
    const int h = pixels(height), w = std::min(pixels(width), static_cast<int>(ink.cols * double(h) / ink.rows));
    cv::resize(ink, ink, {w, h}, 0, 0, cv::INTER_AREA);
    cv::Mat target = m_face(cv::Rect((kSide - w) / 2, (kSide - h) / 2, w, h));
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        auto& pixel = target.at<cv::Vec3b>(y, x);
        const double share = ink.at<std::uint8_t>(y, x) / 255.0;
        for (int c = 0; c < 3; ++c)
          pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * (1 - share) + colour[c] * share);
      }
    }
    return *this;
  }

  SignArtwork take(const std::string& name) {
    SignArtwork artwork{name, {}, {}};
    cv::resize(m_face, artwork.face, {kSignArtworkSide, kSignArtworkSide}, 0, 0, cv::INTER_AREA);
    cv::resize(m_alpha, artwork.alpha, {kSignArtworkSide, kSignArtworkSide}, 0, 0, cv::INTER_AREA);
    return artwork;
  }

  static Points circle(cv::Point2d at, double radius) {
    Points points;
    for (int i = 0; i < 72; ++i) {
      const double angle = i * std::numbers::pi / 36;
      points.push_back(at + radius * cv::Point2d(std::cos(angle), std::sin(angle)));
    }
    return points;
  }
  /// A regular polygon; `turn` in degrees.
  static Points polygon(int corners, double radius, double turn) {
    Points points;
    for (int i = 0; i < corners; ++i) {
      const double angle = (turn + 360.0 * i / corners) * std::numbers::pi / 180;
      points.push_back(radius * cv::Point2d(std::cos(angle), std::sin(angle)));
    }
    return points;
  }

 private:
  static constexpr int kSide = 2 * kSignArtworkSide, kShift = 4;
  static int pixels(double length) { return std::max(1, static_cast<int>(std::lround(length * kSide / 2))); }
  static std::vector<cv::Point> fixed(const Points& points) {
    std::vector<cv::Point> result;
    for (const cv::Point2d& p : points) {
      result.emplace_back(static_cast<int>(std::lround((p.x + 1) * kSide / 2 * (1 << kShift))),
                          static_cast<int>(std::lround((p.y + 1) * kSide / 2 * (1 << kShift))));
    }
    return result;
  }

  cv::Mat m_face, m_alpha;
};

Points scaled(Points points, double by, cv::Point2d shift = {}) {
  for (cv::Point2d& p : points) p = p * by + shift;
  return points;
}

Pen prohibition() {
  Pen pen;
  pen.disc(0.97).dot({0, 0}, 0.98, kRed).dot({0, 0}, 0.75, kWhite);
  return pen;
}

Pen mandatory() {
  Pen pen;
  pen.disc(0.97).dot({0, 0}, 1.2, kWhite).dot({0, 0}, 0.92, kBlue);
  return pen;
}

/// Red-edged triangle, point up.
Pen warning() {
  const Points outer{{0, -0.9}, {0.98, 0.8}, {-0.98, 0.8}};
  Pen pen;
  pen.shape(outer).fill(outer, kRed).fill(scaled(outer, 0.68, {0, 0.13}), kWhite);
  return pen;
}

/// A white arrow along a path, its head at the path's end.
Pen& arrow(Pen& pen, const Points& path, double width, double head) {
  const cv::Point2d end = path.back(), before = path[path.size() - 2];
  const cv::Point2d along = (end - before) / cv::norm(end - before), across(-along.y, along.x);
  pen.line(path, width, kWhite);
  return pen.fill({end + along * head, end + across * head * 0.95, end - across * head * 0.95}, kWhite);
}

/// A walking person, feet at (x, y), `size` tall.
Pen& walker(Pen& pen, double x, double y, double size, double lean) {
  const auto at = [&](double px, double py) { return cv::Point2d(x + px * size, y + py * size); };
  const double thin = 0.11 * size, thick = 0.2 * size;
  pen.dot(at(0.02 * lean, -0.9), 0.11 * size, kBlack);
  pen.line({at(0, -0.7), at(-0.02, -0.4)}, thick, kBlack);
  pen.line({at(-0.02, -0.4), at(0.22 * lean, -0.2), at(0.26 * lean, 0)}, thin, kBlack);
  pen.line({at(-0.02, -0.4), at(-0.12 * lean, -0.2), at(-0.3 * lean, -0.02)}, thin, kBlack);
  pen.line({at(0, -0.68), at(0.28 * lean, -0.45)}, thin, kBlack);
  return pen.line({at(0, -0.68), at(-0.26 * lean, -0.42)}, thin, kBlack);
}

Pen& car(Pen& pen, double x, double y, double size, const cv::Scalar& colour) {
  const auto at = [&](double px, double py) { return cv::Point2d(x + px * size, y + py * size); };
  pen.fill({at(-0.5, 0.1), at(-0.42, -0.1), at(-0.28, -0.42), at(0.28, -0.42), at(0.42, -0.1), at(0.5, 0.1),
            at(0.5, 0.4), at(-0.5, 0.4)},
           colour);
  pen.fill({at(-0.26, -0.1), at(-0.18, -0.3), at(0.18, -0.3), at(0.26, -0.1)}, kWhite);
  pen.fill({at(-0.45, 0.4), at(-0.25, 0.4), at(-0.25, 0.56), at(-0.45, 0.56)}, colour);
  return pen.fill({at(0.25, 0.4), at(0.45, 0.4), at(0.45, 0.56), at(0.25, 0.56)}, colour);
}

SignArtwork speedLimit(const std::string& number, const char* name) {
  const bool wide = number.size() > 2;
  return prohibition().text(number, wide ? 0.62 : 0.76, wide ? 1.2 : 1.06, kBlack, 4.2).take(name);
}

std::vector<SignArtwork> drawnArtworks() {
  std::vector<SignArtwork> list;
  {
    const Points octagon = Pen::polygon(8, 1.03, 22.5);
    Pen pen;
    pen.shape(octagon).fill(octagon, kWhite).fill(scaled(octagon, 0.93), kRed);
    list.push_back(pen.text("STOP", 0.56, 1.58, kWhite, 3.6).take(translatable("classes", "stop")));
  }
  {
    const Points triangle{{-0.98, -0.76}, {0.98, -0.76}, {0, 0.95}};
    Pen pen;
    list.push_back(pen.shape(triangle)
                       .fill(triangle, kRed)
                       .fill(scaled(triangle, 0.6, {0, -0.11}), kWhite)
                       .take(translatable("classes", "yield")));
  }
  {
    Pen pen;
    pen.disc(0.97).dot({0, 0}, 1, kRed);
    list.push_back(pen.fill({{-0.72, -0.19}, {0.72, -0.19}, {0.72, 0.19}, {-0.72, 0.19}}, kWhite)
                       .take(translatable("classes", "no entry")));
  }
  {
    const Points diamond = Pen::polygon(4, 1, 0);
    Pen pen;
    pen.shape(diamond).fill(diamond, kBlack).fill(scaled(diamond, 0.96), kWhite);
    list.push_back(pen.fill(scaled(diamond, 0.66), kBlack)
                       .fill(scaled(diamond, 0.63), kYellow)
                       .take(translatable("classes", "priority road")));
  }
  list.push_back(speedLimit("30", translatable("classes", "speed limit 30")));
  list.push_back(speedLimit("50", translatable("classes", "speed limit 50")));
  list.push_back(speedLimit("60", translatable("classes", "speed limit 60")));
  list.push_back(speedLimit("80", translatable("classes", "speed limit 80")));
  list.push_back(speedLimit("100", translatable("classes", "speed limit 100")));
  list.push_back(speedLimit("120", translatable("classes", "speed limit 120")));
  {
    Pen pen = prohibition();
    car(pen, -0.33, 0.02, 0.58, kRed);
    list.push_back(car(pen, 0.33, 0.02, 0.58, kBlack).take(translatable("classes", "no overtaking")));
  }
  {
    Pen pen = mandatory();
    list.push_back(arrow(pen, {{-0.35, 0.58}, {-0.35, -0.12}, {0.22, -0.12}}, 0.24, 0.36)
                       .take(translatable("classes", "turn right")));
  }
  {
    Pen pen = mandatory();
    list.push_back(arrow(pen, {{0.35, 0.58}, {0.35, -0.12}, {-0.22, -0.12}}, 0.24, 0.36)
                       .take(translatable("classes", "turn left")));
  }
  {
    Pen pen = mandatory();
    list.push_back(arrow(pen, {{0, 0.66}, {0, -0.28}}, 0.24, 0.4).take(translatable("classes", "straight ahead")));
  }
  {
    Pen pen = mandatory();
    for (int third = 0; third < 3; ++third) {
      Points path;
      for (int i = 0; i <= 12; ++i) {
        const double angle = (120.0 * third - 60 - 72.0 * i / 12) * std::numbers::pi / 180;
        path.push_back(0.52 * cv::Point2d(std::cos(angle), std::sin(angle)));
      }
      arrow(pen, path, 0.15, 0.25);
    }
    list.push_back(pen.take(translatable("classes", "roundabout")));
  }
  {
    Pen pen = warning();
    walker(pen, -0.2, 0.62, 0.76, 1);
    list.push_back(walker(pen, 0.24, 0.62, 0.58, 1).take(translatable("classes", "children")));
  }
  {
    const Points square{{-0.93, -0.93}, {0.93, -0.93}, {0.93, 0.93}, {-0.93, 0.93}};
    Pen pen;
    pen.shape(square).fill(square, kWhite).fill(scaled(square, 0.94), kBlue);
    pen.fill({{0, -0.7}, {0.72, 0.62}, {-0.72, 0.62}}, kWhite);
    for (const double x : {-0.42, -0.14, 0.14, 0.42}) pen.line({{x, 0.46}, {x * 1.15, 0.58}}, 0.1, kBlack);
    list.push_back(walker(pen, 0, 0.46, 0.82, 1).take(translatable("classes", "pedestrian crossing")));
  }
  {
    Pen pen = warning();
    pen.dot({-0.06, -0.2}, 0.1, kBlack).line({{-0.1, -0.06}, {-0.22, 0.24}}, 0.17, kBlack);
    pen.line({{-0.22, 0.24}, {-0.06, 0.4}, {-0.1, 0.6}}, 0.1, kBlack)
        .line({{-0.22, 0.24}, {-0.36, 0.6}}, 0.1, kBlack);
    pen.line({{-0.08, -0.02}, {0.1, 0.18}}, 0.08, kBlack).line({{-0.06, 0.06}, {0.26, 0.44}}, 0.06, kBlack);
    list.push_back(
        pen.fill({{0.16, 0.64}, {0.36, 0.36}, {0.58, 0.64}}, kBlack).take(translatable("classes", "road works")));
  }
  {
    Pen pen = warning();
    pen.fill({{-0.1, -0.4}, {0.1, -0.4}, {0.06, 0.3}, {-0.06, 0.3}}, kBlack);
    list.push_back(pen.dot({0, 0.48}, 0.1, kBlack).take(translatable("classes", "danger")));
  }
  {
    Pen pen = mandatory();
    for (const double x : {-0.42, 0.42}) pen.ring({x, 0.2}, 0.28, 0.09, kWhite);
    pen.line({{-0.42, 0.2}, {-0.16, -0.22}, {0.26, -0.22}, {0, 0.2}, {-0.42, 0.2}}, 0.09, kWhite);
    pen.line({{0, 0.2}, {-0.2, -0.34}}, 0.09, kWhite).line({{-0.32, -0.36}, {-0.08, -0.36}}, 0.11, kWhite);
    list.push_back(pen.line({{0.42, 0.2}, {0.22, -0.42}, {0.4, -0.46}}, 0.09, kWhite)
                       .take(translatable("classes", "bicycle path")));
  }
  return list;
}

}  // namespace

const std::vector<SignArtwork>& signArtworks() {
  static const std::vector<SignArtwork> artworks = drawnArtworks();
  return artworks;
}

}  // namespace adversarium
