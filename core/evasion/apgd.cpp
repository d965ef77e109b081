// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"

namespace adversarium {
namespace {

enum class ApgdLoss { CrossEntropy, Dlr, TargetedDlr };

}  // namespace

template <>
struct Choices<ApgdLoss> {
  static constexpr std::array<std::string_view, 3> names{"ce", "dlr", "targeted-dlr"};
};

namespace {

/// Croce & Hein 2020, eq. (6): the margin over the spread of the leading scores, so that the scale of the logits
/// has no say. Three classes are needed; with two only the margin is left.
at::Tensor dlr(const Goal& goal, const at::Tensor& logits) {
  if (logits.size(1) < 3) return goal.margin(logits);
  const at::Tensor leading = std::get<0>(logits.topk(3, 1));
  return goal.margin(logits) / (leading.select(1, 0) - leading.select(1, 2) + 1e-12);
}

/// Eq. (7), towards the class `towards` (int64 N).
at::Tensor targetedDlr(const Goal& goal, const at::Tensor& logits, const at::Tensor& towards) {
  const auto score = [&](const at::Tensor& classes) { return logits.gather(1, classes.unsqueeze(1)).squeeze(1); };
  const at::Tensor rise = score(towards) - score(goal.labels);
  if (logits.size(1) < 3) return rise;
  const at::Tensor leading = std::get<0>(logits.topk(std::min<std::int64_t>(4, logits.size(1)), 1));
  const at::Tensor trailing = (leading.select(1, 2) + leading.select(1, leading.size(1) - 1)) / 2;
  return rise / (leading.select(1, 0) - trailing + 1e-12);
}

/// Croce & Hein, "Mind the box", ICML 2021: under L1 a step moves only the strongest pixels; their share follows
/// how many pixels the best point so far needed.
at::Tensor sparseSigns(const at::Tensor& gradient, const at::Tensor& share) {
  const at::Tensor size = gradient.flatten(1).abs();
  const std::int64_t all = size.size(1);
  const at::Tensor place = ((1 - share) * double(all)).to(at::kLong).clamp(0, all - 1);
  const at::Tensor threshold = std::get<0>(size.sort(1)).gather(1, place.unsqueeze(1));
  const at::Tensor signs = gradient.flatten(1).sign() * size.ge(threshold);
  return (signs / (signs.abs().sum(1, true) + 1e-10)).view_as(gradient);
}

at::Tensor randomStart(const at::Tensor& clean, const Ball& ball, at::Generator& random) {
  at::Tensor noise = at::empty_like(clean);
  if (ball.norm == Norm::Linf) {
    noise.uniform_(-1, 1, random);
    noise /= perImage(quickNorm(noise, Norm::Linf));
  } else {
    noise.normal_(0, 1, random);
    if (ball.norm == Norm::L2) noise = unitStep(noise, Norm::L2);
    if (ball.norm == Norm::L1) return ball.project(clean + noise, clean);
  }
  return (clean + perImage(ball.radius) * noise).clamp_(0, 1);
}

/// Croce & Hein, ICML 2020, algorithm 1.
struct Apgd {
  static constexpr AlgorithmInfo info{
      "apgd", "Auto-PGD", Chapter::Evasion, "Croce & Hein 2020, arXiv:2003.01690",
      "Projected gradient descent that finds its own step size: halves it and returns to the best point whenever "
      "progress stalls."};
  using Victim = GradientAccess;
  struct Params {
    double epsilon = 8.0 / 255;
    Norm norm = Norm::Linf;
    ApgdLoss loss = ApgdLoss::CrossEntropy;
    int steps = 100;
    int restarts = 1;
    int targets = 9;
    double rho = 0.75;
    int eot = 1;
    bool stopAtSuccess = true;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L1).as(Role::Norm),
      param(
          &Params::loss, "loss", "Loss",
          "What is climbed: cross-entropy, the difference of logits ratio (blind to the scale of the logits), or "
          "that ratio towards one class after another")
          .as(Role::Loss),
      param(&Params::steps, "steps", "Steps", "Gradient steps in each try", {1, 10000, 1, 200, true})
          .as(Role::Steps),
      param(&Params::restarts, "restarts", "Restarts",
            "Tries from random places in the ball; only images that still stand are tried again",
            {1, 1000, 1, 20, true})
          .as(Role::Restarts),
      param(&Params::targets, "targets", "Target classes",
            "How many of the nearest classes the targeted loss goes towards in each try", {1, 1000, 1, 20, true})
          .as(Role::Targets),
      param(&Params::rho, "rho", "Share of rising steps",
            "The step is halved when fewer steps than this share raised the loss", {0, 1, 0, 1}),
      param(&Params::eot, "eot", "Looks a step",
            "Gradients averaged for one step, for models that answer randomly", {1, 1000, 1, 50, true})
          .as(Role::Looks),
      param(&Params::stopAtSuccess, "stop_at_success", "Stop at success",
            "Leave an image alone as soon as it is misclassified; many times faster, same success")
          .as(Role::EarlyStop),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const bool targeted = params.loss == ApgdLoss::TargetedDlr && !goal.targeted;
    at::Tensor ahead;  // N×M: the classes to go towards
    if (targeted) ahead = runnersUp(victim.logits(images), goal.labels, params.targets);
    const std::int64_t aims = targeted ? ahead.size(1) : 1;
    const std::int64_t tries = params.restarts * aims;
    at::Tensor result = images.clone();
    at::Tensor standing = at::arange(images.size(0));
    for (std::int64_t attempt = 0; attempt < tries && standing.numel() > 0; ++attempt) {
      PartProgress part(progress, double(attempt) / double(tries), double(attempt + 1) / double(tries));
      Try one{params, goal.rows(standing), images.index_select(0, standing), standing, {}};
      if (targeted) one.towards = ahead.select(1, attempt % aims).index_select(0, standing);
      standing = attack(victim, one, goal.onStep, result, part);
    }
    return result;
  }

