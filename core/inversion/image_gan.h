// SPDX-License-Identifier: GPL-3.0-or-later
/// What an attacker knows of pictures in general, as a space of codes: a small generator, and the training that
/// makes it from pictures, each under a condition. A code's picture depends on nothing but code and condition.
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

/// What a generator can be asked for beside "any picture".
struct Conditions {
  std::vector<std::int64_t> pictures{};  ///< learnt from, one number a condition; 0: nothing was seen of it
  std::string
      victim{};  ///< SHA-256 of the model whose classes they are; empty: classes of the pictures themselves
  std::int64_t count() const { return std::ssize(pictures); }
  bool operator==(const Conditions&) const = default;
};

/// Points in the space that a generator spans.
struct Codes {
  at::Tensor places;      ///< N×128, standard normal where the generator was trained
  at::Tensor conditions;  ///< int64 N
  Codes rows(const at::Tensor& indices) const;
};

class ImageGenerator {
 public:
  static constexpr std::int64_t kCode = 128;

  ImageGenerator(ImageShape shape, Conditions conditions, at::Generator& random);

  /// N×C×H×W in (0,1); differentiable by the places.
  at::Tensor images(const Codes& codes) const;
  const std::vector<at::Tensor>& weights() const { return m_weights; }
  ImageShape shape() const { return m_shape; }
  const Conditions& conditions() const { return m_conditions; }
  /// The condition under which it makes whatever it has seen.
  std::int64_t any() const { return m_conditions.count(); }

  /// Safetensors in half precision; `words` says how it was made.
  std::string bytes(const std::string& words) const;
  /// The generator that bytes() of this one gives: what a run shows is what its file holds.
  ImageGenerator rounded() const;
  /// Throws InputError for a file that holds none or one of other pictures.
  static ImageGenerator open(const std::filesystem::path& file, ImageShape shape);

 private:
  ImageShape m_shape;
  Conditions m_conditions;
  std::int64_t m_height, m_width;  // of the smallest layer
  std::vector<at::Tensor> m_weights;
};

/// Hinge loss (Lim & Ye 2017), a critic with spectral normalisation (Miyato et al., ICLR 2018) and a projection
/// onto the condition (Miyato & Koyama, ICLR 2018, eq. (3)) that sees how much the pictures of a batch differ
/// (Karras et al., ICLR 2018, section 3), and the generator's running mean as the result.
class GanTraining {
 public:
  GanTraining(ImageShape shape, const Conditions& conditions, at::Generator& random);

  struct Losses {
    double generator = 0, critic = 0;
  };
  /// One step of the critic and one of the generator. `real` N×C×H×W in [0,1], `conditions` int64 N, some of which
  /// are forgotten, so that the generator learns to make any picture, too.
  Losses step(const at::Tensor& real, const at::Tensor& conditions, double learningRate, at::Generator& random);
  std::int64_t steps() const { return m_steps; }
  const ImageGenerator& generator() const { return m_average; }

  /// Everything, so that the training goes on where it stopped; safetensors.
  std::string checkpoint() const;
  /// Throws InputError for a file that is no checkpoint of a training on such pictures under these conditions.
  static GanTraining resume(const std::filesystem::path& file, ImageShape shape, const Conditions& conditions);

 private:
  at::Tensor critic(const at::Tensor& images, const at::Tensor& conditions);
  at::Tensor normalised(std::size_t weight);
  std::vector<std::pair<std::string, at::Tensor>> state() const;

  ImageGenerator m_generator, m_average;
  std::int64_t m_height, m_width, m_steps = 0;  // m_height, m_width: what the critic's last convolution leaves
  std::shared_ptr<TrainPlan> m_plan;
  std::vector<at::Tensor> m_critic, m_singular;  // m_singular: one vector a weight of the critic
  std::shared_ptr<OptimiserState> m_generatorSteps, m_criticSteps;
};

}  // namespace adversarium
