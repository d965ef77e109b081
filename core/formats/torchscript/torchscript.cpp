// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/torchscript/torchscript.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <caffe2/serialize/read_adapter_interface.h>
#include <fmt/format.h>
#include <torch/script.h>
#include <torch/version.h>

#include <cmath>
#include <optional>
#include <span>

#include "core/audit/model_file.h"
#include "core/base/error.h"
#include "core/base/words.h"
#include "core/formats/sidecar/wanted_output.h"
#include "core/formats/torchscript/script_graph.h"
#include "core/formats/torchscript/script_guards.h"
#include "core/formats/torchscript/script_outputs.h"
#include "core/graph/final_softmax.h"
#include "core/victim/opening_remarks.h"

namespace adversarium {
namespace {

std::string firstLine(const std::exception& wrong) {
  const auto* known = dynamic_cast<const c10::Error*>(&wrong);
  const std::string words = known ? known->what_without_backtrace() : wrong.what();
  return words.substr(0, words.find('\n'));
}

/// LibTorch reports errors inside a script with the script's stack: only the last line says what is wrong.
std::string lastLine(const std::exception& wrong) {
  const auto* known = dynamic_cast<const c10::Error*>(&wrong);
  std::string words = known ? known->what_without_backtrace() : wrong.what();
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  const std::size_t line = words.rfind('\n');
  return line == std::string::npos ? words : words.substr(line + 1);
}

/// Random directions and step sizes of the numerical check.
constexpr int kDirections = 3;
/// Steps of difference quotients; rounding forbids smaller ones in single precision.
constexpr double kSingleSteps[] = {1e-2, 3e-3, 1e-3}, kDoubleSteps[] = {1e-2, 1e-4, 1e-6};

class ScriptClassifier final : public Classifier {
 public:
  ScriptClassifier(ModelInfo info, torch::jit::Module module, at::Device device = at::kCPU)
      : Classifier(std::move(info)), m_module(std::move(module)), m_device(device) {
    m_mean = at::tensor(m_info.mean).view({1, -1, 1, 1});
    m_deviation = at::tensor(m_info.deviation).view({1, -1, 1, 1});
  }

  at::Tensor logits(const at::Tensor& images) const override {
    return scoresOf(m_module, images).to(images.device(), at::kFloat);
  }

  std::shared_ptr<const Classifier> on(at::Device device) const override {
    torch::jit::Module module = m_module.deepcopy();
    module.to(device);
    return std::make_shared<ScriptClassifier>(m_info, std::move(module), device);
  }

  /// Finds the class count, whether the answer can be differentiated and what is odd about it, at the first image
  /// shape it is shown.
  void probe(const ImageShape& shape) {
    at::Generator random = at::detail::createCPUGenerator(19);  // smooth images would tie neighbours in max pools
    const at::Tensor image =
        at::rand({2, shape.channels, shape.height, shape.width}, random, at::kFloat) * 0.6 + 0.2;
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = image.detach().requires_grad_(true);
    takeSoleOutput(input);
    const at::Tensor answer = logits(input);
    m_info.classes = answer.size(1);
    if (!answer.isfinite().all().item<bool>())
      throw InputError(m_info.where, "answers with NaN or infinite scores");
    m_info.input = shape;
    m_info.access = Access::Scores;
    const bool steady = checkSteadiness(image, answer.detach());
    if (!answer.requires_grad()) {
      m_info.accessReason = translatable("records", "the file's code gives no gradient by its input");
      return;
    }
    try {
      m_info.accessReason = checkGradient(input, answer, steady);
    } catch (const std::exception& wrong) {
      m_info.accessReason = "the gradient by its input fails: " + lastLine(wrong);
      m_underivable = true;
    }
    if (!m_info.accessReason.empty()) return;
    m_info.access = Access::Gradients;
    refuseTaps(translatable("records", "because TorchScript shows nothing of its inside"));
  }

  const torch::jit::Module& module() const { return m_module; }
  /// Whether its native form could do more: taps, or a gradient through operators for which LibTorch has none.
  bool gainsFromNativeForm() const { return m_info.access == Access::Gradients || m_underivable; }
  /// Says what it costs that the file has no native form.
  void refuseTaps(const Words& because) {
    if (m_info.access != Access::Gradients) return;  // which says more
    m_info.accessReason =
        recipeOf({translatable("records", "no feature taps"), translatable("records", "no mending"),
                  translatable("records", "about half the speed"), because});
  }

