// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run found, together with everything needed to run it again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/words.h"
#include "core/data/heat_colours.h"
#include "core/data/image.h"
#include "core/record/measure.h"
#include "core/record/request.h"

namespace adversarium {

inline constexpr std::string_view kRecordSchema = "adversarium.record/1";

struct Origin {
  std::string modelSha256;
  std::string dataSha256;
  std::string version;   ///< of Adversarium
  std::string libtorch;  ///< its version
  std::string device;    ///< in words
  int threads = 0;
  double seconds = 0;
  std::string utc;  ///< when the run ended, ISO 8601
};

/// Something that weakens what the numbers say. `id` is stable, `words` are for a person.
struct Caveat {
  std::string id;
  Words words;
  bool operator==(const Caveat&) const = default;
};

/// N × C × H × W floats, row-major. `isChange`: values in [−1,1] instead of [0,1].
struct ImageSet {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  std::vector<Words> captions;  ///< one an image, or none
  bool isChange = false;
  double centimetres = 0;  ///< width of each image on paper; 0: not for print
  std::int64_t count() const { return shape.empty() ? 0 : shape[0]; }
  Image image(std::int64_t index) const;
};

/// N × H × W floats, row-major: how much each place of a picture matters, higher for more.
struct HeatMaps {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  std::vector<Words> captions;  ///< one a map, or none
  Words unit;                   ///< what a value means: "drop of probability"
  bool isSigned = false;        ///< values below zero speak against the class
  std::string over;             ///< id of the ImageSet (one picture a map) that they belong to, or empty
  std::int64_t count() const { return shape.empty() ? 0 : shape[0]; }
  std::span<const float> map(std::int64_t index) const;
  /// What the colours of one map span, and of all together.
  HeatRange range(std::int64_t index) const { return heatRangeOf(map(index), isSigned); }
  HeatRange range() const { return heatRangeOf(values, isSigned); }
};

/// One whole number a sample: true classes, predicted classes, sample indices.
struct Labels {
  std::vector<std::int64_t> values;
};

/// Numbers against numbers. `low` and `high` bound `y` where an interval is known, else they are empty. Curves of
/// one `group` (the title of their plot) are drawn together.
struct Curve {
  Words xLabel;
  Words yLabel;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low;
  std::vector<double> high;
  bool logarithmic = false;  ///< both axes; then all values are above zero
  Words group{};
};

/// A column is known by its id in files, by its heading to a person.
struct Column {
  std::string id;
  Words heading;  ///< translatable("headings", …)

  /// The id is the heading with underscores.
  Column(const char* heading);  // NOLINT: a heading is a column
  Column(Words heading);        // NOLINT
  Column(std::string id, Words heading) : id(std::move(id)), heading(std::move(heading)) {}
  bool operator==(const Column&) const = default;
};

/// Cells are numbers or words; every row is as long as `columns`.
struct Table {
  using Cell = std::variant<double, Words>;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<Words> sentences{};  ///< cells with holes, so that a file's rows get back more than English
  /// English.
  static std::string textOf(const Cell& cell);
};

/// A trained or changed model: the bytes of a model.adv file.
struct ModelFile {
  std::string bytes;
  Words words;  ///< architecture and lineage in one line
};

/// `id` names the file in an output folder: ImageSet, HeatMaps and Labels become id.npy, a Curve or Table id.csv,
/// a ModelFile id.adv.
struct Artefact {
  std::string id;
  Words title;
  std::variant<ImageSet, Labels, Curve, Table, ModelFile, HeatMaps> content;
};

/// What a detector concludes: never a bare yes or no.
struct Verdict {
  std::vector<std::int64_t> flagged;  ///< the classes (or samples) that stand out
  Words words;                        ///< for a person, with its uncertainty
  std::optional<Words> blocked;       ///< why no verdict can be given (too few images, NaN, wrong preprocessing)
  bool operator==(const Verdict&) const = default;
};

/// What the vertical axis of a plot with these curves says: their own label where they agree, else that they are
/// shares.
Words sharedLabel(const std::vector<const Artefact*>& curves);

struct Record {
  Request request;  ///< with every parameter filled in
  Origin origin;
  std::vector<Caveat> caveats;
  Measures measures;
  std::vector<Artefact> found;
  std::optional<Verdict> verdict;  ///< of detectors alone
  bool partial = false;            ///< cancelled before the end: what is here was finished

  /// Null where there is none of that name.
  const Artefact* artefact(std::string_view id) const;
  /// The curves of the plot that begins with this one; empty where an earlier one of its group has drawn it.
  std::vector<const Artefact*> plotFrom(const Artefact& curve) const;
  template <class T>
  const T* get(std::string_view id) const {
    const Artefact* found = artefact(id);
    return found ? std::get_if<T>(&found->content) : nullptr;
  }
};

}  // namespace adversarium
