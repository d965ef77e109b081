// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/torchscript/script_outputs.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/formats/onnx/choose_output.h"
#include "core/formats/sidecar/wanted_output.h"

namespace adversarium {
namespace {

struct Output {
  std::string name;
  std::string access;  // as the script language writes it
  at::Tensor value;
  std::string otherName = {};  // a field's place
  int points = 0;
};

bool spellable(const std::string& key) {
  return std::all_of(key.begin(), key.end(),
                     [](char c) { return c >= 32 && c < 127 && c != '"' && c != '\\' && c != '\''; });
}

std::vector<Output> outputsOf(const c10::IValue& answer) {
  std::vector<Output> found;
  const auto add = [&](const std::string& name, const std::string& access, const c10::IValue& value) {
    if (value.isTensor() && value.toTensor().defined()) found.push_back({name, access, value.toTensor()});
  };
  if (answer.isTuple()) {
    const auto& elements = answer.toTupleRef().elements();
    const auto type = answer.type()->cast<c10::TupleType>();
    const auto schema = type ? type->schema() : nullptr;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const std::string place = std::to_string(i);
      const bool field = schema && i < schema->arguments().size() && !schema->arguments()[i].name().empty();
      const std::size_t before = found.size();
      add(field ? schema->arguments()[i].name() : place, fmt::format("[{}]", place), elements[i]);
      if (field && found.size() > before) found.back().otherName = place;
    }
  } else if (answer.isGenericDict()) {
    for (const auto& entry : answer.toGenericDict()) {
      if (!entry.key().isString() || !spellable(entry.key().toStringRef())) continue;
      add(entry.key().toStringRef(), fmt::format("[\"{}\"]", entry.key().toStringRef()), entry.value());
    }
  } else if (answer.isList()) {
    const auto list = answer.toList();
    for (std::size_t i = 0; i < list.size(); ++i) add(std::to_string(i), fmt::format("[{}]", i), list.get(i));
  }
  return found;
}

bool isRow(const at::Tensor& value, std::int64_t images) {
  return value.is_floating_point() && (value.dim() == 1 || value.dim() == 2) && value.size(0) == images;
}

bool computedFrom(const at::Tensor& later, const at::Tensor& earlier) {
  if (!later.requires_grad() || !earlier.requires_grad() || later.is_same(earlier)) return false;
  const auto gradient = torch::autograd::grad({later.sum()}, {earlier}, {}, /*retain_graph=*/true,
                                              /*create_graph=*/false, /*allow_unused=*/true);
  return gradient[0].defined();
}

bool sameScores(const at::Tensor& later, const at::Tensor& earlier) {
  if (later.sizes() != earlier.sizes() || earlier.dim() != 2) return false;
  const at::NoGradGuard noGradient;
  for (const at::Tensor& form : {earlier.softmax(1), earlier.log_softmax(1), earlier.sigmoid()}) {
    if (at::allclose(later, form, 1e-3, 1e-5)) return true;
  }
  return false;
}

std::string listed(const std::vector<Output>& outputs) {
  std::string names;
  for (const Output& output : outputs) {
    if (names.size() < 200) names += (names.empty() ? "‘" : ", ‘") + output.name + "’";
  }
  return names;
}

}  // namespace

SoleOutput soleOutput(const torch::jit::Module& module, const c10::IValue& answer, std::int64_t images,
                      const std::string& wanted, std::int64_t classes, const std::string& where) {
  std::vector<Output> outputs = outputsOf(answer);
  if (outputs.empty()) throw Error(Error::Kind::Input, where, "answers with no tensor of class scores");
  const auto named = std::find_if(outputs.begin(), outputs.end(),
                                  [&](const Output& o) { return o.name == wanted || o.otherName == wanted; });
  const bool decided = !wanted.empty() && named != outputs.end();
  if (!decided && !wanted.empty() && !isKindOfScores(wanted)) {
    throw Error(
        Error::Kind::Input, where,
        fmt::format("has no output ‘{}’, which the file beside it names; there are {}", wanted, listed(outputs)));
  }
  const at::AutoGradMode withGradient(true);
  const Output* best = decided ? &*named : nullptr;
  for (Output& output : outputs) {
    if (decided) break;
    if (!isRow(output.value, images)) continue;
    const std::int64_t width = output.value.dim() == 2 ? output.value.size(1) : 1;
    output.points += 2 * nameSpeaksForScores(output.name);
    if (classes > 0) output.points += width == classes ? 16 : -16;
    if (width == 1) output.points -= 8;
    for (const Output& other : outputs) {
      if (!isRow(other.value, images) || !computedFrom(other.value, output.value)) continue;
      output.points += sameScores(other.value, output.value) ? 1 : -3;
    }
  }
  for (const Output& output : outputs) {
    if (decided || !isRow(output.value, images)) continue;
    if (!best || output.points > best->points) best = &output;
  }
  if (!best) {
    throw Error(Error::Kind::Input, where,
                fmt::format("answers with {} tensors ({}), none of which is one row of class scores an "
                            "image",
                            outputs.size(), listed(outputs)));
  }
  SoleOutput result{torch::jit::Module("chosen"), best->name, {}};
  for (const Output& output : outputs) result.all.push_back(output.name);
  result.module.register_module("model", module);
  result.module.define("def forward(self, x):\n    return self.model.forward(x)" + best->access + "\n");
  result.module.eval();
  return result;
}

bool takeFinalSigmoid(torch::jit::Module& module) {
  const std::set<std::string> moving{"aten::squeeze", "aten::view", "aten::reshape", "aten::flatten",
                                     "aten::unsqueeze"};
  const auto graph = module.get_method("forward").graph();
  torch::jit::Inline(*graph);
  if (graph->outputs().size() != 1) return false;
  torch::jit::Value* value = graph->outputs()[0];
  while (moving.contains(value->node()->kind().toQualString()) && value->uses().size() == 1) {
    value = value->node()->inputs()[0];
  }
  const std::string kind = value->node()->kind().toQualString();
  if ((kind != "aten::sigmoid" && kind != "aten::sigmoid_") || value->uses().size() != 1) return false;
  value->replaceAllUsesWith(value->node()->inputs()[0]);
  module = module.clone();  // what has run once keeps running as it was
  return true;
}

}  // namespace adversarium