 private:
  /// The images of one try, all rows alike.
  struct Try {
    const Params& params;
    Goal goal;
    at::Tensor clean;
    at::Tensor rows;     // int64, positions in the batch
    at::Tensor towards;  // int64: the class to go towards, or undefined

    at::Tensor loss(const at::Tensor& logits) const {
      if (towards.defined()) return targetedDlr(goal, logits, towards);
      return params.loss == ApgdLoss::CrossEntropy ? goal.logOdds(logits) : dlr(goal, logits);
    }
    void keep(const at::Tensor& index) {
      goal = goal.rows(index);
      keepRows(index, clean, rows, towards);
    }
  };

  /// Writes what was made into `result`; returns the rows that were not seen to fall.
  static at::Tensor attack(Victim& victim, Try& one, const std::function<void(const at::Tensor&)>& onStep,
                           at::Tensor& result, Progress& progress) {
    const at::Tensor radius = one.goal.ball.radius;
    at::Tensor start = randomStart(one.clean, one.goal.ball, *one.goal.random);
    if (one.goal.ball.norm == Norm::L1) {
      // "Mind the box", section 4.3: the first part of the budget is spent in larger balls.
      const int third = std::max(1, static_cast<int>(0.3 * one.params.steps));
      for (const int scale : {3, 2}) {
        one.goal.ball.radius = radius * scale;
        start = one.goal.ball.project(start, one.clean);
        PartProgress part(progress, 0.3 * (3 - scale), 0.3 * (4 - scale));
        start = Climb(victim, one, std::move(start), third, false).run(onStep, result, part);
      }
      one.goal.ball.radius = radius;
      start = one.goal.ball.project(start, one.clean);
      PartProgress part(progress, 0.6, 1);
      const int left = std::max(1, one.params.steps - 2 * third);
      (void)Climb(victim, one, std::move(start), left, true).run(onStep, result, part);
      return one.rows;
    }
    (void)Climb(victim, one, std::move(start), one.params.steps, true).run(onStep, result, progress);
    return one.rows;
  }

