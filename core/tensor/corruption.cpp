// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/corruption.h"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

namespace adversarium {
namespace {

/// Planes of floats in [0,1], one a channel; corruptions may leave the range, the door clips.
using Planes = std::vector<cv::Mat>;

struct Scene {
  Planes planes;
  int severity;  ///< 0 to 4
  bool large;    ///< strengths of the large pictures
  std::mt19937_64 random;

  int height() const { return planes[0].rows; }
  int width() const { return planes[0].cols; }
  double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }
  double normal(double mean, double spread) { return std::normal_distribution<double>(mean, spread)(random); }
  template <class T>
  const T& strength(const T (&small)[5], const T (&big)[5]) const {
    return large ? big[severity] : small[severity];
  }
  void everyPixel(const auto& change) {
    for (cv::Mat& plane : planes) {
      for (int y = 0; y < plane.rows; ++y) {
        for (int x = 0; x < plane.cols; ++x) plane.at<float>(y, x) = change(plane.at<float>(y, x));
      }
    }
  }
  /// The same grey picture over every plane.
  void cover(const cv::Mat& grey, const auto& mix) {
    for (cv::Mat& plane : planes) {
      for (int y = 0; y < plane.rows; ++y) {
        for (int x = 0; x < plane.cols; ++x)
          plane.at<float>(y, x) = mix(plane.at<float>(y, x), grey.at<float>(y, x));
      }
    }
  }
};

void gaussianNoise(Scene& s) {
  const double spread = s.strength({.04, .06, .08, .09, .10}, {.08, .12, .18, .26, .38});
  s.everyPixel([&](float v) { return float(v + s.normal(0, spread)); });
}

void shotNoise(Scene& s) {
  const double photons = s.strength({500., 250., 100., 75., 50.}, {60., 25., 12., 5., 3.});
  s.everyPixel([&](float v) {
    return v > 0 ? float(std::poisson_distribution<int>(double(v) * photons)(s.random) / photons) : 0.0F;
  });
}

void impulseNoise(Scene& s) {
  const double share = s.strength({.01, .02, .03, .05, .07}, {.03, .06, .09, .17, .27});
  s.everyPixel([&](float v) {
    const double draw = s.uniform(0, 1);
    return draw < share / 2 ? 0.0F : draw < share ? 1.0F : v;
  });
}

cv::Mat disk(double radius, double smooth) {
  const int reach = radius <= 8 ? 8 : static_cast<int>(std::ceil(radius));
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F);
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      kernel.at<float>(y + reach, x + reach) = x * x + y * y <= radius * radius ? 1.0F : 0.0F;
    }
  }
  const int size = radius <= 8 ? 3 : 5;
  cv::GaussianBlur(kernel, kernel, {size, size}, smooth);
  return kernel / cv::sum(kernel)[0];
}

void defocusBlur(Scene& s) {
  struct Lens {
    double radius, smooth;
  };
  const Lens lens = s.strength<Lens>({{.3, .4}, {.4, .5}, {.5, .6}, {1, .2}, {1.5, .1}},
                                     {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}});
  const cv::Mat kernel = disk(lens.radius, lens.smooth);
  for (cv::Mat& plane : s.planes) cv::filter2D(plane, plane, -1, kernel, {-1, -1}, 0, cv::BORDER_REFLECT_101);
}

void glassBlur(Scene& s) {
  struct Glass {
    double blur;
    int reach, rounds;
  };
  const Glass glass = s.strength<Glass>({{.05, 1, 1}, {.25, 1, 1}, {.4, 1, 1}, {.25, 1, 2}, {.4, 1, 2}},
                                        {{.7, 1, 2}, {.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}});
  const auto soften = [&] {
    for (cv::Mat& plane : s.planes) cv::GaussianBlur(plane, plane, {}, glass.blur, 0, cv::BORDER_REPLICATE);
  };
  soften();
  std::uniform_int_distribution<int> hop(-glass.reach, glass.reach);
  for (int round = 0; round < glass.rounds; ++round) {
    for (int y = s.height() - glass.reach - 1; y >= glass.reach; --y) {
      for (int x = s.width() - glass.reach - 1; x >= glass.reach; --x) {
        const int toX = x + hop(s.random), toY = y + hop(s.random);
        for (cv::Mat& plane : s.planes) std::swap(plane.at<float>(y, x), plane.at<float>(toY, toX));
      }
    }
  }
  soften();
}