 private:
  /// Of several outputs, the one with the scores; of one probability a picture, its logit. Both are said.
  void takeSoleOutput(const at::Tensor& images) {
    const std::string wanted = wantedOutput(m_info.where);
    c10::IValue answer = answerOf(m_module, images);
    if (!answer.isTensor()) {
      SoleOutput sole = soleOutput(m_module, answer, images.size(0), wanted, m_info.classes, m_info.where);
      m_module = sole.module;
      if (sole.all.size() > 1) m_info.remarks.push_back(otherOutputsRemark(sole.all, sole.chosen));
      answer = answerOf(m_module, images);
    } else if (!wanted.empty() && !isKindOfScores(wanted)) {
      throw Error(Error::Kind::Input, m_info.where,
                  fmt::format("has one output without a name, but the file beside it names ‘{}’", wanted));
    }
    const at::Tensor scores = answer.toTensor();
    if (scores.dim() > 0 && scores.numel() == images.size(0) && takeFinalSigmoid(m_module)) {
      m_info.remarks.push_back(finalSigmoidRemark());
    }
  }

  c10::IValue answerOf(const torch::jit::Module& module, const at::Tensor& images) const {
    // A copy: a program may write into what it is given.
    const at::Tensor input = (m_info.mean.empty() ? images.clone() : (images - m_mean) / m_deviation).to(m_device);
    try {
      // forward() is not const in LibTorch's declaration; in evaluation mode it changes nothing.
      return const_cast<torch::jit::Module&>(module).forward({input});
    } catch (const Error&) {
      throw;
    } catch (const std::exception& wrong) {
      throw InputError(m_info.where, "does not take images of " + std::to_string(images.size(1)) + "×" +
                                         std::to_string(images.size(2)) + "×" + std::to_string(images.size(3)) +
                                         ": " + lastLine(wrong));
    }
  }

  /// In the precision of `images`, which must be the module's.
  at::Tensor scoresOf(const torch::jit::Module& module, const at::Tensor& images) const {
    const c10::IValue answer = answerOf(module, images);
    if (!answer.isTensor()) throw InputError(m_info.where, "answers with something else each time");
    at::Tensor output = answer.toTensor();
    if (output.dim() == 1) output = output.unsqueeze(1);  // one number an image
    if (!output.defined() || output.dim() != 2 || output.size(0) != images.size(0)) {
      throw InputError(m_info.where, "does not answer with one row of class scores an image");
    }
    return output;
  }

  /// Whether the same image gets the same answer, and whatever else is in its batch; remarks on it if not.
  bool checkSteadiness(const at::Tensor& image, const at::Tensor& answer) {
    const at::NoGradGuard noGradient;
    const auto close = [](const at::Tensor& a, const at::Tensor& b) { return at::allclose(a, b, 1e-3, 1e-4); };
    if (!close(logits(image), answer)) {
      m_info.remarks.push_back(
          translatable("records", "the same image gets another answer each time: something in it is random"));
      return false;
    }
    const at::Tensor company = at::cat({image.narrow(0, 0, 1), 1 - image.narrow(0, 1, 1)});
    if (!close(logits(company)[0], answer[0])) {
      m_info.remarks.push_back(translatable(
          "records",
          "an image's answer depends on the others in its batch: batch norm is in training mode, perhaps"));
    }
    return true;
  }

  /// A copy that computes in double precision, where the file's code lets it.
  std::optional<torch::jit::Module> inDoublePrecision(const at::Tensor& image) const {
    try {
      torch::jit::Module module = m_module.deepcopy();
      module.to(at::kDouble);
      if (scoresOf(module, image.to(at::kDouble)).scalar_type() == at::kDouble) return module;
    } catch (const std::exception&) {  // a constant of single precision, say
    }
    return {};
  }