  /// Algorithm 1 on the images of one try.
  class Climb {
   public:
    /// With `counts`, images that fall leave the try (where wanted) and what is reached goes into the result.
    Climb(Victim& victim, Try& one, at::Tensor start, int steps, bool counts)
        : m_victim(victim), m_one(one), m_steps(steps), m_counts(counts), m_current(std::move(start)) {
      m_sparse = one.goal.ball.norm == Norm::L1;
      m_firstStep = one.goal.ball.radius * (m_sparse ? 1 : 2);
      m_step = m_firstStep.clone();
      if (one.goal.ball.norm == Norm::Linf) {
        m_low = (one.clean - perImage(one.goal.ball.radius)).clamp_(0, 1);
        m_high = (one.clean + perImage(one.goal.ball.radius)).clamp_(0, 1);
      }
      if (m_sparse) {
        m_share = at::full({one.rows.numel()}, 0.2);
        m_changed = m_share * double(one.clean[0].numel());
      }
    }

    /// Returns the best point of every image that is left.
    at::Tensor run(const std::function<void(const at::Tensor&)>& onStep, at::Tensor& result, Progress& progress) {
      int period =
          m_sparse ? std::max(1, static_cast<int>(0.04 * m_steps)) : std::max(1, static_cast<int>(0.22 * m_steps));
      const int shortest = std::max(1, static_cast<int>((m_sparse ? 0.04 : 0.06) * m_steps));
      const int shrink = std::max(1, static_cast<int>(0.03 * m_steps));
      progress.step(0, m_steps);
      look(result, true);
      int sinceCheck = 0;
      for (int step = 0; step < m_steps && m_one.rows.numel() > 0; ++step) {
        progress.step(step, m_steps);
        move(step == 0 ? 1.0 : 0.75);
        look(result, step + 1 < m_steps);
        if (onStep && m_one.rows.numel() > 0) onStep(m_current);
        if (++sinceCheck == period && m_one.rows.numel() > 0) {
          if (m_sparse) {
            checkSparse();
          } else {
            check(sinceCheck);
            period = std::max(period - shrink, shortest);
          }
          sinceCheck = 0;
        }
      }
      if (m_counts && m_one.rows.numel() > 0) {
        copyWhere(m_fell.logical_not(), result, m_one.rows, m_best);
        m_one.keep(rowsWhere(m_fell.logical_not()));
      }
      return m_best;
    }

   private:
    at::Tensor projected(at::Tensor images) const {
      if (m_low.defined()) return images.clamp_(m_low, m_high);
      return m_one.goal.ball.project(std::move(images), m_one.clean);
    }

    /// Loss and gradient at the current point; keeps the best; lets go of what fell.
    void look(at::Tensor& result, bool wantsGradient) {
      const auto loss = [&](const at::Tensor& logits) { return m_one.loss(logits); };
      InputGradient seen;
      if (wantsGradient) {
        seen = m_victim.inputGradient(m_current, loss, m_one.rows);
        for (int again = 1; again < m_one.params.eot; ++again) {
          const InputGradient more = m_victim.inputGradient(m_current, loss, m_one.rows);
          seen.gradient += more.gradient;
          seen.loss += more.loss;
        }
        if (m_one.params.eot > 1) seen.loss /= m_one.params.eot;
      } else {
        seen.logits = m_victim.logits(m_current, m_one.rows);
        seen.loss = loss(seen.logits);
      }
      m_gradient = seen.gradient;
      const at::Tensor reached = m_counts ? m_one.goal.reached(seen.logits.argmax(1)) : at::Tensor();
      const bool any = m_counts && reached.any().item<bool>();
      const bool first = !m_best.defined();
      if (first) m_fell = at::zeros({m_one.rows.numel()}, at::kBool);
      if (any) {
        at::Tensor worth = m_fell.logical_not();
        if (m_bestLoss.defined()) worth = worth.logical_or(seen.loss > m_bestLoss);
        copyWhere(reached.logical_and(worth), result, m_one.rows, m_current);
        m_fell = m_fell.logical_or(reached);
        if (m_one.params.stopAtSuccess) leave(reached, seen.loss);
        if (m_one.rows.numel() == 0) return;
      }
      if (first) {
        m_best = m_current;
        m_bestGradient = m_gradient;
        m_bestLoss = seen.loss;
        m_lossAtCheck = seen.loss;
        m_rises = at::zeros({m_one.rows.numel()}, at::kLong);
        m_reduced = at::ones({m_one.rows.numel()}, at::kBool);
      } else {
        m_rises += seen.loss > m_loss;
        const at::Tensor better = seen.loss > m_bestLoss;
        const at::Tensor wide = perImage(better);
        m_best = at::where(wide, m_current, m_best);
        if (wantsGradient) m_bestGradient = at::where(wide, m_gradient, m_bestGradient);
        m_bestLoss = at::where(better, seen.loss, m_bestLoss);
      }
      m_loss = seen.loss;
    }

