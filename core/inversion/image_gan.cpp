// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/image_gan.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

// Three doublings lead from the smallest layer to the picture, three halvings back.
constexpr std::int64_t kWide = 128, kMiddle = 64, kNarrow = 32, kFactor = 8;
constexpr std::int64_t kCondition = 32;  // numbers that stand for one
constexpr const char* kWhat = "adversarium";
constexpr const char* kConditions = "conditions";

at::Tensor drawnWeight(const std::vector<std::int64_t>& shape, double fan, at::Generator& random) {
  return at::empty(shape).normal_(0, std::sqrt(2 / fan), random);
}

/// Karras et al. 2018, section 4.2: keeps magnitudes in hand without looking at other pictures.
at::Tensor pixelNorm(const at::Tensor& x) { return x * (x.square().mean({1}, true) + 1e-6).rsqrt(); }
at::Tensor leaky(const at::Tensor& x) { return at::leaky_relu(x, 0.2); }
at::Tensor doubled(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const at::Tensor large = at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
  return pixelNorm(leaky(at::conv2d(large, weight, bias, 1, 1)));
}
/// Convolutions of this layout take half the time.
at::Tensor channelsLast(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

std::string shapeWords(ImageShape shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
}

std::string wordsOf(const Conditions& conditions) {
  return fmt::format("{}:{}", conditions.victim, fmt::join(conditions.pictures, ","));
}
/// Back from the words; nothing where they are none.
std::optional<Conditions> conditionsIn(const std::string& words) {
  const std::size_t colon = words.find(':');
  if (colon == std::string::npos) return std::nullopt;
  Conditions conditions{{}, words.substr(0, colon)};
  const char* at = words.data() + colon + 1;
  const char* const end = words.data() + words.size();
  while (at != end) {
    std::int64_t pictures = -1;
    const auto [next, error] = std::from_chars(at, end, pictures);
    constexpr std::int64_t kMost = 100'000;
    if (error != std::errc() || pictures < 0 || conditions.count() == kMost || (next != end && *next != ','))
      return std::nullopt;
    conditions.pictures.push_back(pictures);
    at = next == end ? end : next + 1;
  }
  return conditions;
}

/// A file's content, if it says that it is `what` for pictures of `shape`.
Safetensors contentOf(const std::filesystem::path& file, const std::string& what, ImageShape shape) {
  Safetensors content = readSafetensors(file);
  const auto said = content.metadata.find(kWhat);
  if (said == content.metadata.end() || said->second != what) throw InputError(file.string(), "holds no " + what);
  if (content.metadata["shape"] != shapeWords(shape))
    throw InputError(file.string(), "makes pictures of another size (" + content.metadata["shape"] +
                                        ") than the model takes (" + shapeWords(shape) + ")");
  return content;
}

void fillFrom(const std::map<std::string, at::Tensor>& saved, const std::string& name, at::Tensor into,
              const std::filesystem::path& file) {
  const auto found = saved.find(name);
  if (found == saved.end() || found->second.sizes() != into.sizes() ||
      found->second.is_floating_point() != into.is_floating_point())
    throw InputError(file.string(), "lacks its tensor '" + name + "'");
  if (into.is_floating_point() && !found->second.isfinite().all().item<bool>())
    throw InputError(file.string(), "its tensor '" + name + "' holds NaN or infinity");
  const at::NoGradGuard noGradient;
  into.copy_(found->second);
}

}  // namespace

Codes Codes::rows(const at::Tensor& indices) const {
  return {places.index_select(0, indices), conditions.index_select(0, indices)};
}

ImageGenerator::ImageGenerator(ImageShape shape, Conditions conditions, at::Generator& random)
    : m_shape(shape),
      m_conditions(std::move(conditions)),
      m_height((shape.height + kFactor - 1) / kFactor),
      m_width((shape.width + kFactor - 1) / kFactor) {
  m_weights = {drawnWeight({kWide * m_height * m_width, kCode + kCondition}, kCode, random),
               at::zeros({kWide * m_height * m_width}), drawnWeight({kMiddle, kWide, 3, 3}, 9.0 * kWide, random),
               at::zeros({kMiddle}), drawnWeight({kNarrow, kMiddle, 3, 3}, 9.0 * kMiddle, random),
               at::zeros({kNarrow}),
               // The four pixels of a block start alike: no chequered patterns (Aitken et al. 2017).
               drawnWeight({shape.channels, kNarrow, 3, 3}, 9.0 * kNarrow, random).repeat_interleave(4, 0),
               at::zeros({4 * shape.channels}), drawnWeight({any() + 1, kCondition}, 2, random)};
}

