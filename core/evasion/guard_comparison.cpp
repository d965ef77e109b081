// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/guard_comparison.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <limits>

#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kRobustAccuracyUnguarded{"robust_accuracy_unguarded",
                                               translatable("measures", "Robust accuracy, without the guard"),
                                               "rate", Better::Higher};
constexpr MeasureSpec kSuccessRateCounter{
    "success_rate_counter", translatable("measures", "Success of the counter-attack"), "rate", Better::Lower};
constexpr MeasureSpec kSuccessRateUnaware{"success_rate_unaware",
                                          translatable("measures", "Success, guard unknown to the attacker"),
                                          "rate", Better::Lower};
constexpr MeasureSpec kSuccessRateUnguarded{
    "success_rate_unguarded", translatable("measures", "Success, without the guard"), "rate", Better::Lower};

std::int64_t trueIn(const at::Tensor& which) { return which.sum().item<std::int64_t>(); }

}  // namespace

GuardComparison::GuardComparison(const Assignment& assignment)
    : m_assignment(assignment), m_guards(guardsOf(*assignment.model)) {}

void GuardComparison::learn(const BoundAttack& attack, const Batch& images, const AttackSettings& settings,
                            std::shared_ptr<at::Generator> random, Progress& progress) {
  if (!active()) return;
  m_learnedOpen = learnFrom(attack, behindGuards(*m_assignment.model), images.images, images.labels, settings,
                            std::move(random), progress)
                      .thing;
}

void GuardComparison::add(const BoundAttack& attack, const Batch& clean, const AttackedBatch& attacked,
                          const AttackSettings& settings,
                          const std::function<std::shared_ptr<at::Generator>()>& random, Progress& progress) {
  if (!active()) return;
  PartProgress blind(progress, 0, 0.5), round(progress, 0.5, 1);
  AttackSettings open = settings;
  open.guarded = open.giveUp = false;
  open.learned = m_learnedOpen;
  addUnaware(
      clean, attacked,
      attackBatch(attack, behindGuards(*m_assignment.model), clean.images, clean.labels, open, random(), blind));
  m_images += clean.labels.size(0);
  for (const Guard* guard : m_guards) {
    const std::string_view id = guard->counterAttack();
    if (id.empty() || id == m_assignment.request.algorithm) continue;
    addCounter(id, attack, clean, attacked, settings, random(), round);
    break;
  }
}

/// `open` was made on the model behind the guards by an attacker who does not know of them.
void GuardComparison::addUnaware(const Batch& clean, const AttackedBatch& attacked, const AttackedBatch& open) {
  const at::Tensor answers = logitsInChunks(*m_assignment.model, open.adversarial).argmax(1);
  const int target = m_assignment.request.target;
  const at::Tensor fell = target < 0 ? answers.ne(clean.labels) : answers.eq(target);
  const at::Tensor right = attacked.cleanScores.argmax(1).eq(clean.labels);
  m_unaware.right += trueIn(right);
  m_unaware.tried += trueIn(attacked.attempted);
  m_unaware.fell += trueIn(fell.logical_and(attacked.attempted));
  m_unaware.standing += trueIn(right.logical_and(answers.eq(clean.labels)));
  const at::Tensor openRight = open.cleanScores.argmax(1).eq(clean.labels);
  m_open.tried += trueIn(open.attempted);
  m_open.fell += trueIn(open.succeeded);
  m_open.right += trueIn(openRight);
  m_open.standing += trueIn(openRight.logical_and(open.attackScores.argmax(1).eq(clean.labels)));
}

