// SPDX-License-Identifier: GPL-3.0-or-later
// Faces of people who do not exist: an identity fixes bones, skin, hair and eyes; every picture has its own pose,
// expression, light and background.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/data/drawn_kinds.h"

namespace adversarium {
namespace {

constexpr int kPeople = 20, kFaceSide = 48;
/// Far from any private identity's seed, so that nobody is in both groups.
constexpr std::uint64_t kPrivateSeed = 0xfaceULL << 20, kPublicSeed = 0x9b11cULL << 24;

using Colour = std::array<double, 3>;

Colour mixed(const Colour& a, const Colour& b, double share) {
  return {a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share};
}
Colour dimmed(const Colour& a, double by) { return {a[0] * by, a[1] * by, a[2] * by}; }

enum class HairStyle { Short, SideParting, Long, Curly, Receding, Bun };

/// What makes a person that person. Lengths in face heights, from the middle of the face.
struct Person {
  Colour skin, hair, iris, lips;
  double width, jaw, cheeks;
  double eyeHeight, eyeGap, eyeSize, browHeight, browThickness, browTilt;
  double noseLength, noseWidth, mouthHeight, mouthWidth, lipThickness;
  HairStyle style;
  double fringe, beard, freckles;
  bool glasses;
  Colour frame;
};

Person personFor(std::uint64_t seed) {
  DrawnRandom random(seed);
  for (int i = 0; i < 3; ++i) random.bits();
  constexpr std::array<Colour, 6> kSkins{{{0.97, 0.84, 0.76},
                                          {0.93, 0.76, 0.64},
                                          {0.83, 0.64, 0.48},
                                          {0.68, 0.48, 0.34},
                                          {0.50, 0.34, 0.24},
                                          {0.36, 0.24, 0.18}}};
  constexpr std::array<Colour, 7> kHairs{{{0.09, 0.07, 0.06},
                                          {0.26, 0.16, 0.09},
                                          {0.45, 0.29, 0.15},
                                          {0.80, 0.63, 0.33},
                                          {0.60, 0.24, 0.10},
                                          {0.62, 0.61, 0.60},
                                          {0.90, 0.86, 0.78}}};
  constexpr std::array<Colour, 4> kIrises{
      {{0.28, 0.17, 0.09}, {0.22, 0.42, 0.62}, {0.28, 0.47, 0.28}, {0.12, 0.09, 0.07}}};
  Person p{};
  const double tone = random.uniform(0, 4.999);
  p.skin = mixed(kSkins[std::size_t(tone)], kSkins[std::size_t(tone) + 1], tone - std::floor(tone));
  p.hair = kHairs[std::size_t(random.below(tone > 3 ? 3 : 7))];
  p.iris = kIrises[std::size_t(tone > 3 ? 3 * random.below(2) : random.below(4))];
  p.lips = mixed(p.skin, {0.72, 0.22, 0.24}, random.uniform(0.35, 0.75));
  p.width = random.uniform(0.33, 0.43);
  p.jaw = random.uniform(0.55, 0.95);
  p.cheeks = random.uniform(0.94, 1.06);
  p.eyeHeight = random.uniform(-0.07, -0.01);
  p.eyeGap = random.uniform(0.13, 0.18);
  p.eyeSize = random.uniform(0.048, 0.072);
  p.browHeight = random.uniform(0.075, 0.115);
  p.browThickness = random.uniform(0.010, 0.028);
  p.browTilt = random.uniform(-0.25, 0.3);
  p.noseLength = random.uniform(0.12, 0.19);
  p.noseWidth = random.uniform(0.04, 0.075);
  p.mouthHeight = random.uniform(0.23, 0.29);
  p.mouthWidth = random.uniform(0.09, 0.16);
  p.lipThickness = random.uniform(0.014, 0.036);
  p.style = static_cast<HairStyle>(random.below(6));
  p.fringe = random.uniform(0.0, 0.16);
  p.beard = random.chance(0.3) ? random.uniform(0.5, 0.95) : 0;
  if (p.style == HairStyle::Long || p.style == HairStyle::Bun) p.beard = 0;
  p.freckles = tone < 1.5 && random.chance(0.35) ? 1 : 0;
  p.glasses = random.chance(0.3);
  p.frame = random.chance(0.5) ? Colour{0.08, 0.08, 0.09} : Colour{0.55, 0.20, 0.16};
  return p;
}

/// What one picture adds.
struct Moment {
  double x, y, size, roll, turn, smile, open;
  double lightX, lightY, bright, contrast;
  Colour background, tint, clothes;
  double slope;
};

Moment momentFor(DrawnRandom& random) {
  Moment m{};
  m.x = random.normal(0.018);
  m.y = random.normal(0.018);
  m.size = random.uniform(0.80, 0.92);
  m.roll = random.normal(0.06);
  m.turn = std::clamp(random.normal(0.35), -0.9, 0.9);
  m.smile = random.uniform(-0.3, 1.0);
  m.open = random.chance(0.25) ? random.uniform(0.3, 1.0) : 0;
  m.lightX = random.uniform(-1, 1);
  m.lightY = random.uniform(-0.9, 0.3);
  m.bright = random.uniform(0.72, 1.08);
  m.contrast = random.uniform(0.12, 0.40);
  const double grey = random.uniform(0.2, 0.85);  // walls are seldom of one pure colour
  for (double& channel : m.background) channel = 0.6 * grey + 0.4 * random.uniform(0.1, 0.95);
  for (double& channel : m.clothes) channel = random.uniform(0.1, 0.8);
  for (double& channel : m.tint) channel = random.uniform(0.94, 1.05);
  m.slope = random.uniform(-0.25, 0.25);
  return m;
}

/// 1 inside, 0 outside, with an edge of about a pixel.
double covered(double distance) { return std::clamp(0.5 - distance / 0.022, 0.0, 1.0); }
/// Signed distance from an ellipseDistance, near enough for drawing.
double ellipseDistance(double x, double y, double rx, double ry) {
  const double r = std::hypot(x / rx, y / ry);
  return (r - 1) * std::min(rx, ry);
}
double squared(double v) { return v * v; }

/// Half of the face's width at a height: an egg whose chin is as wide as the jaw.
double halfWidth(const Person& p, double y) {
  const double up = std::clamp(y / 0.5, -1.0, 1.0);
  const double round = std::sqrt(std::max(0.0, 1 - up * up));
  const double lower = y > 0 ? 1 - (1 - p.jaw) * squared(up) : 1;
  const double cheek = 1 + (p.cheeks - 1) * std::exp(-squared((y - 0.08) / 0.12));
  return p.width * round * lower * cheek;
}

Colour pixelOf(const Person& p, const Moment& m, double px, double py) {
  // Into the face's own frame: moved, turned in the plane, a unit is the face's height.
  const double dx = (px - 0.5 - m.x) / m.size, dy = (py - 0.52 - m.y) / m.size;
  const double x = std::cos(m.roll) * dx + std::sin(m.roll) * dy,
               y = -std::sin(m.roll) * dx + std::cos(m.roll) * dy;
  // Features slide over the round head when it turns; ears and outline do not.
  const double slide = 0.05 * m.turn * std::sqrt(std::max(0.0, 1 - squared(x / (p.width + 0.02))));
  const double fx = x - slide;
  Colour colour = dimmed(m.background, 1 + m.slope * (px - 0.5) + 0.3 * m.slope * (0.5 - py));

  const Colour hairLight = mixed(p.hair, {1, 0.95, 0.85}, 0.18);
  const double strands = 0.5 + 0.5 * std::sin(60 * x + 14 * std::sin(9 * y));
  const Colour hair = mixed(p.hair, hairLight, 0.5 * strands + 0.25 * m.lightX * std::clamp(x / 0.3, -1.0, 1.0));
  const auto paint = [&](const Colour& over, double share) {
    colour = mixed(colour, over, std::clamp(share, 0.0, 1.0));
  };

  // Behind the face: long hair, curls, the bun, then neck and shoulders.
  if (p.style == HairStyle::Long)
    paint(hair, covered(std::max(ellipseDistance(x, y + 0.08, p.width + 0.11, 0.52), -1.0)) +
                    covered(std::max(std::abs(x) - p.width - 0.07, -(y + 0.05))) * (y < 0.55 ? 1 : 0));
  if (p.style == HairStyle::Curly)
    paint(hair, covered(ellipseDistance(x, y + 0.16, p.width + 0.15, 0.44) +
                        0.018 * std::sin(22 * std::atan2(y + 0.16, x))));
  if (p.style == HairStyle::Bun) paint(hair, covered(ellipseDistance(x, y + 0.56, 0.13, 0.11)));
  const double neck = std::max(std::abs(x) - 0.62 * p.width, -(y - 0.25));
  paint(dimmed(p.skin, 0.80), covered(neck));
  paint(m.clothes, covered(ellipseDistance(x, y - 0.86, 0.62, 0.33)));

  // Ears and head.
  paint(dimmed(p.skin, 0.86), std::max(covered(ellipseDistance(x - p.width - 0.005, y, 0.035, 0.075)),
                                       covered(ellipseDistance(x + p.width + 0.005, y, 0.035, 0.075))));
  const double outline = std::abs(x) - halfWidth(p, y);
  const double face = y > -0.5 && y < 0.5 ? covered(outline) : 0;
  const double nx = x / (p.width + 0.01), ny = y / 0.5;
  const double nz = std::sqrt(std::max(0.0, 1 - 0.85 * std::min(1.0, nx * nx + 0.6 * ny * ny)));
  const double shade = 1 + m.contrast * (m.lightX * nx + m.lightY * ny) - 0.30 * (1 - nz);
  Colour skin = dimmed(p.skin, shade);
  const double blush = std::exp(-squared((std::abs(fx) - 0.17) / 0.07) - squared((y - 0.12) / 0.06));
  skin = mixed(skin, {0.85, 0.38, 0.34}, 0.16 * blush);
  if (p.freckles > 0) {
    const double spots = std::sin(95 * fx + 3 * std::sin(40 * y)) * std::sin(88 * y + 2 * std::sin(37 * fx));
    skin = mixed(skin, {0.55, 0.32, 0.2}, 0.30 * blush * (spots > 0.4 ? 1 : 0));
  }
  paint(skin, face);

  // Beard along jaw and above the lip.
  if (p.beard > 0) {
    const double jawLine = std::clamp((y - 0.13) / 0.10, 0.0, 1.0) *
                           (1 - std::exp(-squared(fx / 0.16) - squared((y - p.mouthHeight) / 0.045)));
    const double lip =
        std::exp(-squared((y - p.mouthHeight + 0.055) / 0.022)) * (std::abs(fx) < p.mouthWidth ? 1 : 0);
    paint(dimmed(hair, 0.85),
          face * p.beard *
              std::max(jawLine * (std::abs(x) > 0.62 * p.width || y > p.mouthHeight + 0.02 ? 1.0 : 0.5), lip));
  }

  // Hair over the forehead.
  const double hairLine = -0.36 + p.fringe * (p.style == HairStyle::Receding ? 0 : 1);
  double crown = 0;
  const double cap = ellipseDistance(x, y + 0.10, p.width + 0.045, 0.455);
  switch (p.style) {
    case HairStyle::Short:
    case HairStyle::Bun:
      crown = covered(std::max(cap, y - hairLine - 0.5 * squared(x / p.width) * 0.45));
      break;
    case HairStyle::SideParting:
      crown = covered(std::max(cap, y - hairLine - 0.30 * (x + 0.12) * (x + 0.12 > 0 ? 1 : -1.6)));
      break;
    case HairStyle::Long:
      crown = covered(std::max(cap, y - hairLine - 0.55 * squared(x / p.width)));
      break;
    case HairStyle::Curly:
      crown = covered(std::max(cap, y - hairLine - 0.35 * squared(x / p.width) + 0.02 * std::sin(40 * x)));
      break;
    case HairStyle::Receding:
      crown = covered(std::max(cap, y + 0.40 - 0.75 * squared(x / p.width)));
      break;
  }
  paint(hair, crown);

  // Eyes: socket, white, iris, pupil, a glint, the upper lid's line; brows.
  for (const double side : {-1.0, 1.0}) {
    const double ex = fx - side * p.eyeGap, ey = y - p.eyeHeight;
    const double squint = 1 - 0.18 * std::max(0.0, m.smile);
    paint(dimmed(p.skin, 0.78 * shade),
          0.55 * face * std::exp(-squared(ex / (1.5 * p.eyeSize)) - squared((ey + 0.01) / (1.1 * p.eyeSize))));
    const double lid = ellipseDistance(ex, ey, p.eyeSize, 0.56 * p.eyeSize * squint);
    const double white = covered(lid);
    paint({0.94, 0.93, 0.91}, white);
    const double ix = ex - 0.25 * m.turn * p.eyeSize;
    paint(p.iris, std::min(white, covered(ellipseDistance(ix, ey, 0.52 * p.eyeSize, 0.52 * p.eyeSize))));
    paint({0.03, 0.03, 0.04},
          std::min(white, covered(ellipseDistance(ix, ey, 0.24 * p.eyeSize, 0.24 * p.eyeSize))));
    paint({1, 1, 1}, 0.8 * std::min(white, covered(ellipseDistance(ix + 0.15 * p.eyeSize * m.lightX,
                                                                   ey - 0.2 * p.eyeSize, 0.012, 0.012))));
    paint(dimmed(p.hair, 0.5), 0.85 * covered(std::abs(lid) - 0.006) * (ey < 0.005 ? 1 : 0.15));
    const double by = ey + p.browHeight - side * p.browTilt * ex * -0.6 - 0.9 * squared(ex) / p.eyeSize;
    paint(dimmed(p.hair, 0.8),
          0.9 * covered(std::max(std::abs(by + 0.015) - p.browThickness, std::abs(ex) - 1.25 * p.eyeSize)));
  }

  // Nose: a shaded flank, the tip's light, two nostrils.
  const double tip = p.eyeHeight + p.noseLength + 0.03,
               nose = std::clamp((y - p.eyeHeight) / (tip - p.eyeHeight), 0.0, 1.0);
  const double reach = 0.35 * p.noseWidth + 0.65 * p.noseWidth * squared(nose);
  if (y > p.eyeHeight && y < tip + 0.02) {
    const double dark = m.lightX >= 0 ? -1 : 1;
    paint(dimmed(skin, 0.76), 0.8 * face * std::exp(-squared((fx - dark * reach) / 0.016)));
    paint(dimmed(skin, 1.16), 0.6 * face * std::exp(-squared(fx / (0.45 * reach))));
  }
  paint(dimmed(skin, 0.70), 0.9 * face * covered(std::abs(y - tip - 0.006 - 1.2 * squared(fx)) - 0.006) *
                                (std::abs(fx) < p.noseWidth ? 1 : 0));
  for (const double side : {-1.0, 1.0})
    paint(dimmed(p.skin, 0.35),
          0.85 * covered(ellipseDistance(fx - side * 0.5 * p.noseWidth, y - tip, 0.013, 0.008)));

  // Mouth: the corners rise with a smile; teeth where it is open.
  const double bend = 1.6 * m.smile * squared(fx) / std::max(p.mouthWidth, 0.05) * 0.35;
  const double my = y - p.mouthHeight + bend - 0.012 * m.smile;
  const double width = p.mouthWidth * (1 + 0.12 * m.smile);
  const double taper = std::sqrt(std::max(0.0, 1 - squared(fx / width)));
  if (std::abs(fx) < width) {
    const double gap = 0.022 * m.open * taper;
    paint(dimmed(p.lips, shade), covered(std::abs(my) - (p.lipThickness * taper + gap)));
    if (m.open > 0) {
      paint({0.25, 0.06, 0.07}, covered(std::abs(my) - gap));
      paint({0.93, 0.92, 0.88},
            covered(std::max(std::abs(my + 0.4 * gap) - 0.6 * gap, std::abs(fx) - 0.75 * width)));
    } else {
      paint(dimmed(p.lips, 0.45), 0.9 * covered(std::abs(my) - 0.005));
    }
  }

  if (p.glasses) {
    for (const double side : {-1.0, 1.0}) {
      const double lens =
          ellipseDistance(fx - side * p.eyeGap, y - p.eyeHeight, 1.75 * p.eyeSize, 1.45 * p.eyeSize);
      paint({0.85, 0.92, 0.97}, 0.10 * covered(lens));
      paint(p.frame, covered(std::abs(lens) - 0.012));
    }
    paint(p.frame,
          covered(std::max(std::abs(y - p.eyeHeight + 0.01) - 0.010, std::abs(fx) - p.eyeGap + 1.7 * p.eyeSize)));
  }
  return {colour[0] * m.bright * m.tint[0], colour[1] * m.bright * m.tint[1], colour[2] * m.bright * m.tint[2]};
}

Image portrait(std::uint64_t seed, DrawnRandom& random) {
  const Person person = personFor(seed);
  const Moment moment = momentFor(random);
  Image image(3, kFaceSide, kFaceSide);
  constexpr int kFine = 2;
  for (int y = 0; y < kFaceSide; ++y) {
    for (int x = 0; x < kFaceSide; ++x) {
      Colour sum{};
      for (int sy = 0; sy < kFine; ++sy) {
        for (int sx = 0; sx < kFine; ++sx) {
          const Colour one =
              pixelOf(person, moment, (x + (sx + 0.5) / kFine) / kFaceSide, (y + (sy + 0.5) / kFine) / kFaceSide);
          for (std::size_t c = 0; c < 3; ++c) sum[c] += one[c] / (kFine * kFine);
        }
      }
      const double noise = random.normal(0.012);
      for (int c = 0; c < 3; ++c) {
        const double value = std::clamp(sum[std::size_t(c)] + noise, 0.0, 1.0);
        image.at(c, y, x) = static_cast<float>(std::lround(value * 255)) / 255.0F;
      }
    }
  }
  return image;
}

std::vector<std::string> named(const std::string& word, int count) {
  std::vector<std::string> names;
  for (int i = 1; i <= count; ++i) names.push_back(word + " " + std::to_string(i));
  return names;
}

constexpr int kPublicPeople = 80;

std::uint64_t privatePerson(int label) { return kPrivateSeed + std::uint64_t(label) * 7919; }
std::uint64_t publicPerson(int label) { return kPublicSeed + std::uint64_t(label) * 7919; }

FaceTraits traitsOf(const Person& person) { return {person.glasses, person.beard > 0}; }

}  // namespace

const std::vector<std::string>& faceNames() {
  static const std::vector<std::string> names = named("person", kPeople);
  return names;
}

Image drawFace(int label, DrawnRandom& random) { return portrait(privatePerson(label), random); }

const std::vector<std::string>& publicFaceNames() {
  static const std::vector<std::string> names = named("stranger", kPublicPeople);
  return names;
}

Image drawPublicFace(int label, DrawnRandom& random) { return portrait(publicPerson(label), random); }

FaceTraits traitsOfFace(int label) { return traitsOf(personFor(privatePerson(label))); }
FaceTraits traitsOfPublicFace(int label) { return traitsOf(personFor(publicPerson(label))); }

}  // namespace adversarium