at::Tensor ImageGenerator::images(const Codes& codes) const {
  const std::vector<at::Tensor>& w = m_weights;
  const at::Tensor condition = w[8].index_select(0, codes.conditions);
  at::Tensor x = at::linear(at::cat({pixelNorm(codes.places), pixelNorm(condition)}, 1), w[0], w[1])
                     .view({-1, kWide, m_height, m_width});
  x = doubled(doubled(pixelNorm(leaky(channelsLast(x))), w[2], w[3]), w[4], w[5]);
  x = at::pixel_shuffle(at::conv2d(x, w[6], w[7], 1, 1), 2)
          .sigmoid();  // each pixel becomes four (Shi et al. 2016)
  return x.slice(2, 0, m_shape.height).slice(3, 0, m_shape.width).contiguous();
}

std::string ImageGenerator::bytes(const std::string& words) const {
  Safetensors content;
  for (std::size_t i = 0; i < m_weights.size(); ++i)
    content.tensors["generator." + std::to_string(i)] = m_weights[i].detach().to(at::kHalf).contiguous();
  content.metadata = {{kWhat, "generator"},
                      {"shape", shapeWords(m_shape)},
                      {kConditions, wordsOf(m_conditions)},
                      {"words", words}};
  return safetensorsBytes(content);
}

ImageGenerator ImageGenerator::rounded() const {
  ImageGenerator copy = *this;
  for (at::Tensor& weight : copy.m_weights) weight = weight.detach().to(at::kHalf).to(at::kFloat);
  return copy;
}

ImageGenerator ImageGenerator::open(const std::filesystem::path& file, ImageShape shape) {
  const Safetensors saved = contentOf(file, "generator", shape);
  const auto said = saved.metadata.find(kConditions);
  const auto conditions = said == saved.metadata.end() ? std::nullopt : conditionsIn(said->second);
  if (!conditions) throw InputError(file.string(), "does not say what its conditions stand for");
  at::Generator random = generatorFrom(0);
  ImageGenerator generator(shape, *conditions, random);
  for (std::size_t i = 0; i < generator.m_weights.size(); ++i)
    fillFrom(saved.tensors, "generator." + std::to_string(i), generator.m_weights[i], file);
  return generator;
}

GanTraining::GanTraining(ImageShape shape, const Conditions& conditions, at::Generator& random)
    : m_generator(shape, conditions, random),
      m_average(m_generator),
      m_height((shape.height + kFactor - 1) / kFactor),
      m_width((shape.width + kFactor - 1) / kFactor),
      m_plan(std::make_shared<TrainPlan>()) {
  m_plan->weightDecay = 0;
  const std::int64_t features = (kWide + 1) * m_height * m_width;
  m_critic = {drawnWeight({kNarrow, shape.channels, 4, 4}, 16.0 * shape.channels, random),
              at::zeros({kNarrow}),
              drawnWeight({kMiddle, kNarrow, 3, 3}, 9.0 * kNarrow, random),
              at::zeros({kMiddle}),
              drawnWeight({kWide, kMiddle, 3, 3}, 9.0 * kMiddle, random),
              at::zeros({kWide}),
              drawnWeight({1, features}, double(features), random),
              at::zeros({1}),
              drawnWeight({m_generator.any() + 1, kWide}, double(kWide), random)};
  for (const at::Tensor& weight : m_critic)
    m_singular.push_back(weight.dim() > 1 ? at::empty({weight.size(0)}).normal_(0, 1, random) : at::Tensor());
  for (const at::Tensor& weight : m_generator.weights()) weight.set_requires_grad(true);
  for (const at::Tensor& weight : m_critic) weight.set_requires_grad(true);
  m_average = m_average.rounded();      // weights of its own
  constexpr AdamDecay kDecay{0, 0.99};  // where two networks chase each other, momentum overshoots
  m_generatorSteps = std::make_shared<OptimiserState>(*m_plan, m_generator.weights(), kDecay);
  m_criticSteps = std::make_shared<OptimiserState>(*m_plan, m_critic, kDecay);
}

/// One round of power iteration (Miyato et al. 2018, algorithm 1); the weight over its largest singular value.
at::Tensor GanTraining::normalised(std::size_t weight) {
  const at::Tensor matrix = m_critic[weight].flatten(1);
  at::Tensor right;
  {
    const at::NoGradGuard noGradient;
    right = matrix.t().mv(m_singular[weight]);
    right = right / right.norm().clamp_min(1e-12);
    const at::Tensor left = matrix.mv(right);
    m_singular[weight] = left / left.norm().clamp_min(1e-12);
  }
  return m_critic[weight] / m_singular[weight].dot(matrix.mv(right));
}