/// A half-Gaussian streak of `radius` pixels in the direction `degrees`.
void streak(cv::Mat& plane, double radius, double spread, double degrees) {
  const int reach = static_cast<int>(radius);
  cv::Mat kernel = cv::Mat::zeros(2 * reach + 1, 2 * reach + 1, CV_32F);
  const double angle = degrees * CV_PI / 180;
  for (int i = 0; i <= 2 * reach; ++i) {
    const int x = static_cast<int>(std::lround(i * std::cos(angle) / 2)),
              y = static_cast<int>(std::lround(i * std::sin(angle) / 2));
    kernel.at<float>(reach + y, reach + x) += float(std::exp(-double(i) * i / (2 * spread * spread)));
  }
  cv::filter2D(plane, plane, -1, kernel / cv::sum(kernel)[0], {-1, -1}, 0, cv::BORDER_REFLECT_101);
}

void motionBlur(Scene& s) {
  struct Move {
    double radius, spread;
  };
  const Move move = s.strength<Move>({{6, 1}, {6, 1.5}, {6, 2}, {8, 2}, {9, 2.5}},
                                     {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}});
  const double angle = s.uniform(-45, 45);
  for (cv::Mat& plane : s.planes) streak(plane, move.radius, move.spread, angle);
}

/// The middle of a picture, enlarged to its size.
cv::Mat zoomed(const cv::Mat& plane, double factor) {
  const cv::Mat map = (cv::Mat_<double>(2, 3) << factor, 0, (1 - factor) * (plane.cols - 1) / 2, 0, factor,
                       (1 - factor) * (plane.rows - 1) / 2);
  cv::Mat large;
  cv::warpAffine(plane, large, map, plane.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  return large;
}

void zoomBlur(Scene& s) {
  struct Zoom {
    double most, step;
  };
  const Zoom zoom = s.strength<Zoom>({{1.06, .01}, {1.11, .01}, {1.16, .01}, {1.21, .01}, {1.26, .01}},
                                     {{1.11, .01}, {1.16, .01}, {1.21, .02}, {1.26, .02}, {1.31, .03}});
  for (cv::Mat& plane : s.planes) {
    cv::Mat sum = plane.clone();
    int count = 1;
    for (double factor = 1; factor < zoom.most - 1e-9; factor += zoom.step, ++count) sum += zoomed(plane, factor);
    plane = sum / count;
  }
}

/// Plasma by midpoint displacement: rough at all scales, in [0,1].
cv::Mat plasma(Scene& s, double decay) {
  int size = 2;
  while (size < std::max(s.height(), s.width())) size *= 2;
  cv::Mat map = cv::Mat::zeros(size, size, CV_32F);
  const auto wrapped = [&](int y, int x) -> float& { return map.at<float>((y + size) % size, (x + size) % size); };
  double wobble = 1;
  for (int step = size; step >= 2; step /= 2) {
    const int half = step / 2;
    const auto displaced = [&](double sum) { return float(sum / 4 + wobble * s.uniform(-1, 1)); };
    for (int y = 0; y < size; y += step) {
      for (int x = 0; x < size; x += step) {
        wrapped(y + half, x + half) =
            displaced(wrapped(y, x) + wrapped(y, x + step) + wrapped(y + step, x) + wrapped(y + step, x + step));
      }
    }
    for (int y = 0; y < size; y += half) {
      for (int x = (y / half) % 2 == 0 ? half : 0; x < size; x += step) {
        wrapped(y, x) =
            displaced(wrapped(y - half, x) + wrapped(y + half, x) + wrapped(y, x - half) + wrapped(y, x + half));
      }
    }
    wobble /= decay;
  }
  cv::normalize(map, map, 0, 1, cv::NORM_MINMAX);
  return map(cv::Rect(0, 0, s.width(), s.height())).clone();
}

void fog(Scene& s) {
  struct Haze {
    double depth, decay;
  };
  const Haze haze = s.strength<Haze>({{.2, 3}, {.5, 3}, {.75, 2.5}, {1, 2}, {1.5, 1.75}},
                                     {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}});
  float most = 0;
  for (const cv::Mat& plane : s.planes)
    most = std::max(most, *std::max_element(plane.begin<float>(), plane.end<float>()));
  s.cover(plasma(s, haze.decay),
          [&](float v, float f) { return float((v + haze.depth * f) * most / (most + haze.depth)); });
}

