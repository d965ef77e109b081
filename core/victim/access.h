// SPDX-License-Identifier: GPL-3.0-or-later
/// The rights an attacker may hold, as types: who is handed a LabelAccess cannot ask for a gradient.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/gradient_looks.h"
#include "core/data/window.h"
#include "core/method/catalogue.h"
#include "core/tensor/row_state.h"
#include "core/victim/classifier.h"

namespace adversarium {

class PatchedForward;

/// N×K logits → N losses, each of which an attacker wants to raise. Must be differentiable, and must say the same
/// when asked again: where a gradient says nothing, the house asks why.
using Loss = std::function<at::Tensor(const at::Tensor& logits)>;

/// What one look at the gradient gives; float32.
struct InputGradient {
  at::Tensor gradient;  ///< N×C×H×W, every entry finite
  at::Tensor logits;    ///< N×K, at the same images: asking for them again would cost a forward
  at::Tensor loss;      ///< N
};

/// N×K logits → M losses of N each.
using Losses = std::function<std::vector<at::Tensor>(const at::Tensor& logits)>;

/// Gradients of several losses at one look: one forward, one backward a loss; float32.
struct InputGradients {
  std::vector<at::Tensor> gradients;  ///< M of N×C×H×W, every entry finite
  std::vector<at::Tensor> losses;     ///< M of N
  at::Tensor logits;                  ///< N×K
};

/// Counts what an attack asked, in all and per sample of its batch, and what it was shown.
struct Meter {
  Meter() = default;
  explicit Meter(std::int64_t samples)
      : perSample(static_cast<std::size_t>(samples), 0), looksPerSample(static_cast<std::size_t>(samples)) {}
  std::int64_t queries = 0;    ///< images answered, by labels, scores or gradients
  std::int64_t gradients = 0;  ///< gradients by an image
  GradientLooks looks;
  std::vector<std::int64_t> perSample;  ///< queries
  std::vector<GradientLooks> looksPerSample;
  /// Takes in what was asked for the samples `rows` (int64) alone.
  void add(const Meter& part, const at::Tensor& rows);
};

/// The model as one method sees it, and the meter that runs along.
struct Oracle {
  Oracle(std::shared_ptr<const Classifier> victim, std::int64_t samples)
      : model(std::move(victim)), meter(std::make_shared<Meter>(samples)) {}
  std::shared_ptr<const Classifier> model;
  std::shared_ptr<Meter> meter;
};

/// Throws UsageError where the model does not grant what the method needs, in words that say why.
void requireAccess(const ModelInfo& model, const CatalogueEntry& entry);

/// One picture of which windows are about to be replaced again and again. Opaque: it answers nothing by itself.
class PreparedPicture {
 public:
  const at::Tensor& image() const { return m_image; }  ///< 1×C×H×W

 private:
  friend class ScoreAccess;
  at::Tensor m_image;
  std::shared_ptr<const PatchedForward> m_forward;  // null: whole pictures are computed
};

/// Knows only the winning class. `rows` (int64, one an image) says to which sample of the batch a query belongs;
/// left out, image i belongs to sample i.
class LabelAccess {
 public:
  static constexpr Access kAccess = Access::Labels;
  LabelAccess(std::shared_ptr<const Classifier> model, std::shared_ptr<Meter> meter)
      : m_model(std::move(model)), m_meter(std::move(meter)) {}

  /// int64 N.
  at::Tensor decide(const at::Tensor& images, const at::Tensor& rows = {});
  std::int64_t classes() const { return m_model->info().classes; }
  std::int64_t queries() const { return m_meter->queries; }

 protected:
  void count(const at::Tensor& images, const at::Tensor& rows, std::size_t gradients = 0);
  const Classifier& model() const { return *m_model; }
  Meter& meter() { return *m_meter; }

 private:
  std::shared_ptr<const Classifier> m_model;
  std::shared_ptr<Meter> m_meter;
};

/// Knows the probabilities of all classes, too.
class ScoreAccess : public LabelAccess {
 public:
  static constexpr Access kAccess = Access::Scores;
  using LabelAccess::LabelAccess;
  /// N×K log-probabilities, float32; their exponentials sum to 1.
  at::Tensor logScores(const at::Tensor& images, const at::Tensor& rows = {});

  /// With `reuse`, what a window does not reach is computed once here, where the model allows it; costs no query.
  PreparedPicture prepared(const at::Tensor& image, bool reuse = true) const;
  /// W×K log-probabilities of the picture in which, inside each window, stand the pixels of `replacement`
  /// (1×C×H×W). Every window is a query of sample `row`.
  at::Tensor logScores(const PreparedPicture& picture, const at::Tensor& replacement,
                       std::span<const Window> windows, std::int64_t row);
};

/// Knows gradients by the input, too. Of every gradient it notes whether it said anything. Entries that are no
/// finite numbers (a root at black) are taken from a second look at the image with these values moved a hair
/// inwards, for which it pays a query and a gradient; what is undefined there as well becomes zero.
class GradientAccess : public ScoreAccess {
 public:
  static constexpr Access kAccess = Access::Gradients;
  using ScoreAccess::ScoreAccess;
  at::Tensor logits(const at::Tensor& images, const at::Tensor& rows = {});
  InputGradient inputGradient(const at::Tensor& images, const Loss& loss, const at::Tensor& rows = {});
  /// One query an image, however many gradients.
  InputGradients inputGradients(const at::Tensor& images, const Losses& losses, const at::Tensor& rows = {});

 protected:
  /// Adds what a gradient's rows show to the meter. `logits` may be undefined: then zero rows count as vanished.
  std::vector<RowState> note(const at::Tensor& gradient, const at::Tensor& logits, const Loss& loss,
                             const at::Tensor& rows);

 private:
  /// `gradient` as the attack gets it.
  at::Tensor examined(const at::Tensor& gradient, const at::Tensor& images, const at::Tensor& logits,
                      const Loss& loss, const at::Tensor& rows);
};

/// What one look inside gives; float32 on the processor.
struct TapGradient {
  at::Tensor output;    ///< N×…: what the tapped node put out
  at::Tensor gradient;  ///< of the loss by it, of the same shape; entries that are no finite numbers are zero
  at::Tensor logits;    ///< N×K
};

/// Knows everything inside, too: named taps, batch-norm statistics, parameters.
class WhiteBox : public GradientAccess {
 public:
  static constexpr Access kAccess = Access::WhiteBox;
  using GradientAccess::GradientAccess;
  const Graph& graph() const { return *model().graph(); }
  /// Throws UsageError for a name that no node has.
  TapGradient tapGradient(const at::Tensor& images, const std::string& tap, const Loss& loss,
                          const at::Tensor& rows = {});
};

/// Answers in chunks so that no batch, however large, exhausts memory. float32 N×K, no gradients.
at::Tensor logitsInChunks(const Classifier& model, const at::Tensor& images, std::int64_t chunk = 256);

}  // namespace adversarium
