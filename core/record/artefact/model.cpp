// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/model.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_bytes.h"
#include "core/base/hash.h"
#include "core/base/words_json.h"

namespace adversarium {
namespace {

constexpr std::string_view kOnnxEnding = ".onnx";
OnnxOfModel g_onnxOfModel = nullptr;  // set once, before main

struct ModelKept {
  static void write(const ModelFile& model, const std::filesystem::path& file) {
    writeBytes(file, model.bytes);
    std::string onnx;
    try {
      onnx = g_onnxOfModel ? g_onnxOfModel(model.bytes, file.string()) : std::string();
    } catch (const Error&) {
      return;  // a graph that ONNX cannot say, or a model of another kind: the .adv file is the artefact
    }
    if (!onnx.empty()) writeBytes(std::filesystem::path(file).replace_extension(kOnnxEnding), onnx);
  }
  static void describe(const ModelFile& model, nlohmann::ordered_json& entry) {
    putWords(entry, "words", model.words);
    entry["sha256"] = sha256Of(model.bytes);
  }
  static void recall(const nlohmann::json& entry, ModelFile& model) { model.words = wordsIn(entry, "words"); }
  static void read(ModelFile& model, const std::filesystem::path& file) { model.bytes = readBytes(file); }
  static std::string difference(const ModelFile& before, const ModelFile& after) {
    return before.bytes == after.bytes ? "" : "is another model";
  }
};

}  // namespace

void writeModelCopiesWith(OnnxOfModel onnxOfModel) { g_onnxOfModel = onnxOfModel; }

template <>
const ArtefactKind& kindOf<ModelFile>() {
  static constexpr ArtefactKind kind = kindBy<ModelFile, ModelKept>("model", ".adv", kOnnxEnding);
  return kind;
}

}  // namespace adversarium