/// Ice: bright needles that branch off one another on a mottled ground.
cv::Mat crystals(Scene& s) {
  cv::Mat ice = plasma(s, 1.6) * 0.6;
  const double side = std::max(s.height(), s.width());
  for (int seed = 0; seed < 6; ++seed) {
    const cv::Point2d root(s.uniform(0, s.width()), s.uniform(0, s.height()));
    for (int arm = 0; arm < 6; ++arm) {
      const double angle = (arm + s.uniform(-.3, .3)) * CV_PI / 3, length = side * s.uniform(.1, .4);
      const auto along = [](const cv::Point2d& from, double a, double l) {
        return cv::Point2d(from.x + l * std::cos(a), from.y + l * std::sin(a));
      };
      cv::line(ice, root, along(root, angle, length), cv::Scalar(s.uniform(.7, 1)), 1, cv::LINE_8);
      for (double at = .3; at < .9; at += .2) {
        const cv::Point2d knot = along(root, angle, at * length);
        for (const double turn : {-CV_PI / 3, CV_PI / 3}) {
          cv::line(ice, knot, along(knot, angle + turn, length * .25), cv::Scalar(s.uniform(.6, .9)), 1,
                   cv::LINE_8);
        }
      }
    }
  }
  cv::GaussianBlur(ice, ice, {3, 3}, 0.6);
  return ice;
}

void frost(Scene& s) {
  struct Ice {
    double picture, ice;
  };
  const Ice mix = s.strength<Ice>({{1, .2}, {1, .3}, {.9, .4}, {.85, .4}, {.75, .45}},
                                  {{1, .4}, {.8, .6}, {.7, .7}, {.65, .7}, {.6, .75}});
  s.cover(crystals(s), [&](float v, float f) { return float(mix.picture * v + mix.ice * f); });
}

void snow(Scene& s) {
  struct Fall {
    double mean, spread, zoom, least, radius, blur, picture;
  };
  const Fall fall = s.strength<Fall>({{.1, .2, 1, .6, 8, 3, .95},
                                      {.1, .2, 1, .5, 10, 4, .9},
                                      {.15, .3, 1.75, .55, 10, 4, .9},
                                      {.25, .3, 2.25, .6, 12, 6, .85},
                                      {.3, .3, 1.25, .65, 14, 12, .8}},
                                     {{.1, .3, 3, .5, 10, 4, .8},
                                      {.2, .3, 2, .5, 12, 4, .7},
                                      {.55, .3, 4, .9, 12, 8, .7},
                                      {.55, .3, 4.5, .85, 12, 8, .65},
                                      {.55, .3, 2.5, .85, 12, 12, .55}});
  cv::Mat flakes(s.height(), s.width(), CV_32F);
  for (float& flake : cv::Mat_<float>(flakes)) flake = float(s.normal(fall.mean, fall.spread));
  flakes = zoomed(flakes, fall.zoom);
  flakes.setTo(0, flakes < fall.least);
  flakes = cv::min(flakes, 1);
  streak(flakes, fall.radius, fall.blur, s.uniform(-135, -45));
  cv::Mat turned;
  cv::rotate(flakes, turned, cv::ROTATE_180);
  flakes += turned;
  // A snowy picture is paler: everything moves towards a bright grey of its own.
  cv::Mat grey = cv::Mat::zeros(flakes.size(), CV_32F);
  for (const cv::Mat& plane : s.planes) grey += plane / double(s.planes.size());
  const cv::Mat pale = grey * 1.5 + 0.5;
  for (cv::Mat& plane : s.planes)
    plane = fall.picture * plane + (1 - fall.picture) * cv::max(plane, pale) + flakes;
}

void brightness(Scene& s) {
  const double rise = s.strength({.05, .1, .15, .2, .3}, {.1, .2, .3, .4, .5});
  if (s.planes.size() != 3) {
    s.everyPixel([&](float v) { return float(v + rise); });
    return;
  }
  // The value of HSV is the largest channel: raising it scales the other two along.
  for (int y = 0; y < s.height(); ++y) {
    for (int x = 0; x < s.width(); ++x) {
      float& r = s.planes[0].at<float>(y, x);
      float& g = s.planes[1].at<float>(y, x);
      float& b = s.planes[2].at<float>(y, x);
      const float value = std::max({r, g, b}), raised = std::min(1.0F, float(value + rise));
      for (float* channel : {&r, &g, &b}) *channel = value > 0 ? *channel * raised / value : raised;
    }
  }
}

void contrast(Scene& s) {
  const double share = s.strength({.75, .5, .4, .3, .15}, {.4, .3, .2, .1, .05});
  for (cv::Mat& plane : s.planes) {
    const double mean = cv::mean(plane)[0];
    plane = (plane - mean) * share + mean;
  }
}

