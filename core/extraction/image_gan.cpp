// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/image_gan.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <map>

#include "core/error.h"
#include "core/model/safetensors.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr std::int64_t kWide = 128, kMiddle = 64, kNarrow = 32;

at::Tensor drawnWeight(std::vector<std::int64_t> shape, at::Generator& random) {
  std::int64_t fan = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan *= shape[i];
  return at::empty(shape).normal_(0, std::sqrt(1.5 / double(fan)), random).set_requires_grad(true);
}
at::Tensor zeroBias(std::int64_t size) { return at::zeros({size}).set_requires_grad(true); }

/// Karras et al. 2018, section 4.2: keeps magnitudes in hand without looking at other pictures.
at::Tensor pixelNorm(const at::Tensor& x) { return x * (x.square().mean({1}, true) + 1e-6).rsqrt(); }
at::Tensor leaky(const at::Tensor& x) { return at::leaky_relu(x, 0.2); }

at::Tensor grown(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const at::Tensor large = at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
  return pixelNorm(leaky(at::conv2d(large, weight, bias, 1, 1)));
}

}  // namespace

ImageGan::ImageGan(ImageShape shape, std::int64_t classes, at::Generator& random)
    : m_shape(shape),
      m_classes(classes),
      m_height((shape.height + 7) / 8),
      m_width((shape.width + 7) / 8),
      m_plan(std::make_shared<TrainPlan>()) {
  m_plan->weightDecay = 0;
  m_generator = {drawnWeight({kWide * m_height * m_width, kNoise + classes}, random),
                 zeroBias(kWide * m_height * m_width),
                 drawnWeight({kMiddle, kWide, 3, 3}, random),
                 zeroBias(kMiddle),
                 drawnWeight({kNarrow, kMiddle, 3, 3}, random),
                 zeroBias(kNarrow),
                 drawnWeight({kNarrow, kNarrow, 3, 3}, random),
                 zeroBias(kNarrow),
                 drawnWeight({shape.channels, kNarrow, 3, 3}, random),
                 zeroBias(shape.channels)};
  m_critic = {drawnWeight({kNarrow, shape.channels, 4, 4}, random),
              zeroBias(kNarrow),
              drawnWeight({kMiddle, kNarrow, 4, 4}, random),
              zeroBias(kMiddle),
              drawnWeight({kWide, kMiddle, 4, 4}, random),
              zeroBias(kWide),
              drawnWeight({1, kWide}, random),
              zeroBias(1),
              drawnWeight({classes, kWide}, random)};
  for (const at::Tensor& weight : m_critic) {
    m_singular.push_back(weight.dim() > 1 ? at::empty({weight.size(0)}).normal_(0, 1, random) : at::Tensor());
  }
  m_generatorSteps = std::make_shared<OptimiserState>(*m_plan, m_generator);
  m_criticSteps = std::make_shared<OptimiserState>(*m_plan, m_critic);
}

at::Tensor ImageGan::images(const at::Tensor& codes, const at::Tensor& classes) const {
  const auto& p = m_generator;
  // The class weighs as much as the noise: its one entry counts like all of the noise together.
  const at::Tensor which = at::one_hot(classes, m_classes).to(at::kFloat) * std::sqrt(double(kNoise));
  const at::Tensor input = at::cat({codes, which}, 1);
  at::Tensor x = pixelNorm(leaky(at::linear(input, p[0], p[1]).view({-1, kWide, m_height, m_width})));
  x = grown(x, p[2], p[3]);
  x = grown(x, p[4], p[5]);
  x = grown(x, p[6], p[7]);
  x = at::conv2d(x, p[8], p[9], 1, 1).sigmoid();
  return x.slice(2, 0, m_shape.height).slice(3, 0, m_shape.width).contiguous();
}

