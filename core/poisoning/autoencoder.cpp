// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/base/words.h"
#include "core/poisoning/input_detector.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

/// Two strided convolutions, a narrow code, and the way back: sharp enough for what it has seen, no more.
class Rebuilder {
 public:
  Rebuilder(const at::Tensor& like, std::int64_t width, std::int64_t code, at::Generator& random)
      : m_channels(like.size(1)), m_height(like.size(2)), m_width(like.size(3)) {
    const std::int64_t flat = 2 * width * quarter(m_height) * quarter(m_width);
    const auto weights = [&](std::vector<std::int64_t> shape, std::int64_t inputs) {
      m_parameters.push_back(at::empty(shape).normal_(0, std::sqrt(2.0 / double(inputs)), random));
      m_parameters.push_back(at::zeros({shape[0]}));
    };
    weights({width, m_channels, 3, 3}, 9 * m_channels);
    weights({2 * width, width, 3, 3}, 9 * width);
    weights({code, flat}, flat);
    weights({flat, code}, code);
    weights({width, 2 * width, 3, 3}, 18 * width);
    weights({m_channels, width, 3, 3}, 9 * width);
    for (const at::Tensor& parameter : m_parameters) parameter.set_requires_grad(true);
  }

  const std::vector<at::Tensor>& parameters() const { return m_parameters; }

  at::Tensor operator()(const at::Tensor& images) const {
    at::Tensor x = at::relu(convolved(images, 0, 2));
    x = at::relu(convolved(x, 1, 2));
    const std::vector<std::int64_t> shape = x.sizes().vec();
    x = at::linear(x.flatten(1), m_parameters[4], m_parameters[5]);
    x = at::relu(at::linear(x, m_parameters[6], m_parameters[7])).view(shape);
    x = at::relu(convolved(at::upsample_nearest2d(x, {half(m_height), half(m_width)}), 4, 1));
    return at::sigmoid(convolved(at::upsample_nearest2d(x, {m_height, m_width}), 5, 1));
  }

 private:
  static std::int64_t half(std::int64_t side) { return (side + 1) / 2; }
  static std::int64_t quarter(std::int64_t side) { return half(half(side)); }
  at::Tensor convolved(const at::Tensor& x, std::size_t layer, std::int64_t stride) const {
    return at::conv2d(x, m_parameters[2 * layer], m_parameters[2 * layer + 1], stride, 1);
  }

  std::int64_t m_channels, m_height, m_width;
  std::vector<at::Tensor> m_parameters;
};

/// Liu, Xie, Srivastava, "Neural Trojans", ICCD 2017, section IV-A.
struct Autoencoder {
  static constexpr AlgorithmInfo info{
      "autoencoder", "Autoencoder", Chapter::Poisoning, "Liu et al. 2017, arXiv:1710.00942",
      "Learns to rebuild clean images and flags inputs that it cannot rebuild; needs "
      "no access to the model at all."};
  struct Rights {
    static constexpr Access kAccess = Access::None;
  };
  struct Params : InputParams {
    int epochs = 40;
    int width = 16;
    int code = 64;
    double learningRate = 2e-3;
  };
  static constexpr auto params = std::tuple_cat(
      inputParams<Params>(),
      std::tuple{
          param(&Params::epochs, "epochs", "Epochs", "Passes over the clean images", {1, 10000, 5, 200, true}),
          param(&Params::width, "width", "Width", "Feature maps of the first layer", {1, 512, 4, 64, true}),
          param(&Params::code, "code", "Code length", "Numbers that an image is squeezed into",
                {1, 4096, 8, 256, true}),
          param(&Params::learningRate, "learning_rate", "Learning rate", "Largest step of the training",
                {1e-6, 1, 1e-4, 1e-2, true})});

  static at::Tensor score(Scoring& scoring, const at::Tensor& images, const Params& params, Progress& progress) {
    const at::Tensor& reference = scoring.reference.images;
    constexpr double kLearnt = 0.75;  // the others say what an image looks like that was not seen
    scoring.learnt = static_cast<std::int64_t>(kLearnt * double(reference.size(0)));
    const at::Tensor clean = reference.slice(0, 0, scoring.learnt);
    const Rebuilder rebuilder(clean, params.width, params.code, scoring.random);
    PartProgress training(progress, 0, 0.85), measuring(progress, 0.85, 0.9), judging(progress, 0.9, 1);
    train(rebuilder, clean, params, scoring.random, training);
    const auto errors = [&](const at::Tensor& some, Progress& part) {
      return inChunks(some, part, [&](const at::Tensor& chunk) { return (rebuilder(chunk) - chunk).square(); });
    };
    // An error counts by what is usual at its place: a bright corner of a digit is worse than a thicker stroke.
    at::Tensor usual = errors(clean, measuring).mean(0, true);
    constexpr double kLeast = 0.1;  // of the mean: few clean images may show nothing at all at a place
    usual += kLeast * usual.mean();
    return (errors(images, judging) / usual).flatten(1).mean(1).to(at::kDouble);
  }

 private:
  static void train(const Rebuilder& rebuilder, const at::Tensor& clean, const Params& params,
                    at::Generator& random, Progress& progress) {
    const at::AutoGradMode withGradient(true);
    constexpr std::int64_t kBatch = 64;
    const std::int64_t count = clean.size(0), batches = (count + kBatch - 1) / kBatch,
                       total = params.epochs * batches;
    TrainPlan plan;
    plan.weightDecay = 0;
    OptimiserState optimiser(plan, rebuilder.parameters());
    std::int64_t done = 0;
    for (int epoch = 0; epoch < params.epochs; ++epoch) {
      const at::Tensor order = at::randperm(count, random, at::kLong);
      double error = 0;
      for (std::int64_t b = 0; b < batches; ++b) {
        progress.step(done, total);
        const at::Tensor batch = clean.index_select(0, order.slice(0, b * kBatch, (b + 1) * kBatch));
        const at::Tensor loss = at::mse_loss(rebuilder(batch), batch);
        const double rate =
            params.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * double(done) / double(total)));
        optimiser.step(torch::autograd::grad({loss}, rebuilder.parameters()), rate);
        error += loss.item<double>() / double(batches);
        ++done;
      }
      progress.show(
          {filled(translatable("progress", "epoch {} of {}"), epoch + 1, params.epochs), {{"error", error}}});
    }
  }
};
const RegisteredInputDetector<Autoencoder> kAutoencoderRegistered;

}  // namespace
}  // namespace adversarium