at::Tensor GanTraining::critic(const at::Tensor& images, const at::Tensor& conditions) {
  const ImageShape shape = m_generator.shape();
  at::Tensor x = at::constant_pad_nd(2 * images - 1,
                                     {0, kFactor * m_width - shape.width, 0, kFactor * m_height - shape.height});
  x = channelsLast(x);
  for (std::size_t layer = 0; layer < 6; layer += 2)
    x = leaky(at::conv2d(x, normalised(layer), m_critic[layer + 1], 2, 1));
  const at::Tensor fits = (x.sum({2, 3}) * normalised(8).index_select(0, conditions)).sum(1);
  const at::Tensor spread = (x.var({0}, false) + 1e-8).sqrt().mean();
  x = at::cat({x, spread.expand({x.size(0), 1, m_height, m_width})}, 1);
  return at::linear(x.flatten(1), normalised(6), m_critic[7]).squeeze(1) + fits;
}

GanTraining::Losses GanTraining::step(const at::Tensor& real, const at::Tensor& conditions, double learningRate,
                                      at::Generator& random) {
  constexpr double kForgotten = 0.25;
  const at::AutoGradMode withGradient(true);
  Losses losses;
  const at::Tensor forgotten = at::empty({real.size(0)}, at::kFloat).bernoulli_(kForgotten, random).to(at::kBool);
  const at::Tensor wanted = conditions.masked_fill(forgotten, m_generator.any());
  const at::Tensor made =
      m_generator.images({at::empty({real.size(0), ImageGenerator::kCode}).normal_(0, 1, random), wanted});
  const at::Tensor criticLoss =
      (1 - critic(real, wanted)).relu().mean() + (1 + critic(made.detach(), wanted)).relu().mean();
  m_criticSteps->step(torch::autograd::grad({criticLoss}, m_critic), 2 * learningRate);
  losses.critic = criticLoss.item<double>();
  const at::Tensor generatorLoss = -critic(made, wanted).mean();
  m_generatorSteps->step(torch::autograd::grad({generatorLoss}, m_generator.weights()), learningRate);
  losses.generator = generatorLoss.item<double>();
  ++m_steps;
  const at::NoGradGuard noGradient;
  const double keep = std::min(0.999, double(m_steps) / double(m_steps + 10));
  for (std::size_t i = 0; i < m_average.weights().size(); ++i)
    at::Tensor(m_average.weights()[i]).mul_(keep).add_(m_generator.weights()[i], 1 - keep);
  return losses;
}

std::vector<std::pair<std::string, at::Tensor>> GanTraining::state() const {
  std::vector<std::pair<std::string, at::Tensor>> all;
  const auto add = [&](const std::string& group, const std::vector<at::Tensor>& tensors) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      if (tensors[i].defined()) all.emplace_back(group + std::to_string(i), tensors[i].detach());
    }
  };
  add("generator.", m_generator.weights());
  add("average.", m_average.weights());
  add("critic.", m_critic);
  add("singular.", m_singular);
  for (const auto& [name, tensor] : m_generatorSteps->save()) all.emplace_back("generator_steps." + name, tensor);
  for (const auto& [name, tensor] : m_criticSteps->save()) all.emplace_back("critic_steps." + name, tensor);
  return all;
}

std::string GanTraining::checkpoint() const {
  Safetensors content;
  for (const auto& [name, tensor] : state()) content.tensors[name] = tensor.contiguous();
  content.metadata = {{kWhat, "generator training"},
                      {"shape", shapeWords(m_generator.shape())},
                      {kConditions, wordsOf(m_generator.conditions())}};
  return safetensorsBytes(content);
}

GanTraining GanTraining::resume(const std::filesystem::path& file, ImageShape shape,
                                const Conditions& conditions) {
  Safetensors saved = contentOf(file, "generator training", shape);
  if (saved.metadata[kConditions] != wordsOf(conditions))
    throw InputError(file.string(), "belongs to a training under other conditions; remove it to begin anew");
  at::Generator random = generatorFrom(0);
  GanTraining training(shape, conditions, random);
  std::map<std::string, at::Tensor> generatorSteps, criticSteps;
  for (auto& [name, tensor] : training.state()) {
    fillFrom(saved.tensors, name, tensor, file);
    if (name.starts_with("generator_steps.")) generatorSteps[name.substr(16)] = tensor;
    if (name.starts_with("critic_steps.")) criticSteps[name.substr(13)] = tensor;
  }
  training.m_generatorSteps->load(generatorSteps);
  training.m_criticSteps->load(criticSteps);
  training.m_steps = generatorSteps.at("steps").item<std::int64_t>();
  return training;
}

}  // namespace adversarium
