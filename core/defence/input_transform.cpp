// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/record/measure.h"
#include "core/run/guard.h"
#include "core/tensor/convert.h"
#include "core/tensor/squeeze.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kAlarmThreshold{"alarm_threshold", translatable("measures", "Alarm threshold"), "score"};

enum class Squeeze { Bits, Jpeg, Median, Blur, All };

}  // namespace

template <>
struct Choices<Squeeze> {
  static constexpr std::array<std::string_view, 5> names{"bits", "jpeg", "median", "blur", "all"};
};

namespace {

/// Guo et al., ICLR 2018 (arXiv:1711.00117); as a detector feature squeezing: Xu, Evans, Qi, NDSS 2018
/// (arXiv:1704.01155), section V. Its adaptive attacker: Athalye, Carlini, Wagner, ICML 2018 (arXiv:1802.00420),
/// sections 4.1 (straight through what has no derivative) and 4.2 (expectation over what is random).
class InputTransform final : public GuardOf<InputTransform> {
 public:
  static constexpr AlgorithmInfo info{"input-transform", "Input transform", Chapter::Evasion,
                                      "Guo et al. 2018, arXiv:1711.00117; Xu et al. 2018",
                                      "Takes fine detail out of every picture before the model sees it, or "
                                      "compares the answers with and without to "
                                      "raise an alarm."};
  struct Params {
    Squeeze kind = Squeeze::Bits;
    int bits = 3;
    int quality = 75;
    int window = 3;
    double blur = 1;
    double noise = 0;
    int draws = 8;
    bool detector = false;
    double falseAlarms = 0.05;
  };
  static constexpr std::tuple params{
      param(&Params::kind, "kind", "Transform",
            "What is done to the picture; all: one after the other, or for the detector each by itself"),
      heroParam(&Params::bits, "bits", "Bits", "Bits a colour value keeps", {1, 8, 1, 8}),
      param(&Params::quality, "quality", "JPEG quality", "Quality of the compression", {1, 100, 10, 95}),
      param(&Params::window, "window", "Median window", "Side of the window", {2, 15, 2, 5, false, "pixels"}),
      param(&Params::blur, "blur", "Blur", "Spread of the Gaussian", {0.1, 20, 0.3, 3, true, "pixels"}),
      param(&Params::noise, "noise", "Noise", "Random noise added before the transform, as a standard deviation",
            {0, 1, 0, 0.2, false, "pixel value"}),
      param(&Params::draws, "draws", "Attacker's draws",
            "Over so many draws of the noise an attacker who knows the guard averages a gradient",
            {1, 1000, 1, 32}),
      param(&Params::detector, "detector", "Detector",
            "Answers from the untouched picture, and raises an alarm where the transformed one changes the answer "
            "much"),
      param(&Params::falseAlarms, "false_alarms", "False alarms",
            "Share of clean pictures that may raise an alarm: sets the threshold (detector)",
            {0.001, 0.5, 0.01, 0.2, true}),
  };

  InputTransform(std::shared_ptr<const Classifier> model, const Params& chosen, std::uint64_t seed)
      : GuardOf(std::move(model)),
        m_params(chosen),
        m_random(std::make_shared<at::Generator>(generatorFrom(seed ^ 0x7a5fULL))) {}

  static std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const Params& chosen,
                                            const GuardPost& post) {
    const int channels = model->info().input.channels;
    const bool jpeg = chosen.kind == Squeeze::Jpeg || chosen.kind == Squeeze::All;
    if (jpeg && channels != 0 && channels != 1 && channels != 3)
      throw UsageError("input-transform", "jpeg takes images of one or three channels");
    auto guard = std::make_shared<InputTransform>(std::move(model), chosen, post.seed);
    if (chosen.detector && post.data && !post.clean.empty()) {
      const at::Tensor images = readBatch(*post.data, post.clean).images;
      guard->m_threshold = quantile(doublesOf(guard->scores(images)), 1 - chosen.falseAlarms);
    }
    return guard;
  }

  at::Tensor alarms(const at::Tensor& images) const override {
    if (!m_params.detector) return {};
    return scores(images).gt(m_threshold);
  }

  void report(Record& record) const override {
    if (m_params.detector) record.measures.set(kAlarmThreshold, m_threshold, 0);
  }

 protected:
  at::Tensor respond(const at::Tensor& images, const Ask& ask) const override {
    const bool gradient = differentiated(images);
    if (m_params.detector) {
      if (!gradient) return ask(images);
      // Who knows the detector brings all views over together, so that none contradicts the other.
      at::Tensor sum = ask(images);
      const auto views = squeezers();
      for (const Squeeze view : views) sum = sum + ask(squeezed(images, view));
      return sum / double(1 + views.size());
    }
    const int draws = gradient && m_params.noise > 0 ? m_params.draws : 1;
    at::Tensor sum;
    for (int i = 0; i < draws; ++i) {
      at::Tensor x = noisy(images);
      for (const Squeeze view : squeezers()) x = squeezed(x, view);
      const at::Tensor logits = ask(x);
      sum = sum.defined() ? sum + logits : logits;
    }
    return draws == 1 ? sum : sum / double(draws);
  }

 private:
  std::vector<Squeeze> squeezers() const {
    if (m_params.kind != Squeeze::All) return {m_params.kind};
    return {Squeeze::Median, Squeeze::Blur, Squeeze::Bits, Squeeze::Jpeg};
  }

  at::Tensor noisy(const at::Tensor& images) const {
    if (m_params.noise == 0) return images;
    return (images + at::empty(images.sizes(), at::kFloat).normal_(0, m_params.noise, *m_random)).clamp(0, 1);
  }

  /// Values of the transform; the gradient of what has none goes straight through.
  at::Tensor squeezed(const at::Tensor& images, Squeeze kind) const {
    const auto straight = [&](const at::Tensor& values) {
      return differentiated(images) ? images + (values - images).detach() : values;
    };
    switch (kind) {
      case Squeeze::Bits:
        return straight(fewerBits(images.detach(), m_params.bits));
      case Squeeze::Jpeg:
        return straight(throughJpeg(images, m_params.quality));
      case Squeeze::Median:
        return medianFiltered(images, m_params.window);
      case Squeeze::Blur:
        return gaussianBlurred(images, m_params.blur);
      case Squeeze::All:
        break;
    }
    return images;
  }

  /// The largest L1 distance between the answers to the picture and to its views; 0 to 2.
  at::Tensor scores(const at::Tensor& images) const {
    const at::NoGradGuard noGradient;
    const at::Tensor plain = logitsInChunks(inner(), images).softmax(1);
    at::Tensor most;
    for (const Squeeze view : squeezers()) {
      const at::Tensor seen = logitsInChunks(inner(), squeezed(images, view)).softmax(1);
      const at::Tensor distance = (seen - plain).abs().sum(1);
      most = most.defined() ? at::maximum(most, distance) : distance;
    }
    return most;
  }

  Params m_params;
  std::shared_ptr<at::Generator> m_random;
  double m_threshold = 1;  // where there are no clean pictures to set it by
};
const RegisteredGuard<InputTransform> kInputTransformRegistered;

}  // namespace
}  // namespace adversarium
