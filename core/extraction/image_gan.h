// SPDX-License-Identifier: GPL-3.0-or-later
/// A small class-conditional GAN: what an attacker knows of pictures in general, in the form of a space of codes.
/// Generator and critic grow with the picture's edge; every code's picture depends on nothing but the code.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"
#include "core/training/optimiser.h"

namespace adversarium {

class ImageGan {
 public:
  static constexpr std::int64_t kNoise = 128;

  ImageGan(ImageShape shape, std::int64_t classes, at::Generator& random);

  /// N×128 codes (standard normal where it was trained) and int64 N classes → N×C×H×W in (0,1); differentiable.
  at::Tensor images(const at::Tensor& codes, const at::Tensor& classes) const;

  struct Losses {
    double generator = 0, critic = 0;
  };
  /// One step of the critic and one of the generator: hinge loss (Lim & Ye 2017), projection critic (Miyato &
  /// Koyama, ICLR 2018) with spectral normalisation (Miyato et al., ICLR 2018). `real` in [0,1].
  Losses step(const at::Tensor& real, const at::Tensor& classes, double learningRate, at::Generator& random);
  std::int64_t steps() const { return m_steps; }

  ImageShape shape() const { return m_shape; }
  std::int64_t classes() const { return m_classes; }

  /// Everything, so that training goes on where it stopped; safetensors.
  std::string bytes() const;
  /// Throws InputError for a file that holds none or one of other pictures.
  static ImageGan open(const std::filesystem::path& file, ImageShape shape);

 private:
  at::Tensor critic(const at::Tensor& images, const at::Tensor& classes);
  at::Tensor normalised(std::size_t weight);

  ImageShape m_shape;
  std::int64_t m_classes, m_height, m_width, m_steps = 0;
  std::shared_ptr<TrainPlan> m_plan;
  std::vector<at::Tensor> m_generator, m_critic, m_singular;  // m_singular: one vector a weight of the critic
  std::shared_ptr<OptimiserState> m_generatorSteps, m_criticSteps;
};

}  // namespace adversarium