void elastic(Scene& s) {
  struct Rubber {
    double pull, smooth, tilt;  // shares of the side
  };
  const Rubber rubber =
      s.strength<Rubber>({{0, 0, .08}, {.05, .2, .07}, {.08, .06, .06}, {.1, .04, .05}, {.1, .03, .03}},
                         {{2, .7, .1}, {2, .08, .2}, {.05, .01, .02}, {.07, .01, .02}, {.12, .01, .02}});
  const float side = float(std::min(s.height(), s.width())), third = side / 3;
  const cv::Point2f centre(float(s.width()) / 2, float(s.height()) / 2);
  const cv::Point2f from[] = {centre + cv::Point2f(third, third), centre + cv::Point2f(third, -third),
                              centre - cv::Point2f(third, third)};
  cv::Point2f to[3];
  for (int i = 0; i < 3; ++i) {
    const double most = rubber.tilt * side;
    to[i] = from[i] + cv::Point2f(float(s.uniform(-most, most)), float(s.uniform(-most, most)));
  }
  const cv::Mat map = cv::getAffineTransform(from, to);
  cv::Mat dx(s.height(), s.width(), CV_32F), dy(s.height(), s.width(), CV_32F);
  for (cv::Mat* shift : {&dx, &dy}) {
    for (float& value : cv::Mat_<float>(*shift)) value = float(s.uniform(-1, 1));
    if (rubber.smooth > 0) cv::GaussianBlur(*shift, *shift, {}, rubber.smooth * side, 0, cv::BORDER_REFLECT_101);
    *shift *= rubber.pull * side;
  }
  for (int y = 0; y < s.height(); ++y) {
    for (int x = 0; x < s.width(); ++x) {
      dx.at<float>(y, x) += float(x);
      dy.at<float>(y, x) += float(y);
    }
  }
  for (cv::Mat& plane : s.planes) {
    cv::Mat tilted;
    cv::warpAffine(plane, tilted, map, plane.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    cv::remap(tilted, plane, dx, dy, cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  }
}

void pixelate(Scene& s) {
  const double share = s.strength({.95, .9, .85, .75, .65}, {.6, .5, .4, .3, .25});
  const cv::Size few(std::max(1, int(s.width() * share)), std::max(1, int(s.height() * share)));
  for (cv::Mat& plane : s.planes) {
    cv::Mat small;
    cv::resize(plane, small, few, 0, 0, cv::INTER_AREA);
    cv::resize(small, plane, plane.size(), 0, 0, cv::INTER_NEAREST);
  }
}

void jpeg(Scene& s) {
  const int quality = s.strength({80, 65, 58, 50, 40}, {25, 18, 15, 10, 7});
  cv::Mat merged, bytes, back;
  Planes order = s.planes;
  if (order.size() == 3) std::swap(order[0], order[2]);  // OpenCV thinks in BGR
  cv::merge(order, merged);
  merged.convertTo(bytes, CV_8U, 255);
  std::vector<std::uint8_t> file;
  cv::imencode(".jpg", bytes, file, {cv::IMWRITE_JPEG_QUALITY, quality});
  cv::imdecode(file, cv::IMREAD_UNCHANGED).convertTo(back, CV_32F, 1.0 / 255);
  cv::split(back, s.planes);
  if (s.planes.size() == 3) std::swap(s.planes[0], s.planes[2]);
}

using Corruption = void (*)(Scene&);
constexpr Corruption kCorruptions[] = {gaussianNoise, shotNoise, impulseNoise, defocusBlur, glassBlur,
                                       motionBlur,    zoomBlur,  snow,         frost,       fog,
                                       brightness,    contrast,  elastic,      pixelate,    jpeg};
static_assert(std::size(kCorruptions) == kCorruptionNames.size());

}  // namespace

Image corrupted(const Image& image, std::size_t kind, int severity, std::uint64_t seed) {
  constexpr int kLargestSmall = 64;
  Scene scene{{}, severity - 1, std::max(image.height, image.width) > kLargestSmall, std::mt19937_64(seed)};
  for (int c = 0; c < image.channels; ++c) {
    cv::Mat plane(image.height, image.width, CV_32F);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) plane.at<float>(y, x) = image.at(c, y, x);
    }
    scene.planes.push_back(plane);
  }
  kCorruptions[kind](scene);
  Image result(image.channels, image.height, image.width);
  for (int c = 0; c < image.channels; ++c) {
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        result.at(c, y, x) = std::clamp(scene.planes[static_cast<std::size_t>(c)].at<float>(y, x), 0.0F, 1.0F);
      }
    }
  }
  return result;
}

}  // namespace adversarium
