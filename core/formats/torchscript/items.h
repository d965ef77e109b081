// SPDX-License-Identifier: GPL-3.0-or-later
/// The values of a TorchScript program while it is followed: tensors on their way into the native graph, and what
/// the program computes beside them, for two batch sizes at once.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/words.h"

namespace adversarium {

/// Why a program has no native counterpart, as a part of a sentence that begins with "because". Never leaves
/// core/formats/torchscript.
struct NoCounterpart {
  Words words;
};

/// A tensor on its way through the program: a constant, or what a node of the graph gives. Both are known for two
/// images (`here`) and for three (`there`); a constant that does not depend on the batch has the same tensor
/// twice.
struct ScriptTensor {
  static constexpr int kConstant = -2;

  int node = kConstant;  ///< −1: the images
  at::Tensor here, there;
  bool part = false;  ///< shows a part of another value: writing into it would change that one, too

  /// `there` is dropped where it is the same.
  static ScriptTensor constantOf(at::Tensor here, at::Tensor there = {});
  bool constant() const { return node == kConstant; }
  bool grows() const { return !here.is_same(there); }
};

struct ScriptSequence;

/// Any value of the program. Tensors and sequences are shared as they are there, so that writing into one is seen
/// by all who hold it.
struct ScriptItem {
  std::shared_ptr<ScriptTensor> tensor;
  std::shared_ptr<ScriptSequence> sequence;
  c10::IValue here, there;  ///< where it is neither of both; whole numbers may depend on the batch
  std::string path;         ///< of a module: its name from the outermost on
};

struct ScriptSequence {
  std::vector<ScriptItem> items;
  std::vector<c10::IValue> keys;  ///< of a dictionary
  bool tuple = false;
};

[[noreturn]] void refuseOperator(const std::string& name);
[[noreturn]] void refuseBatchArithmetic();

/// From LibTorch's values for two images and for three.
ScriptItem itemOf(const c10::IValue& here, const c10::IValue& there);
inline ScriptItem itemOf(const c10::IValue& value) { return itemOf(value, value); }
/// Back again, for the smaller or the larger batch.
c10::IValue valueOf(const ScriptItem& item, c10::TypePtr type, bool larger);
/// Whether pixels decide it.
bool fromImage(const ScriptItem& item);

/// An operator on a list, tuple or dictionary itself, whatever it holds: its result, or nothing where it is none
/// of these. The first of `in` is the sequence.
std::optional<ScriptItem> sequenceOperator(const std::string& name, const std::vector<ScriptItem>& in,
                                           bool dictionary);

}  // namespace adversarium
