// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/base/words.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

/// The undefended twin that every defence is compared with.
struct PlainTraining {
  static constexpr AlgorithmInfo info{"train", "Training", Chapter::General,
                                      "Goodfellow, Bengio, Courville 2016, Deep Learning, chapter 8",
                                      "Trains a classifier from nothing or goes on with one; no defence in it."};
  struct Params : TrainParams {};
  static constexpr std::tuple params = trainParams<Params>();
  static LossHook hook(const Assignment&, const Params&) { return plainLoss; }
  static Words words(const Params& params) {
    return recipeOf(
        {translatable("records", "plain training"), filled(translatable("records", "{} epochs"), params.epochs)});
  }
};
const RegisteredTraining<PlainTraining> kPlainTrainingRegistered;

}  // namespace
}  // namespace adversarium