    void leave(const at::Tensor& reached, at::Tensor& loss) {
      const at::Tensor kept = rowsWhere(reached.logical_not());
      m_one.keep(kept);
      keepRows(kept, m_current, m_previous, m_best, m_gradient, m_bestGradient, m_bestLoss, m_lossAtCheck, m_rises,
               m_reduced, m_loss, m_step, m_firstStep, m_low, m_high, m_share, m_changed, m_fell, loss);
    }

    /// Eqs. (3) and (4): a projected step, then a share of the last move on top.
    void move(double share) {
      const at::Tensor& ahead = m_gradient;
      at::Tensor next = m_sparse                             ? sparseSigns(ahead, m_share)
                        : m_one.goal.ball.norm == Norm::Linf ? ahead.sign()
                                                             : unitStep(ahead, Norm::L2);
      next = projected(next.mul_(perImage(m_step)).add_(m_current));
      if (!m_sparse && share < 1) {
        // current + share (next − current) + (1 − share) (current − previous)
        next.mul_(share).add_(m_current, 2 - 2 * share).sub_(m_previous, 1 - share);
        next = projected(std::move(next));
      }
      m_previous = m_current;
      m_current = next;
    }

    /// The two conditions of section 3.2.
    void check(int period) {
      const at::Tensor oscillates = m_rises.to(at::kFloat) <= period * m_one.params.rho;
      const at::Tensor stalls = m_reduced.logical_not().logical_and(m_lossAtCheck >= m_bestLoss);
      const at::Tensor halve = oscillates.logical_or(stalls);
      m_step = at::where(halve, m_step / 2, m_step);
      backToBest(halve);
      m_reduced = halve;
      m_lossAtCheck = m_bestLoss;
      m_rises.zero_();
    }

    void checkSparse() {
      const at::Tensor changed = (m_best - m_one.clean).ne(0).flatten(1).sum(1).to(at::kFloat);
      const at::Tensor fewer = changed / m_changed.clamp_min(1) < 0.95;
      m_share = changed / double(m_one.clean[0].numel()) / 1.5;
      m_step = at::where(fewer, m_firstStep, m_step / 1.5);
      m_step = at::maximum(m_step, m_firstStep / 10);
      m_changed = changed;
      backToBest(fewer);
    }

    void backToBest(const at::Tensor& mask) {
      if (!mask.any().item<bool>()) return;
      m_current = at::where(perImage(mask), m_best, m_current);
      if (m_gradient.defined()) m_gradient = at::where(perImage(mask), m_bestGradient, m_gradient);
    }

    Victim& m_victim;
    Try& m_one;
    int m_steps;
    bool m_counts;
    bool m_sparse = false;
    at::Tensor m_current, m_previous, m_best;      // N×C×H×W
    at::Tensor m_gradient, m_bestGradient;         // N×C×H×W
    at::Tensor m_low, m_high;                      // N×C×H×W, L∞ only
    at::Tensor m_step, m_firstStep;                // N
    at::Tensor m_loss, m_bestLoss, m_lossAtCheck;  // N
    at::Tensor m_rises;                            // int64 N: steps since the last check that raised the loss
    at::Tensor m_reduced, m_fell;                  // bool N
    at::Tensor m_share, m_changed;  // N, L1 only: share of pixels a step moves; values changed at the best
  };
};
const RegisteredAttack<Apgd> kApgdRegistered;

}  // namespace
}  // namespace adversarium