/// Of the images that the main attack tried, those that the counter-attack brings over within the main one's ball.
void GuardComparison::addCounter(std::string_view id, const BoundAttack& main, const Batch& clean,
                                 const AttackedBatch& attacked, AttackSettings settings,
                                 std::shared_ptr<at::Generator> random, Progress& progress) {
  constexpr std::int64_t kMostQueries = 1000;
  const Norm norm = main.norm(), own = norm == Norm::Linf ? norm : Norm::L2;
  const auto counter =
      m_counter
          ? m_counter
          : attackWith(catalogueEntry(id), {{Role::Queries, kMostQueries},
                                            {Role::Norm, std::string(kNormNames[static_cast<std::size_t>(own)])}});
  settings.strengths = settings.learned = at::Tensor();
  const AttackedBatch made = attackBatch(*counter, *m_assignment.model, clean.images, clean.labels, settings,
                                         std::move(random), progress);
  at::Tensor near = made.succeeded.logical_and(attacked.attempted);
  if (const auto strength = main.strength()) {
    const Ball ball{norm, at::full({clean.images.size(0)}, *strength, at::kFloat)};
    near = near.logical_and(ball.contains(made.adversarial, clean.images));
  }
  m_counter = counter;
  m_countered.tried += trueIn(attacked.attempted);
  m_countered.fell += trueIn(near);
}

void GuardComparison::report(Record& record) const {
  if (m_images == 0) return;
  auto& measures = record.measures;
  measures.set(kSuccessRateUnguarded, rateOf(m_open.fell, m_open.tried));
  measures.set(kRobustAccuracyUnguarded, rateOf(m_open.standing, m_images));
  measures.set(kSuccessRateUnaware, rateOf(m_unaware.fell, m_unaware.tried));
  Table table{{translatable("headings", "situation"), translatable("headings", "clean accuracy"),
               translatable("headings", "robust accuracy"), translatable("headings", "success rate"),
               translatable("headings", "low"), translatable("headings", "high")},
              {}};
  const auto row = [&](const char* situation, double clean, double robust, const Measure& success) {
    table.rows.push_back(
        {std::string(situation), clean, robust, success.value, success.low.value_or(0), success.high.value_or(1)});
  };
  const double images = double(m_images);
  // Of unlabelled images nobody knows it.
  const double shown = measures.contains(kCleanAccuracy) ? 1 : std::numeric_limits<double>::quiet_NaN();
  const double right = double(m_unaware.right) / images, clean = shown * right;
  const double robust = measures.at(kRobustAccuracy).value;
  row(translatable("records", "no guard"), shown * double(m_open.right) / images, double(m_open.standing) / images,
      measures.at(kSuccessRateUnguarded));
  row(translatable("records", "guard unknown to the attacker"), clean, double(m_unaware.standing) / images,
      measures.at(kSuccessRateUnaware));
  row(translatable("records", "guard known to the attacker"), clean, robust, measures.at(kSuccessRate));
  if (m_counter) {
    measures.set(kSuccessRateCounter, rateOf(m_countered.fell, m_countered.tried));
    row(translatable("records", "the guard's own counter-attack"), clean,
        right - double(m_countered.fell) / images, measures.at(kSuccessRateCounter));
    record.caveats.push_back(
        {"counter-attack", filled(translatable("records",
                                               "The counter-attack is ‘{}’, judged within the "
                                               "strength of the attack asked for."),
                                  std::string(m_counter->entry().info.id))});
  }
  record.found.push_back({"guard", translatable("records", "With and without the guard"), std::move(table)});
  // The attacker who knows the guard has gradients that it does not mask: no flag of his tells what the other's
  // do.
  const Measure &known = measures.at(kSuccessRate), &unaware = measures.at(kSuccessRateUnaware);
  if (known.low.value_or(0) > unaware.high.value_or(1)) {
    record.caveats.push_back(
        {"illusion",
         filled(translatable("records",
                             "To an attacker who does not know the guard {} % of the images fall, to one who "
                             "does {} %: what the guard seems to win are masked gradients."),
                Number{100 * unaware.value, 1}, Number{100 * known.value, 1})});
  }
  if (measures.at(kSuccessRateUnaware).value > measures.at(kSuccessRate).value) {
    record.caveats.push_back(
        {"masked-gradients",
         translatable("records",
                      "The attacker who knows the guard does worse than the one who does not: its "
                      "gradients mislead, and the guard is weaker than it looks.")});
  }
}

}  // namespace adversarium
