// SPDX-License-Identifier: GPL-3.0-or-later
// Field numbers are those of onnx.proto3.
#include "core/audit/onnx_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/audit/protobuf_fields.h"
#include "core/base/words.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using namespace protobuf;

/// The operators of the standard's own set, up to opset 23.
constexpr std::string_view kStandard =
    " Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool "
    "BatchNormalization Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast "
    "CastLike "
    "Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant ConstantOfShape Conv "
    "ConvInteger ConvTranspose Cos Cosh CumSum DFT DeformConv DepthToSpace DequantizeLinear Det Div Dropout "
    "DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements "
    "GatherND "
    "Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization "
    "HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If ImageDecoder InstanceNormalization IsInf "
    "IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop LpNormalization LpPool "
    "MatMul "
    "MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization MelWeightMatrix Min Mish Mod "
    "Mul "
    "Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot Optional OptionalGetElement "
    "OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN "
    "RandomNormal "
    "RandomNormalLike RandomUniform RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum "
    "ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare RegexFullMatch Relu "
    "Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round STFT Scan Scatter ScatterElements ScatterND "
    "Selu "
    "SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SequenceMap Shape "
    "Shrink "
    "Sigmoid Sign Sin Sinh Size Slice Softmax SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split "
    "SplitToSequence Sqrt Squeeze StringConcat StringNormalizer StringSplit Sub Sum Swish Tan Tanh TensorScatter "
    "TfIdfVectorizer ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze Upsample Where Xor ";

/// Classical machine learning (`ai.onnx.ml`): computes only.
constexpr std::string_view kClassical =
    " ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer "
    "LabelEncoder "
    "LinearClassifier LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble "
    "TreeEnsembleClassifier TreeEnsembleRegressor ZipMap ";

constexpr const char* kMissing = translatable("records", "its data file ‘{}’ is missing");
constexpr const char* kNoFile = translatable("records", "its data file ‘{}’ is no file");
constexpr const char* kForeign = translatable("records", "its data file ‘{}’ has an absolute or foreign path");
constexpr const char* kOutside = translatable("records", "its data file ‘{}’ leads out of the model's folder");

bool listed(std::string_view list, std::string_view name) {
  return !name.empty() && name.find(' ') == std::string_view::npos &&
         list.find(fmt::format(" {} ", name)) != std::string_view::npos;
}

/// Bytes of one element of TensorProto.DataType, 0 for texts and unknown types; 4-bit types count as one byte.
std::uint64_t elementBytes(std::uint64_t type) {
  switch (type) {
    case 1:
    case 6:
    case 12:
      return 4;
    case 2:
    case 3:
    case 9:
      return 1;
    case 4:
    case 5:
    case 10:
    case 16:
      return 2;
    case 7:
    case 11:
    case 13:
    case 14:
      return 8;
    case 15:
      return 16;
    default:
      return 0;
  }
}

class OnnxAudit {
 public:
  OnnxAudit(const BoundedFile& file, Findings& findings) : m_file(file), m_findings(findings), m_window(file) {}