/// One round of power iteration (Miyato et al. 2018, algorithm 1); the weight over its largest singular value.
at::Tensor ImageGan::normalised(std::size_t weight) {
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

at::Tensor ImageGan::critic(const at::Tensor& images, const at::Tensor& classes) {
  at::Tensor x = 2 * images - 1;
  for (std::size_t layer = 0; layer < 6; layer += 2)
    x = leaky(at::conv2d(x, normalised(layer), m_critic[layer + 1], 2, 1));
  const at::Tensor features = x.mean({2, 3});
  const at::Tensor own = at::linear(features, normalised(6), m_critic[7]).squeeze(1);
  return own + (normalised(8).index_select(0, classes) * features).sum(1);
}

ImageGan::Losses ImageGan::step(const at::Tensor& real, const at::Tensor& classes, double learningRate,
                                at::Generator& random) {
  const std::int64_t n = real.size(0);
  const auto codes = [&] { return at::empty({n, kNoise}).normal_(0, 1, random); };
  const at::AutoGradMode withGradient(true);
  Losses losses;
  const at::Tensor made = images(codes(), classes).detach();
  const at::Tensor both = critic(at::cat({real, made}), at::cat({classes, classes}));
  const at::Tensor criticLoss = (1 - both.slice(0, 0, n)).relu().mean() + (1 + both.slice(0, n)).relu().mean();
  m_criticSteps->step(torch::autograd::grad({criticLoss}, m_critic), 2 * learningRate);
  losses.critic = criticLoss.item<double>();
  const at::Tensor generatorLoss = -critic(images(codes(), classes), classes).mean();
  m_generatorSteps->step(torch::autograd::grad({generatorLoss}, m_generator), learningRate);
  losses.generator = generatorLoss.item<double>();
  ++m_steps;
  return losses;
}

std::string ImageGan::bytes() const {
  Safetensors content;
  const auto add = [&](const std::string& group, const std::vector<at::Tensor>& tensors) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      if (tensors[i].defined()) content.tensors[group + std::to_string(i)] = tensors[i].detach().contiguous();
    }
  };
  add("generator.", m_generator);
  add("critic.", m_critic);
  add("singular.", m_singular);
  for (const auto& [name, tensor] : m_generatorSteps->save()) content.tensors["generator_steps." + name] = tensor;
  for (const auto& [name, tensor] : m_criticSteps->save()) content.tensors["critic_steps." + name] = tensor;
  content.metadata = {{"adversarium", "generator"},
                      {"channels", std::to_string(m_shape.channels)},
                      {"height", std::to_string(m_shape.height)},
                      {"width", std::to_string(m_shape.width)},
                      {"classes", std::to_string(m_classes)},
                      {"steps", std::to_string(m_steps)}};
  return safetensorsBytes(content);
}

ImageGan ImageGan::open(const std::filesystem::path& file, ImageShape shape) {
  const Safetensors content = readSafetensors(file);
  const auto said = [&](const char* key) {
    const auto found = content.metadata.find(key);
    return found == content.metadata.end() ? std::string() : found->second;
  };
  if (said("adversarium") != "generator") throw InputError(file.string(), "holds no generator");
  if (said("channels") != std::to_string(shape.channels) || said("height") != std::to_string(shape.height) ||
      said("width") != std::to_string(shape.width))
    throw InputError(file.string(), "makes pictures of another size than the model takes");
  const auto bias = content.tensors.find("critic.8");
  if (bias == content.tensors.end() || bias->second.dim() != 2)
    throw InputError(file.string(), "holds a damaged generator");
  at::Generator random = generatorFrom(0);
  ImageGan gan(shape, bias->second.size(0), random);
  try {
    const at::NoGradGuard noGradient;
    const auto fill = [&](const std::string& group, const std::vector<at::Tensor>& tensors) {
      for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (!tensors[i].defined()) continue;
        const at::Tensor& saved = content.tensors.at(group + std::to_string(i));
        if (saved.sizes() != tensors[i].sizes()) throw std::out_of_range(group);
        tensors[i].copy_(saved);
      }
    };
    fill("generator.", gan.m_generator);
    fill("critic.", gan.m_critic);
    fill("singular.", gan.m_singular);
    const auto part = [&](const std::string& prefix) {
      std::map<std::string, at::Tensor> found;
      for (const auto& [name, tensor] : content.tensors) {
        if (name.starts_with(prefix)) found[name.substr(prefix.size())] = tensor;
      }
      return found;
    };
    gan.m_generatorSteps->load(part("generator_steps."));
    gan.m_criticSteps->load(part("critic_steps."));
    gan.m_steps = part("generator_steps.").at("steps").item<std::int64_t>();
  } catch (const std::out_of_range&) {
    throw InputError(file.string(), "holds a damaged generator");
  } catch (const c10::Error&) {
    throw InputError(file.string(), "holds a damaged generator");
  }
  return gan;
}

}  // namespace adversarium
