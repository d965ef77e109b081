// SPDX-License-Identifier: GPL-3.0-or-later
/// An ONNX graph as the project's own: its parameters are tensors, its nodes are taps, its arithmetic on shapes is
/// done once and for all.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "core/formats/onnx/onnx_file.h"
#include "core/graph/graph.h"

namespace adversarium {

/// Something that has no counterpart here; another engine may still answer.
class NotCovered : public std::runtime_error {
 public:
  /// `why` completes "node 'n' (Op) …".
  NotCovered(const std::string& op, const std::string& node, const std::string& why)
      : std::runtime_error("node '" + node + "' (" + op + ") " + why), m_op(op) {}
  const std::string& op() const { return m_op; }

 private:
  std::string m_op;
};

struct OnnxImport {
  /// Inputs that become constants, and thereby parameters.
  std::map<std::string, at::Tensor> bound;
  std::string output;  ///< empty: the first
  /// What the one input left over is shown while importing; its first size is the batch that the file is written
  /// for. Everything is computed once along the way, so that what does not fit is named at once.
  at::Tensor sample;
  /// One image more than `sample`, whose first images are the same: the graph will then take any batch. Undefined:
  /// it takes what the file says.
  at::Tensor larger;
  bool literalBatch = false;  ///< the file says its batch as a number, so plain shapes inside may mean it
  /// Nodes between the graph's input and the file's, in order; the last one's output is what the file gets.
  std::vector<Node> leading;
};

struct ImportedGraph {
  Graph graph;
  at::Tensor output, largerOutput;  ///< of the samples
};

/// Takes the tensors out of `file`, which holds none afterwards. Throws InputError for what is wrong with the file
/// and NotCovered for what this does not translate.
ImportedGraph importOnnx(OnnxFile& file, const OnnxImport& how);

}  // namespace adversarium
