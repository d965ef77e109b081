// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <span>

#include "core/base/error.h"
#include "core/data/csv.h"
#include "core/data/npy.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

struct Kind {
  const char* name;
  const char* ending;
};
/// In the order of Artefact::content's alternatives.
constexpr Kind kKinds[] = {{"images", ".npy"}, {"labels", ".npy"}, {"curve", ".csv"},
                           {"table", ".csv"},  {"model", ".adv"},  {"heatmap", ".npy"}};
static_assert(std::variant_size_v<decltype(Artefact::content)> == std::size(kKinds));

/// A model is written a second time for everybody else's tools, where that can be.
constexpr const char* kOnnxEnding = ".onnx";

OnnxOfModel g_onnxOfModel = nullptr;  // set once, before main

std::string shortest(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

/// The reverse of `shortest`.
std::optional<double> cellNumber(const CsvCell& cell) {
  if (cell.quoted) return std::nullopt;
  return cell.text.empty() ? std::numeric_limits<double>::quiet_NaN() : numberIn(cell.text);
}

struct Writer {
  fs::path file;
  void operator()(const ImageSet& images) const {
    writeNpy(file, images.shape, std::span<const float>(images.values));
  }
  void operator()(const Labels& labels) const {
    writeNpy(file, {static_cast<std::int64_t>(labels.values.size())},
             std::span<const std::int64_t>(labels.values));
  }
  void operator()(const Curve& curve) const { writeBytes(file, csvOf(curve)); }
  void operator()(const Table& table) const { writeBytes(file, csvOf(table)); }
  void operator()(const ModelFile& model) const {
    writeBytes(file, model.bytes);
    std::string onnx;
    try {
      onnx = g_onnxOfModel ? g_onnxOfModel(model.bytes, file.string()) : std::string();
    } catch (const Error&) {
      return;  // a graph that ONNX cannot say, or a model of another kind: the .adv file is the artefact
    }
    if (!onnx.empty()) writeBytes(fs::path(file).replace_extension(kOnnxEnding), onnx);
  }
  void operator()(const HeatMaps& maps) const { writeNpy(file, maps.shape, std::span<const float>(maps.values)); }
};

struct Reader {
  fs::path file;
  void operator()(ImageSet& images) const {
    NpyHeader header;
    images.values = readNpyFloats(file, &header);
    images.shape = header.shape;
    if (images.shape.size() != 4) throw InputError(file.string(), "does not hold N×C×H×W images");
  }
  void operator()(Labels& labels) const { labels.values = readNpyIntegers(file); }
  void operator()(Curve& curve) const {
    const auto rows = parsedCsv(readBytes(file));
    for (std::size_t r = 1; r < rows.size(); ++r) {
      std::vector<double>* columns[] = {&curve.x, &curve.y, &curve.low, &curve.high};
      for (std::size_t c = 0; c < std::min<std::size_t>(rows[r].size(), 4); ++c) {
        const auto value = cellNumber(rows[r][c]);
        if (!value)
          throw InputError(file.string(), fmt::format("line {}: '{}' is no number", r + 1, rows[r][c].text));
        columns[c]->push_back(*value);
      }
    }
  }
  void operator()(Table& table) const {
    const auto rows = parsedCsv(readBytes(file));
    if (rows.empty()) throw InputError(file.string(), "has no heading");
    const std::vector<Column> described = std::move(table.columns);
    table.columns.clear();
    for (const CsvCell& cell : rows.front()) {
      const std::size_t at = table.columns.size();
      if (at < described.size() && described[at].id == cell.text) {
        table.columns.push_back(described[at]);
      } else {
        table.columns.emplace_back(Words(cell.text));
      }
    }
    std::map<std::string, Words> sentences;
    for (const Words& sentence : table.sentences) sentences.emplace(sentence.english(), sentence);
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].size() != table.columns.size())
        throw InputError(file.string(), fmt::format("line {}: wrong length", r + 1));
      std::vector<Table::Cell> cells;
      for (const CsvCell& cell : rows[r]) {
        const auto value = cellNumber(cell);
        if (value) {
          cells.emplace_back(*value);
        } else if (const auto sentence = sentences.find(cell.text); sentence != sentences.end()) {
          cells.emplace_back(sentence->second);
        } else {
          cells.emplace_back(Words(cell.text));
        }
      }
      table.rows.push_back(std::move(cells));
    }
  }
  void operator()(ModelFile& model) const { model.bytes = readBytes(file); }
  void operator()(HeatMaps& maps) const {
    NpyHeader header;
    maps.values = readNpyFloats(file, &header);
    maps.shape = header.shape;
    if (maps.shape.size() != 3) throw InputError(file.string(), "does not hold N×H×W heat maps");
  }
};

}  // namespace

std::string artefactKind(const Artefact& artefact) { return kKinds[artefact.content.index()].name; }

std::string artefactFileName(const Artefact& artefact) {
  return artefact.id + kKinds[artefact.content.index()].ending;
}

Artefact emptyArtefact(const std::string& id, const Words& title, const std::string& kind,
                       const std::string& subject) {
  const bool odd = std::any_of(
      id.begin(), id.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
  if (id.empty() || id.front() == '.' || odd) {
    throw InputError(subject, "artefact '" + id + "' is no plain name");
  }
  Artefact artefact{id, title, {}};
  if (kind == "images") {
    artefact.content = ImageSet();
  } else if (kind == "labels") {
    artefact.content = Labels();
  } else if (kind == "curve") {
    artefact.content = Curve();
  } else if (kind == "table") {
    artefact.content = Table();
  } else if (kind == "model") {
    artefact.content = ModelFile();
  } else if (kind == "heatmap") {
    artefact.content = HeatMaps();
  } else {
    throw InputError(subject, "artefact '" + id + "' is of the unknown kind '" + kind + "'");
  }
  return artefact;
}

std::string artefactCopyName(const Artefact& artefact) {
  return std::holds_alternative<ModelFile>(artefact.content) ? artefact.id + kOnnxEnding : std::string();
}

void writeModelCopiesWith(OnnxOfModel onnxOfModel) { g_onnxOfModel = onnxOfModel; }

void writeArtefact(const Artefact& artefact, const fs::path& folder) {
  std::visit(Writer{folder / artefactFileName(artefact)}, artefact.content);
}

void readArtefact(Artefact& artefact, const fs::path& folder) {
  std::visit(Reader{folder / artefactFileName(artefact)}, artefact.content);
}

std::string csvOf(const Table& table) {
  std::string text;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c) text += ',';
    text += csvCell(table.columns[c].id);
  }
  text += '\n';
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c) text += ',';
      const auto* value = std::get_if<double>(&row[c]);
      text += value ? shortest(*value) : csvCell(std::get<Words>(row[c]).english());
    }
    text += '\n';
  }
  return text;
}

std::string csvOf(const Curve& curve) {
  const bool bounds = curve.low.size() == curve.y.size() && !curve.y.empty();
  std::string text =
      csvCell(curve.xLabel.english()) + "," + csvCell(curve.yLabel.english()) + (bounds ? ",low,high\n" : "\n");
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    text += fmt::format("{},{}", shortest(curve.x[i]), shortest(curve.y[i]));
    if (bounds) text += fmt::format(",{},{}", shortest(curve.low[i]), shortest(curve.high[i]));
    text += '\n';
  }
  return text;
}

}  // namespace adversarium
