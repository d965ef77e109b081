// SPDX-License-Identifier: GPL-3.0-or-later
/// An ONNX file between the disk and the importer: read within limits, its external data fetched from beside it
/// and from nowhere else, checked by the onnx library. Nothing in it is run.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onnx {
class ModelProto;
}  // namespace onnx

namespace adversarium {

class BoundedFile;

/// An input or output as the file declares it; a size of −1 is left open.
struct OnnxPort {
  std::string name;
  std::string type;  ///< "float", "int64", … in ONNX's words
  bool shaped = false;
  std::vector<std::int64_t> shape;
};

struct OnnxFile {
  std::string subject;  ///< names the file in errors
  std::shared_ptr<onnx::ModelProto> model;
  std::int64_t opset = 0;        ///< of ONNX's own operators
  std::vector<OnnxPort> inputs;  ///< without those that an initialiser fills
  std::vector<OnnxPort> outputs;
  std::vector<std::string> classNames;  ///< where this project wrote the file and knew them
};

/// Whether these bytes at a file's beginning can be those of an ONNX model: other formats begin with letters.
bool looksLikeOnnx(std::string_view beginning);

/// Throws InputError naming file, node or tensor, and reason.
OnnxFile readOnnxFile(const BoundedFile& file, const std::string& subject);

}  // namespace adversarium