  /// Compares the slope along random directions with what the gradient says of it. Returns why the gradient cannot
  /// be trusted, or nothing.
  Words checkGradient(const at::Tensor& input, const at::Tensor& answer, bool steady) const {
    at::Generator random = at::detail::createCPUGenerator(20);
    const at::Tensor weights = at::randn(answer.sizes(), random, at::kFloat);
    const auto gradientOf = [&weights](const at::Tensor& scores, const at::Tensor& by) {
      return torch::autograd::grad({(scores * weights).sum()}, {by})[0];
    };
    at::Tensor gradient = gradientOf(answer, input);
    if (!gradient.isfinite().all().item<bool>())
      return translatable("records", "the gradient by its input is not finite");
    if (!steady) return {};  // differences between random answers say nothing
    const std::optional<torch::jit::Module> precise = inDoublePrecision(input.detach());
    const torch::jit::Module& module = precise ? *precise : m_module;
    at::Tensor image = input.detach().to(precise ? at::kDouble : at::kFloat);
    if (precise) {  // where probabilities are near 1, single precision has little of the gradient left
      image.requires_grad_(true);
      gradient = gradientOf(scoresOf(module, image), image);
      image = image.detach();
    }
    const at::NoGradGuard noGradient;
    const std::span<const double> steps = precise ? std::span<const double>(kDoubleSteps) : kSingleSteps;
    const double noise = (precise ? 1e-14 : 1e-6) * (answer * weights).abs().sum().item<double>();
    double foreseen = 0, measured = 0;
    bool moved = false;
    for (int i = 0; i < kDirections; ++i) {
      const at::Tensor direction = at::randn(image.sizes(), random, at::kFloat).sign();
      foreseen = (gradient * direction).sum().item<double>();
      // Kinks of rectifiers spoil large steps, rounding small ones: one that agrees is enough.
      for (const double step : steps) {
        const at::Tensor ahead = scoresOf(module, image + step * direction),
                         behind = scoresOf(module, image - step * direction);
        measured = ((ahead - behind).to(at::kDouble) * weights).sum().item<double>() / (2 * step);
        const double tolerance = 0.1 * std::max(std::abs(foreseen), std::abs(measured)) + noise / step;
        moved = moved || std::abs(measured) > 2 * noise / step;
        if (std::abs(foreseen - measured) <= tolerance && (foreseen != 0 || !moved)) return {};
      }
    }
    if (gradient.abs().max().item<double>() == 0) {
      return moved ? Words(translatable("records", "the gradient by its input is zero, though its answer changes"))
                   : Words();
    }
    return filled(
        translatable("records",
                     "the gradient by its input is not the slope of its answer ({} where {} was measured)"),
        foreseen, measured);
  }

  torch::jit::Module m_module;
  at::Device m_device;
  at::Tensor m_mean, m_deviation;
  bool m_underivable = false;
};

/// What LibTorch says of a file that it cannot load, and what helps.
std::string loadFailure(const std::exception& wrong) {
  const auto* known = dynamic_cast<const c10::Error*>(&wrong);
  const std::string words = known ? known->what_without_backtrace() : wrong.what();
  constexpr std::string_view kCure = "export the model to ONNX instead";
  constexpr std::string_view kUnknown = "Unknown builtin op: ";
  if (const std::size_t at = words.find(kUnknown); at != std::string::npos) {
    const std::size_t start = at + kUnknown.size();
    std::string name = words.substr(start, words.find_first_of(". \n", start) - start);
    return fmt::format("uses the operator ‘{}’, which LibTorch {} does not have: {}", name, TORCH_VERSION, kCure);
  }
  if (words.find("file with version") != std::string::npos ||
      words.find("file_format_version") != std::string::npos) {
    return fmt::format("was written by a newer PyTorch than LibTorch {} reads: {}", TORCH_VERSION, kCure);
  }
  return fmt::format("is not a TorchScript file that LibTorch {} reads ({}): {}", TORCH_VERSION, firstLine(wrong),
                     kCure);
}

/// Everything but `forward(images)` needs words.
void checkSignature(const torch::jit::Module& module, const std::string& where) {
  const auto method = module.find_method("forward");
  if (!method) throw InputError(where, "has no method ‘forward’");
  std::string names;
  int needed = 0;
  const auto& arguments = method->function().getSchema().arguments();
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i].default_value()) continue;
    names += (needed++ > 0 ? ", ‘" : "‘") + arguments[i].name() + "’";
  }
  if (needed != 1) {
    throw InputError(where,
                     fmt::format("takes {} inputs ({}); a classifier takes images alone: wrap it so that it does",
                                 needed, names));
  }
}

std::vector<ModelPart> partsOf(const torch::jit::Module& module) {
  std::vector<ModelPart> parts;
  for (const auto& child : module.named_modules()) {
    ModelPart part;
    part.name = child.name;
    part.kind = child.value.type()->name() ? child.value.type()->name()->name() : "module";
    const auto say = [&](const std::string& name, const at::Tensor& tensor) {
      if (tensor.defined()) part.tensors.push_back(fmt::format("{} {}", name, fmt::join(tensor.sizes(), "×")));
    };
    for (const auto& parameter : child.value.named_parameters(/*recurse=*/false)) {
      say(parameter.name, parameter.value);
      part.parameters += parameter.value.numel();
    }
    for (const auto& buffer : child.value.named_buffers(/*recurse=*/false)) say(buffer.name, buffer.value);
    if (!child.name.empty() || part.parameters > 0) parts.push_back(std::move(part));
  }
  return parts;
}

/// Whether the graph answers as the file does, for batches of several sizes.
bool answersAlike(const Graph& graph, const Classifier& script, ImageShape shape) {
  const at::NoGradGuard noGradient;
  at::Generator random = at::detail::createCPUGenerator(5);
  for (const std::int64_t count : {1, 3}) {
    const at::Tensor images = at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
    const at::Tensor expected = script.logits(images);
    const at::Tensor found = graph.run(images);
    if (found.sizes() != expected.sizes()) return false;
    const double scale = std::max(expected.abs().max().item<double>(), 1e-6);
    if ((found - expected).abs().max().item<double>() > 1e-4 * scale) return false;
  }
  return true;
}

