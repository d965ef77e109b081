// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/drawn_data.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/drawn_kinds.h"

namespace adversarium {
namespace {

struct Kind {
  std::string_view name;
  const std::vector<std::string>& (*classes)();
  Image (*draw)(int label, DrawnRandom& random);
  int channels;
  int side;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> list{{"digits", digitNames, drawDigit, 1, 28},
                                      {"faces", faceNames, drawFace, 3, 48},
                                      {"faces-public", publicFaceNames, drawPublicFace, 3, 48},
                                      {"signs", signNames, drawSign, 3, 48}};
  return list;
}

/// Changing a drawing changes every number measured on it: raise this with it.
constexpr int kDrawingVersion = 1;

class DrawnData final : public DataSet {
 public:
  DrawnData(const Kind& kind, std::string where, std::int64_t count, std::uint64_t seed)
      : DataSet({std::move(where), "drawn", count, kind.channels, kind.side, kind.side, true, kind.classes()}),
        m_kind(kind),
        m_seed(seed) {}

  void read(std::int64_t index, std::span<float> planes) const override {
    DrawnRandom random(seedOf(index));
    const Image image = m_kind.draw(label(index), random);
    std::copy(image.planes.begin(), image.planes.end(), planes.begin());
  }
  /// Every run of as many samples as there are classes holds each class once, in an order of its own.
  int label(std::int64_t index) const override {
    const auto classes = static_cast<std::int64_t>(m_info.classNames.size());
    DrawnRandom random(seedOf(-1 - index / classes));
    std::vector<int> order(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = static_cast<int>(i);
      std::swap(order[i], order[static_cast<std::size_t>(random.below(static_cast<int>(i) + 1))]);
    }
    return order[static_cast<std::size_t>(index % classes)];
  }
  std::string sha256() const override {
    return sha256Of(fmt::format("adversarium drawn {} version {} seed {} count {}", m_kind.name, kDrawingVersion,
                                m_seed, m_info.count));
  }

 private:
  std::uint64_t seedOf(std::int64_t index) const {
    return DrawnRandom(m_seed * 0xd1342543de82ef95ULL + static_cast<std::uint64_t>(index)).bits();
  }

  const Kind& m_kind;
  std::uint64_t m_seed;
};

}  // namespace

std::shared_ptr<const DataSet> openDrawnData(const std::string& name) {
  constexpr std::int64_t kTest = 2000, kTrain = 20000;
  constexpr std::uint64_t kTestSeed = 2, kTrainSeed = 1;
  for (const Kind& kind : kinds()) {
    if (name == kind.name) return std::make_shared<DrawnData>(kind, "demo:" + name, kTest, kTestSeed);
    if (name == std::string(kind.name) + "-train") {
      return std::make_shared<DrawnData>(kind, "demo:" + name, kTrain, kTrainSeed);
    }
  }
  std::string known;
  for (const std::string& one : drawnDataNames()) known += (known.empty() ? "demo:" : ", demo:") + one;
  throw InputError("demo:" + name, "is no built-in data; there are " + known);
}

std::vector<std::string> drawnDataNames() {
  std::vector<std::string> names;
  for (const char* ending : {"", "-train"}) {
    for (const Kind& kind : kinds()) names.push_back(std::string(kind.name) + ending);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace adversarium