  void run() {
    const Range whole{0, m_file.size()};
    // Functions first: a node may call one that is defined after it.
    each(whole, "model", [&](const Field& field) {
      if (field.number == 25 && field.kind == Field::Kind::Bytes) declareFunction(field.bytes);
    });
    bool graph = false;
    each(whole, "model", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      if (field.number == 7) {
        graph = true;
        walkGraph(field.bytes, 0);
      } else if (field.number == 25) {
        each(field.bytes, "function", [&](const Field& inner) {
          if (inner.number == 7 && inner.kind == Field::Kind::Bytes) walkNode(inner.bytes, 0);
        });
      } else if (field.number == 20) {
        m_findings.warn("onnx-training", {}, translatable("records", "holds training steps, which are not run"));
      }
    });
    if (!graph) m_findings.damaged("onnx-graph", {}, translatable("records", "holds no graph"));
  }

 private:
  static constexpr int kDeepest = 16;

  void each(Range range, const char* what, const std::function<void(const Field&)>& take) {
    Fields fields(m_window, range);
    Field field;
    while (fields.next(field)) take(field);
    if (fields.damaged()) {
      m_findings.damaged("onnx-damaged", fmt::format("{} at byte {}", what, range.begin),
                         translatable("records", "is damaged or cut short"));
    }
  }

  void declareFunction(Range range) {
    std::string name, domain;
    each(range, "function", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      if (field.number == 1) name = m_window.text(field.bytes);
      if (field.number == 10) domain = m_window.text(field.bytes);
    });
    m_functions.insert(domain + "::" + name);
  }

  void walkGraph(Range range, int depth) {
    if (depth > kDeepest) {
      m_findings.refuse("onnx-depth", {}, translatable("records", "nests graphs in graphs more than 16 deep"));
      return;
    }
    each(range, "graph", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      switch (field.number) {
        case 1:
          walkNode(field.bytes, depth);
          break;
        case 5:
          walkTensor(field.bytes);
          break;
        case 15:
          walkSparse(field.bytes);
          break;
        case 11:
        case 12:
        case 13:
          walkValue(field.bytes);
          break;
        default:
          break;
      }
    });
  }

  void walkNode(Range range, int depth) {
    std::string type, name, domain;
    each(range, "node", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      if (field.number == 3) name = m_window.text(field.bytes);
      if (field.number == 4) type = m_window.text(field.bytes);
      if (field.number == 7) domain = m_window.text(field.bytes);
      if (field.number == 5) walkAttribute(field.bytes, depth);
    });
    judgeNode(type, name, domain);
  }

  void judgeNode(const std::string& type, const std::string& name, const std::string& domain) {
    const std::string place = name.empty() ? std::string() : "node " + printable(name);
    const std::string full = printable(domain.empty() || domain == "ai.onnx" ? type : domain + "::" + type);
    m_findings.countOperator(full);
    if (m_functions.contains(domain + "::" + type)) return;
    if (domain.empty() || domain == "ai.onnx") {
      if (!listed(kStandard, type)) {
        m_findings.warn(
            "onnx-operator", place,
            filled(translatable("records", "‘{}’ is no operator of the standard that is known here"), full));
      }
    } else if (domain == "ai.onnx.ml") {
      if (!listed(kClassical, type)) {
        m_findings.warn(
            "onnx-operator", place,
            filled(translatable("records", "‘{}’ is no operator of the standard that is known here"), full));
      }
    } else if (domain != "ai.onnx.training" && domain != "ai.onnx.preview.training") {
      m_findings.refuse(
          "onnx-operator", place,
          filled(
              translatable(
                  "records",
                  "‘{}’ is an operator from outside the standard: what it does, a library of its maker decides"),
              full));
    }
  }

  void walkAttribute(Range range, int depth) {
    each(range, "attribute", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      if (field.number == 5 || field.number == 10) walkTensor(field.bytes);
      if (field.number == 6 || field.number == 11) walkGraph(field.bytes, depth + 1);
      if (field.number == 22 || field.number == 23) walkSparse(field.bytes);
    });
  }

  void walkSparse(Range range) {
    each(range, "sparse tensor", [&](const Field& field) {
      if (field.kind == Field::Kind::Bytes && (field.number == 1 || field.number == 2)) walkTensor(field.bytes);
    });
  }

  void walkTensor(Range range) {
    std::vector<std::uint64_t> dims;
    std::uint64_t type = 0, inside = 0;
    bool external = false, raw = false;
    std::string name, location, length;
    each(range, "tensor", [&](const Field& field) {
      const bool bytes = field.kind == Field::Kind::Bytes;
      if (field.number == 1 && !bytes && dims.size() < 64) dims.push_back(field.value);
      if (field.number == 1 && bytes) {
        Fields packed(m_window, field.bytes);
        std::uint64_t value = 0;
        while (!packed.atEnd() && dims.size() < 64 && packed.varint(value)) dims.push_back(value);
      }
      if (field.number == 2) type = field.value;
      if (field.number == 8 && bytes) name = m_window.text(field.bytes);
      if (field.number == 9 && bytes) {
        raw = true;
        inside = field.bytes.size();
      }
      if (field.number == 13 && bytes) {
        std::string key, value;
        each(field.bytes, "tensor", [&](const Field& entry) {
          if (entry.kind != Field::Kind::Bytes) return;
          if (entry.number == 1) key = m_window.text(entry.bytes);
          if (entry.number == 2) value = m_window.text(entry.bytes);
        });
        if (key == "location") location = value;
      }
      if (field.number == 14) external = field.value == 1;
    });
    const std::string place = "tensor " + printable(name);
    const std::uint64_t wanted = checkedBytes(dims, type, place);
    if (external || !location.empty()) {
      checkExternal(location, place);
    } else if (raw && elementBytes(type) > 0 && wanted != inside) {
      m_findings.damaged("onnx-tensor", place,
                         filled(translatable("records", "has {} bytes where its shape needs {}"), inside, wanted));
    }
  }

  /// The bytes that the shape needs; absurd ones are findings.
  std::uint64_t checkedBytes(const std::vector<std::uint64_t>& dims, std::uint64_t type,
                             const std::string& place) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 40;
    std::uint64_t bytes = std::max<std::uint64_t>(elementBytes(type), 1);
    if (dims.size() > 16)
      m_findings.refuse("onnx-shape", place, filled(translatable("records", "has {} dimensions"), dims.size()));
    bool empty = false;
    for (const std::uint64_t dim : dims) {
      if (dim > kMost || (dim > 0 && bytes > kMost / dim)) {
        m_findings.refuse("onnx-shape", place, translatable("records", "has an absurd shape"));
        return 0;
      }
      empty = empty || dim == 0;
      bytes *= std::max<std::uint64_t>(dim, 1);
    }
    return empty ? 0 : bytes;
  }

  void checkExternal(const std::string& location, const std::string& place) {
    const char* wrong = badExternalPath(m_file.path(), location);
    if (!wrong) {
      m_findings.note(
          "onnx-external", place,
          filled(translatable("records", "keeps its numbers in ‘{}’ beside the model"), printable(location)));
      return;
    }
    const bool absent = wrong == kMissing || wrong == kNoFile;
    m_findings.add(absent ? AuditSeverity::Damaged : AuditSeverity::Refused, "onnx-external", place,
                   fmt::format(fmt::runtime(wrong), printable(location)));
  }

  /// An input's, output's or inner value's stated shape.
  void walkValue(Range range) {
    std::string name;
    each(range, "value", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes) return;
      if (field.number == 1) name = m_window.text(field.bytes);
      if (field.number == 2) walkType(field.bytes, name, 0);
    });
  }
  void walkType(Range range, const std::string& name, int depth) {
    if (depth > 8) return;
    each(range, "type", [&](const Field& field) {
      if (field.kind != Field::Kind::Bytes || field.number != 1) return;
      each(field.bytes, "type", [&](const Field& tensor) {
        if (tensor.kind != Field::Kind::Bytes || tensor.number != 2) return;
        std::vector<std::uint64_t> dims;
        each(tensor.bytes, "shape", [&](const Field& shape) {
          if (shape.kind != Field::Kind::Bytes || shape.number != 1) return;
          std::uint64_t dim = 1;  // a free dimension
          each(shape.bytes, "shape", [&](const Field& one) {
            if (one.number == 1 && one.kind == Field::Kind::Varint) dim = one.value;
          });
          if (static_cast<std::int64_t>(dim) < 0) dim = 1;  // some exporters write −1 for a free one
          if (dims.size() < 64) dims.push_back(dim);
        });
        checkedBytes(dims, 1, "value " + printable(name));
      });
    });
  }

  const BoundedFile& m_file;
  Findings& m_findings;
  ByteWindow m_window;
  std::set<std::string> m_functions;
};

}  // namespace

