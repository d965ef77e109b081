// SPDX-License-Identifier: GPL-3.0-or-later
// The audit lets these operators in because this stands before them (core/audit/script_operators.cpp).
#include "core/formats/torchscript/script_guards.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/function_impl.h>

#include <set>
#include <string>
#include <vector>

namespace adversarium {
namespace {

/// Which input is the number of heads; −1 for other operators.
int headsOf(const torch::jit::Node& node) {
  const std::string name = node.kind().toQualString();
  if (name == "aten::_native_multi_head_attention") return 4;
  return name == "aten::_transformer_encoder_layer_fwd" ? 2 : -1;
}

bool makesNested(const torch::jit::Node& node) {
  static const std::set<std::string> names{"aten::_nested_tensor_from_mask",
                                           "aten::_nested_tensor_from_mask_left_aligned", "aten::to_padded_tensor",
                                           "aten::nested_to_padded_tensor"};
  return names.contains(node.kind().toQualString());
}

void collect(torch::jit::Block& block, std::vector<torch::jit::Node*>& found) {
  for (torch::jit::Node* node : block.nodes()) {
    if (headsOf(*node) >= 0 || makesNested(*node)) found.push_back(node);
    for (torch::jit::Block* inner : node->blocks()) collect(*inner, found);
  }
}

void guard(torch::jit::Graph& graph) {
  std::vector<torch::jit::Node*> found;
  collect(*graph.block(), found);
  for (torch::jit::Node* node : found) {
    const torch::jit::WithInsertPoint here(node);
    if (const int heads = headsOf(*node); heads >= 0) {
      const auto place = static_cast<std::size_t>(heads);
      torch::jit::Value* least = graph.insertConstant(1);
      node->replaceInput(place, graph.insert(c10::prim::max, {node->input(place), least}));
      continue;
    }
    graph.insert(c10::prim::RaiseException, {graph.insertConstant("nested tensors are not computed here")});
    for (torch::jit::Value* output : node->outputs()) {
      torch::jit::Node* nothing = graph.createUninitialized(output->type());
      nothing->insertBefore(node);
      output->replaceAllUsesWith(nothing->output());
    }
    node->destroy();
  }
}

}  // namespace

void guardArguments(torch::jit::Module& module) {
  for (torch::jit::Function* function : module._ivalue()->compilation_unit()->get_functions()) {
    if (auto* written = torch::jit::tryToGraphFunction(*function)) guard(*written->graph());
  }
}

}  // namespace adversarium