/// One number an image, without a dimension for the classes, gets one.
void addClasses(Graph& graph, const ImageShape& shape) {
  const at::NoGradGuard noGradient;
  if (graph.run(at::full({1, shape.channels, shape.height, shape.width}, 0.5)).dim() != 1) return;
  graph.nodes.push_back({"classes", "unsqueeze", {static_cast<int>(graph.nodes.size()) - 1}, {{"axes", {1}}}, {}});
}

/// The native form where everything in the file has a counterpart; else the script itself, and why.
std::shared_ptr<const Classifier> withTaps(std::shared_ptr<ScriptClassifier> script) {
  if (!script->gainsFromNativeForm()) return script;
  Words reason;
  const ModelInfo& info = script->info();
  Graph front;
  if (!info.mean.empty()) {
    front.nodes.push_back(
        {"normalise",
         "normalise",
         {-1},
         {{"mean", {info.mean.begin(), info.mean.end()}}, {"std", {info.deviation.begin(), info.deviation.end()}}},
         {}});
  }
  at::Generator random = at::detail::createCPUGenerator(6);
  const ImageShape& shape = info.input;
  const at::Tensor images = at::rand({3, shape.channels, shape.height, shape.width}, random, at::kFloat);
  std::optional<Graph> graph = graphFromScript(script->module(), front.run(images), reason);
  if (graph && !front.nodes.empty()) graph = chained(front, *graph);
  try {
    if (graph) addClasses(*graph, shape);
    if (graph && !answersAlike(*graph, *script, shape)) {
      graph.reset();
      reason = translatable("records", "because its parts answer differently when taken one by one");
    }
  } catch (const Error& wrong) {
    graph.reset();
    reason = filled(translatable("records", "because its parts cannot be run one by one: ‘{}’"), wrong.what());
  }
  if (!graph) {
    script->refuseTaps(reason);
    return script;
  }
  seeLogarithm(*graph);
  ModelInfo native = info;
  native.accessReason = {};
  return makeGraphClassifier(graph->clone(), std::move(native));
}

/// The open file as LibTorch reads it.
class FileAdapter final : public caffe2::serialize::ReadAdapterInterface {
 public:
  explicit FileAdapter(const BoundedFile& file) : m_file(file) {}
  std::size_t size() const override { return m_file.size(); }
  std::size_t read(std::uint64_t offset, void* target, std::size_t count, const char*) const override {
    if (offset >= m_file.size()) return 0;
    count = std::min<std::uint64_t>(count, m_file.size() - offset);
    m_file.readInto(target, offset, count);
    return count;
  }

 private:
  const BoundedFile& m_file;
};

}  // namespace

std::shared_ptr<const Classifier> openTorchScript(const BoundedFile& file, ModelInfo info, ImageShape hint) {
  torch::jit::Module module;
  try {
    module = torch::jit::load(std::make_shared<FileAdapter>(file), at::kCPU);
    guardArguments(module);
    module.eval();
  } catch (const std::exception& wrong) {
    throw InputError(info.where, loadFailure(wrong));
  }
  checkSignature(module, info.where);
  for (const auto& parameter : module.named_parameters()) {
    if (!parameter.value.isfinite().all().item<bool>()) {
      throw InputError(info.where, "its parameter '" + parameter.name + "' holds NaN or infinity");
    }
    info.parameters += parameter.value.numel();
    parameter.value.set_requires_grad(false);
  }
  info.kind = "torchscript";
  info.parts = partsOf(module);
  if (info.architecture.empty()) info.architecture = "TorchScript";
  const ImageShape stated = info.input;
  auto model = std::make_shared<ScriptClassifier>(std::move(info), std::move(module));
  if (stated.channels > 0) {
    model->probe(stated);
    return withTaps(model);
  }
  // The file does not say what it takes: the usual input sizes are tried, the largest last because it is slow.
  for (const ImageShape& shape :
       {hint, ImageShape{3, 32, 32}, ImageShape{1, 28, 28}, ImageShape{3, 48, 48}, ImageShape{3, 64, 64},
        ImageShape{1, 32, 32}, ImageShape{3, 96, 96}, ImageShape{3, 224, 224}, ImageShape{3, 299, 299}}) {
    if (shape.channels == 0) continue;
    try {
      model->probe(shape);
      return withTaps(model);
    } catch (const InputError&) {
      continue;
    }
  }
  throw InputError(model->info().where, "takes none of the usual input sizes; say which in " +
                                            model->info().where +
                                            ".json, as "
                                            "{\"input\": [channels, height, width]}");
}

}  // namespace adversarium
