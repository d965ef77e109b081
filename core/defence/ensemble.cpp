// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/record/measure.h"
#include "core/run/guard.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kEnsembleModels{"ensemble_models", translatable("measures", "Models in the ensemble"),
                                      "models"};

enum class Rule { Majority, Mean };

}  // namespace

template <>
struct Choices<Rule> {
  static constexpr std::array<std::string_view, 2> names{"majority", "mean"};
};

namespace {

/// Strauss et al. 2017 (arXiv:1709.03423). Attacked through the whole of it: the gradient is that of the mean
/// probability, which a vote rounds (He et al., WOOT 2017, arXiv:1706.04701, section 5).
class Ensemble final : public GuardOf<Ensemble> {
 public:
  static constexpr AlgorithmInfo info{"ensemble", "Ensemble", Chapter::Evasion,
                                      "Strauss et al. 2017, arXiv:1709.03423",
                                      "Several models vote on every picture, and disagreement raises an alarm."};
  struct Params {
    std::string models = "demo:signs-robust";
    Rule rule = Rule::Majority;
    double agreement = 1;
  };
  static constexpr std::tuple params{
      param(&Params::models, "models", "Other models",
            "Model files or demo:NAME that vote beside the model attacked, joined by +"),
      param(&Params::rule, "rule", "Rule", "majority: most votes win; mean: the mean probability decides"),
      heroParam(&Params::agreement, "agreement", "Agreement",
                "An alarm is raised where a smaller share of the models votes for the winner", {0, 1, 0.5, 1}),
  };

  using Members = std::vector<std::shared_ptr<const Classifier>>;

  Ensemble(std::shared_ptr<const Classifier> model, Members others, const Params& chosen)
      : GuardOf(std::move(model)), m_others(std::move(others)), m_params(chosen) {
    for (const auto& other : m_others) {
      grantAtMost(std::max(other->info().access, Access::Scores),
                  fmt::format("{} grants no more", other->info().where));
    }
  }

  static std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const Params& chosen,
                                            const GuardPost&) {
    Members others;
    std::string_view rest = chosen.models;
    while (!rest.empty()) {
      const std::string where(rest.substr(0, rest.find('+')));
      rest = where.size() < rest.size() ? rest.substr(where.size() + 1) : std::string_view();
      others.push_back(openModel(where, model->info().input));
      const ModelInfo &own = model->info(), &other = others.back()->info();
      if (own.classes != other.classes)
        throw UsageError(where, fmt::format("knows {} classes, the model {}: they cannot vote together",
                                            other.classes, own.classes));
      if (other.input.channels != 0 && own.input.channels != 0 && other.input != own.input)
        throw UsageError(where, "takes images of another size than the model: they cannot vote together");
    }
    if (others.empty()) throw UsageError("ensemble", "needs at least one other model (models=FILE+FILE)");
    return std::make_shared<Ensemble>(std::move(model), std::move(others), chosen);
  }

  std::shared_ptr<const Classifier> attackCopy(const std::string& precision) const override {
    const auto fast = inner().attackCopy(precision);
    if (!fast) return nullptr;
    auto copy = std::make_shared<Ensemble>(*this);
    copy->take(fast);
    for (auto& other : copy->m_others) {
      if (const auto quick = other->attackCopy(precision)) other = quick;
    }
    return copy;
  }

  at::Tensor alarms(const at::Tensor& images) const override {
    const at::NoGradGuard noGradient;
    at::Tensor votes = voteOf(logitsInChunks(inner(), images));
    for (const auto& other : m_others) votes = votes + voteOf(logitsInChunks(*other, images));
    return std::get<0>(votes.max(1)).lt(m_params.agreement * double(1 + m_others.size()) - 1e-6);
  }

  void report(Record& record) const override {
    record.measures.set(kEnsembleModels, double(1 + m_others.size()), 0);
  }

 protected:
  at::Tensor respond(const at::Tensor& images, const Ask& ask) const override {
    std::vector<at::Tensor> logits{ask(images)};
    for (const auto& other : m_others) logits.push_back(other->logits(images));
    at::Tensor mean, votes;
    for (const at::Tensor& each : logits) {
      const at::Tensor scores = each.softmax(1), vote = voteOf(each.detach());
      mean = mean.defined() ? mean + scores : scores;
      votes = votes.defined() ? votes + vote : vote;
    }
    const double count = double(logits.size());
    mean = mean / count;
    if (m_params.rule == Rule::Mean || differentiated(images)) return mean.clamp_min(1e-30).log();
    // A tie goes to the class that the mean prefers.
    constexpr double kTie = 1e-3;
    return ((votes / count + kTie * mean) / (1 + kTie)).clamp_min(1e-30).log();
  }

 private:
  static at::Tensor voteOf(const at::Tensor& logits) {
    return at::zeros_like(logits).scatter_(1, logits.argmax(1, true), 1);
  }

  Members m_others;
  Params m_params;
};
const RegisteredGuard<Ensemble> kEnsembleRegistered;

}  // namespace
}  // namespace adversarium