bool looksLikeOnnx(const BoundedFile& file) {
  // Every field of the outermost message is one that ModelProto has, of its kind, and one is the graph.
  ByteWindow window(file);
  Fields fields(window, {0, file.size()});
  Field field;
  bool graph = false, version = false;
  int seen = 0;
  while (fields.next(field)) {
    const bool number = field.number == 1 || field.number == 5;
    const bool bytes = field.number == 2 || field.number == 3 || field.number == 4 || field.number == 6 ||
                       field.number == 7 || field.number == 8 || field.number == 14 || field.number == 20 ||
                       field.number == 25 || field.number == 26;
    if (!(number && field.kind == Field::Kind::Varint) && !(bytes && field.kind == Field::Kind::Bytes))
      return false;
    version = version || field.number == 1;
    graph = graph || field.number == 7;
    if (++seen > 1'000'000) return false;
  }
  // A file that was cut in its graph still begins as a model does.
  return fields.damaged() ? version : graph;
}

const char* badExternalPath(const fs::path& model, const std::string& location) {
  if (location.empty()) return kNoFile;
  const fs::path path(location);
  if (path.is_absolute() || location.find('\\') != std::string::npos || location.find('\0') != std::string::npos ||
      (location.size() > 1 && location[1] == ':')) {
    return kForeign;
  }
  for (const fs::path& part : path) {
    if (part == "..") return kOutside;
  }
  // Links count as what they lead to.
  std::error_code problem;
  const fs::path folder = fs::weakly_canonical(fs::absolute(model).parent_path(), problem);
  if (problem) return kMissing;
  const fs::path whole = fs::weakly_canonical(folder / path, problem);
  if (problem) return kMissing;
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), whole.begin(), whole.end());
  if (end != folder.end()) return kOutside;
  if (!fs::exists(whole, problem)) return kMissing;
  return fs::is_regular_file(whole, problem) ? nullptr : kNoFile;
}

void auditOnnx(const BoundedFile& file, Findings& findings) { OnnxAudit(file, findings).run(); }

}  // namespace adversarium
