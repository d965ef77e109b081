// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/data/drawn_kinds.h"
#include "core/data/sign_artwork.h"

namespace adversarium {
namespace {

constexpr int kSide = 48;
/// Scenes are drawn twice as large and averaged down, as a camera's lens would.
constexpr int kScene = 2 * kSide;

cv::Scalar colour(DrawnRandom& random, cv::Vec3d mean, double spread) {
  const double light = random.normal(spread);
  return {mean[0] + light + random.normal(spread / 3), mean[1] + light + random.normal(spread / 3),
          mean[2] + light + random.normal(spread / 3)};
}

int pick(DrawnRandom& random, int from, int to) { return from + random.below(to - from); }

void gradient(cv::Mat& scene, int from, int to, const cv::Scalar& top, const cv::Scalar& bottom) {
  for (int y = from; y < to; ++y) {
    const double share = double(y - from) / std::max(1, to - from);
    scene.row(y).setTo(top * (1 - share) + bottom * share);
  }
}

void leaves(cv::Mat& scene, DrawnRandom& random, int top) {
  for (int i = 0; i < 60; ++i) {
    const int y = pick(random, top, kScene), x = random.below(kScene);
    const cv::Scalar green = colour(random, {52, 86, 38}, 22);
    cv::circle(scene, {x, y}, pick(random, 3, 13), green, cv::FILLED, cv::LINE_AA);
  }
}

void houses(cv::Mat& scene, DrawnRandom& random, int horizon) {
  for (int x = -5; x < kScene;) {
    const int width = pick(random, 18, 40), top = pick(random, 5, horizon);
    cv::rectangle(scene, {x, top}, {x + width, kScene}, colour(random, {150, 132, 116}, 28), cv::FILLED);
    const cv::Scalar glass = colour(random, {72, 84, 98}, 18);
    for (int wy = top + 6; wy < kScene - 8; wy += 14) {
      for (int wx = x + 5; wx < x + width - 6; wx += 11)
        cv::rectangle(scene, {wx, wy}, {wx + 5, wy + 7}, glass, cv::FILLED);
    }
    x += width;
  }
}

cv::Mat background(DrawnRandom& random) {
  cv::Mat scene(kScene, kScene, CV_8UC3);
  const int horizon = pick(random, kScene / 3, kScene - 12);
  const bool overcast = random.chance(0.4);
  const cv::Scalar low = colour(random, overcast ? cv::Vec3d(205, 206, 208) : cv::Vec3d(186, 208, 228), 14);
  const cv::Scalar high = colour(random, overcast ? cv::Vec3d(185, 188, 194) : cv::Vec3d(96, 146, 206), 16);
  gradient(scene, 0, kScene, high, low);
  switch (random.below(5)) {
    case 0:
      leaves(scene, random, pick(random, 0, horizon));
      break;
    case 1:
      houses(scene, random, horizon);
      break;
    case 2: {
      const cv::Scalar near = colour(random, {88, 96, 60}, 18), far = colour(random, {110, 118, 84}, 18);
      gradient(scene, horizon, kScene, far, near);
      const int vanishing = random.below(kScene);
      const std::vector<cv::Point> road{{vanishing, horizon}, {kScene + 10, kScene}, {-10, kScene}};
      cv::fillPoly(scene, std::vector{road}, colour(random, {92, 92, 96}, 12), cv::LINE_AA);
      leaves(scene, random, kScene - 14);
      break;
    }
    case 3: {
      scene.setTo(colour(random, {140, 104, 84}, 24));
      const cv::Scalar mortar = colour(random, {168, 160, 150}, 14);
      for (int y = random.below(9); y < kScene; y += 9) cv::line(scene, {0, y}, {kScene, y}, mortar, 1);
      break;
    }
    default:
      break;
  }
  cv::GaussianBlur(scene, scene, {0, 0}, random.uniform(0.8, 3.0));
  return scene;
}

/// Where the corners of the face come to lie: turned, tilted and shifted.
cv::Mat placement(DrawnRandom& random) {
  const double half = random.uniform(0.36, 0.46) * kScene, turn = random.normal(0.07);
  const double tiltX = random.normal(0.13), tiltY = random.normal(0.1), squeeze = random.uniform(0.88, 1.0);
  const double down = random.normal(2.4), right = random.normal(2.4);
  const cv::Point2d centre(kScene / 2.0 + right, kScene / 2.0 + down);
  std::vector<cv::Point2f> from, to;
  for (const auto& [x, y] : {std::pair{-1.0, -1.0}, {1.0, -1.0}, {1.0, 1.0}, {-1.0, 1.0}}) {
    from.emplace_back((x + 1) * kSignArtworkSide / 2, (y + 1) * kSignArtworkSide / 2);
    const double depth = 1 + std::clamp(tiltX, -0.3, 0.3) * x + std::clamp(tiltY, -0.3, 0.3) * y;
    const cv::Point2d flat(half * squeeze * x / depth, half * y / depth);
    to.emplace_back(centre + cv::Point2d(flat.x * std::cos(turn) - flat.y * std::sin(turn),
                                         flat.x * std::sin(turn) + flat.y * std::cos(turn)));
  }
  return cv::getPerspectiveTransform(from, to);
}

void compose(cv::Mat& scene, const SignArtwork& artwork, DrawnRandom& random) {
  // The artwork is far larger than its image: without smoothing first, lines would break up.
  static const std::vector<std::pair<cv::Mat, cv::Mat>> smooth = [] {
    std::vector<std::pair<cv::Mat, cv::Mat>> list;
    for (const SignArtwork& one : signArtworks()) {
      cv::Mat face, alpha;
      cv::GaussianBlur(one.face, face, {0, 0}, 1.3);
      cv::GaussianBlur(one.alpha, alpha, {0, 0}, 1.3);
      list.emplace_back(face, alpha);
    }
    return list;
  }();
  const auto& [face, alpha] = smooth[static_cast<std::size_t>(&artwork - signArtworks().data())];
  if (random.chance(0.7)) {
    const int x = kScene / 2 + static_cast<int>(random.normal(1.5));
    cv::rectangle(scene, {x - 2, kScene / 2}, {x + 2, kScene}, colour(random, {140, 142, 144}, 14), cv::FILLED);
  }
  const cv::Mat map = placement(random);
  cv::Mat picture, mask;
  cv::warpPerspective(face, picture, map, scene.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::warpPerspective(alpha, mask, map, scene.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  const double fading = random.chance(0.3) ? random.uniform(0, 0.3) : 0;
  const cv::Scalar dirt = colour(random, {120, 114, 104}, 12);
  for (int y = 0; y < kScene; ++y) {
    auto* target = scene.ptr<cv::Vec3b>(y);
    const auto* source = picture.ptr<cv::Vec3b>(y);
    const auto* opacity = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < kScene; ++x) {
      const double share = opacity[x] / 255.0;
      if (share == 0) continue;
      for (int c = 0; c < 3; ++c) {
        const double paint = source[x][c] * (1 - fading) + dirt[c] * fading;
        target[x][c] = cv::saturate_cast<std::uint8_t>(target[x][c] * (1 - share) + paint * share);
      }
    }
  }
}

/// What light and camera do: shade, cast, blur, noise. Works on the small picture, in place, 0…255.
void photograph(cv::Mat& picture, DrawnRandom& random) {
  if (random.chance(0.5)) cv::GaussianBlur(picture, picture, {0, 0}, random.uniform(0.2, 0.9));
  if (random.chance(0.2)) {  // moved while the shutter was open
    cv::Mat kernel = cv::Mat::zeros(3, 3, CV_32F);
    if (random.chance(0.5)) {
      kernel.row(1).setTo(1.0 / 3);
    } else {
      kernel.col(1).setTo(1.0 / 3);
    }
    cv::filter2D(picture, picture, -1, kernel);
  }
  const double exposure = random.uniform(0.5, 1.15), contrast = random.uniform(0.75, 1.1);
  const double shadeX = random.normal(0.12), shadeY = random.normal(0.12), noise = random.uniform(1, 6);
  const bool shadowed = random.chance(0.25);
  const double edge = random.uniform(-0.5, 0.5), slope = random.normal(0.8), dark = random.uniform(0.5, 0.8);
  const double cast[3] = {random.normal(0.04), random.normal(0.02), random.normal(0.05)};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double u = 2.0 * x / kSide - 1, v = 2.0 * y / kSide - 1;
      double light = exposure * (1 + shadeX * u + shadeY * v);
      if (shadowed && v > edge + slope * u) light *= dark;
      auto& pixel = picture.at<cv::Vec3f>(y, x);
      for (int c = 0; c < 3; ++c) {
        const double value = 128 + (pixel[c] - 128) * contrast;
        pixel[c] = static_cast<float>(value * light * (1 + cast[c]) + random.normal(noise));
      }
    }
  }
}

}  // namespace

const std::vector<std::string>& signNames() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const SignArtwork& artwork : signArtworks()) list.push_back(artwork.name);
    return list;
  }();
  return names;
}

Image drawSign(int label, DrawnRandom& random) {
  cv::Mat scene = background(random);
  compose(scene, signArtworks()[static_cast<std::size_t>(label)], random);
  cv::Mat small;
  cv::resize(scene, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32FC3);
  photograph(small, random);
  Image image(3, kSide, kSide);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const auto& pixel = small.at<cv::Vec3f>(y, x);
      for (int c = 0; c < 3; ++c) {
        // Eight bits, as a camera gives them.
        image.at(c, y, x) = static_cast<float>(std::lround(std::clamp(pixel[c], 0.0F, 255.0F))) / 255.0F;
      }
    }
  }
  return image;
}

}  // namespace adversarium
