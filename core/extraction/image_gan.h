// SPDX-License-Identifier: GPL-3.0-or-later
/// What an attacker knows of pictures in general, as a space of codes: a small generator, and the training that
/// makes it from pictures. Every code's picture depends on nothing but the code.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"
#include "core/training/optimiser.h"

namespace adversarium {

class ImageGenerator {
 public:
  static constexpr std::int64_t kCode = 128;

  ImageGenerator(ImageShape shape, at::Generator& random);

  /// N×128 codes (standard normal where it was trained) → N×C×H×W in (0,1); differentiable.
  at::Tensor images(const at::Tensor& codes) const;
  at::Tensor images(const at::Tensor& codes, const std::vector<at::Tensor>& weights) const;
  const std::vector<at::Tensor>& weights() const { return m_weights; }
  ImageShape shape() const { return m_shape; }

  /// Safetensors in half precision; `words` says how it was made.
  std::string bytes(const std::string& words) const;
  /// The generator that bytes() of this one gives: what a run shows is what its file holds.
  ImageGenerator rounded() const;
  /// Throws InputError for a file that holds none or one of other pictures.
  static ImageGenerator open(const std::filesystem::path& file, ImageShape shape);

 private:
  ImageShape m_shape;
  std::int64_t m_height, m_width;  // of the smallest layer
  std::vector<at::Tensor> m_weights;
};

/// Hinge loss (Lim & Ye 2017), a critic with spectral normalisation (Miyato et al., ICLR 2018) that sees how much
/// the pictures of a batch differ (Karras et al., ICLR 2018, section 3), and the generator's running mean as the
/// result.
class GanTraining {
 public:
  GanTraining(ImageShape shape, at::Generator& random);

  struct Losses {
    double generator = 0, critic = 0;
  };
  /// One step of the critic and one of the generator. `real` N×C×H×W in [0,1].
  Losses step(const at::Tensor& real, double learningRate, at::Generator& random);
  std::int64_t steps() const { return m_steps; }
  const ImageGenerator& generator() const { return m_average; }

  /// Everything, so that the training goes on where it stopped; safetensors.
  std::string checkpoint() const;
  /// Throws InputError for a file that is no checkpoint of a training on pictures of this shape.
  static GanTraining resume(const std::filesystem::path& file, ImageShape shape);

 private:
  at::Tensor critic(const at::Tensor& images);
  at::Tensor normalised(std::size_t weight);
  std::vector<std::pair<std::string, at::Tensor>> state() const;

  ImageGenerator m_generator, m_average;
  std::int64_t m_height, m_width, m_steps = 0;  // m_height, m_width: what the critic's last convolution leaves
  std::shared_ptr<TrainPlan> m_plan;
  std::vector<at::Tensor> m_critic, m_singular;  // m_singular: one vector a weight of the critic
  std::shared_ptr<OptimiserState> m_generatorSteps, m_criticSteps;
};

}  // namespace adversarium
