// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/defence/stealing_alarm.h"
#include "core/record/measure.h"
#include "core/run/guard.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

/// On what was asked, and on honest traffic.
constexpr MeasureSpec kAlarms[] = {
    {"stealing_alarm_rate", translatable("measures", "Alarms on the queries"), "rate"},
    {"stealing_statistic", translatable("measures", "Statistic of the queries, W"), "W"},
    {"stealing_alarm_rate_honest", translatable("measures", "Alarms on honest traffic"), "rate", Better::Lower},
    {"stealing_statistic_honest", translatable("measures", "Statistic of honest traffic, W"), "W"},
};

constexpr MeasureSpec kLeastDuration{"least_duration", translatable("measures", "Least time for these queries"),
                                     "seconds"};
constexpr MeasureSpec kQueriesAnswered{"queries_answered", translatable("measures", "Queries answered"),
                                       "queries"};
constexpr MeasureSpec kQueriesBeforeAlarm{
    "queries_before_alarm", translatable("measures", "Queries before the alarm"), "queries", Better::Higher};
constexpr MeasureSpec kQueriesRefused{"queries_refused", translatable("measures", "Queries refused"), "queries"};

enum class OnAlarm { Note, Refuse };

}  // namespace

template <>
struct Choices<OnAlarm> {
  static constexpr std::array<std::string_view, 2> names{"note", "refuse"};
};

namespace {

/// A service's doorkeeper: counts, limits, refuses what is no picture, logs, and raises an alarm at traffic that
/// looks like copying. PRADA: Juuti et al. 2019, arXiv:1805.02628.
class QueryGuard final : public GuardOf<QueryGuard> {
 public:
  static constexpr AlgorithmInfo info{
      "query-guard", "Query guard", Chapter::Extraction, "Juuti et al. 2019, arXiv:1805.02628",
      "Counts and limits queries, refuses what is no picture, logs every query and "
      "raises an alarm at traffic that looks like copying."};
  struct Params {
    int budget = 0;
    double rate = 10;
    bool invalid = true;
    bool prada = true;
    double threshold = 0.9;
    OnAlarm onAlarm = OnAlarm::Note;
    int log = 20000;
  };
  static constexpr std::tuple params{
      heroParam(&Params::budget, "budget", "Query budget", "Queries answered in all; 0: no limit",
                {0, 1e9, 0, 100000, false, "queries"}),
      param(&Params::rate, "rate", "Rate limit",
            "Queries answered a second: says how long the attack would take at least; 0: no limit",
            {0, 1e9, 0, 1000, false, "queries/s"}),
      param(&Params::invalid, "invalid", "Refuse invalid inputs",
            "Refuses pictures with values that are no numbers or outside the range from 0 to 1"),
      param(&Params::prada, "prada", "Stealing alarm",
            "Watches whether the distances between queries are spread as those of honest ones (PRADA)"),
      param(&Params::threshold, "threshold", "Alarm threshold δ",
            "The alarm stands while the Shapiro-Wilk statistic of the distances is below", {0, 1, 0.8, 0.99}),
      param(&Params::onAlarm, "on_alarm", "On alarm", "note: go on answering; refuse: answer no more"),
      param(&Params::log, "log", "Log", "Most queries that are written to the log", {0, 1e7, 0, 100000}),
  };

  /// Shared by all copies of the guard.
  struct Memory {
    explicit Memory(double threshold) : alarm(threshold) {}
    StealingAlarm alarm;
    std::int64_t answered = 0, refused = 0;
    Table log{{translatable("headings", "query"), translatable("headings", "class"),
               translatable("headings", "distance"), translatable("headings", "alarm")},
              {}};
  };

  QueryGuard(std::shared_ptr<const Classifier> model, const Params& chosen)
      : GuardOf(std::move(model)), m_params(chosen), m_memory(std::make_shared<Memory>(chosen.threshold)) {}

  static std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const Params& chosen,
                                            const GuardPost& post) {
    auto guard = std::make_shared<QueryGuard>(std::move(model), chosen);
    if (chosen.prada && post.data && !post.clean.empty()) {
      guard->m_honest = std::make_shared<StealingAlarm>(chosen.threshold);
      const Batch clean = readBatch(*post.data, post.clean);
      const auto winners = integersOf(logitsInChunks(guard->inner(), clean.images).argmax(1));
      for (std::size_t i = 0; i < winners.size(); ++i)
        (void)guard->m_honest->add(clean.images[static_cast<std::int64_t>(i)], winners[i]);
    }
    return guard;
  }

  void report(Record& record) const override {
    const Memory& memory = *m_memory;
    auto& measures = record.measures;
    const std::int64_t asked = memory.answered + memory.refused;
    measures.set(kQueriesAnswered, double(memory.answered), asked);
    measures.set(kQueriesRefused, double(memory.refused), asked);
    if (m_params.rate > 0) measures.set(kLeastDuration, double(memory.answered) / m_params.rate, memory.answered);
    const auto alarms = [&](const StealingAlarm& alarm, const std::string& suffix) {
      if (alarm.checks() == 0) return;
      measures.set(declared(kAlarms, "stealing_alarm_rate" + suffix), rateOf(alarm.alarms(), alarm.checks()));
      measures.set(declared(kAlarms, "stealing_statistic" + suffix), alarm.statistic(), alarm.queries());
    };
    if (m_params.prada) {
      alarms(memory.alarm, "");
      if (m_honest) alarms(*m_honest, "_honest");
      if (memory.alarm.firstAlarm() >= 0)
        measures.set(kQueriesBeforeAlarm, double(memory.alarm.firstAlarm()), asked);
    }
    if (!memory.log.rows.empty())
      record.found.push_back({"query_log", translatable("records", "Every query"), memory.log});
  }

 protected:
  at::Tensor respond(const at::Tensor& images, const Ask& ask) const override { return ask(images); }

  void admit(const at::Tensor& images) const override {
    Memory& memory = *m_memory;
    const at::NoGradGuard noGradient;
    const std::int64_t asked = images.size(0);
    const auto refuse = [&](const Words& why) {
      memory.refused += asked;
      throw QueryRefused("query-guard", why);
    };
    if (m_params.invalid) {
      constexpr double kRounding = 1e-6;
      const at::Tensor x = images.detach();
      if (!x.ge(-kRounding).logical_and(x.le(1 + kRounding)).all().item<bool>())  // a NaN is neither
        refuse(translatable("records", "The query guard refused an input that is no picture."));
    }
    if (m_params.budget > 0 && memory.answered + asked > m_params.budget) {
      refuse(
          filled(translatable("records", "The query guard's budget of {} queries was used up."), m_params.budget));
    }
    if (m_params.onAlarm == OnAlarm::Refuse && memory.alarm.firstAlarm() >= 0) {
      refuse(filled(translatable("records",
                                 "The query guard took the queries for stealing after {} and answered "
                                 "no more."),
                    memory.alarm.firstAlarm()));
    }
  }

  void remember(const at::Tensor& images, const at::Tensor& answer) const override {
    Memory& memory = *m_memory;
    const auto winners = integersOf(answer.argmax(1));
    for (std::size_t i = 0; i < winners.size(); ++i) {
      ++memory.answered;
      const double distance =
          m_params.prada ? memory.alarm.add(images[static_cast<std::int64_t>(i)], winners[i]) : 0;
      if (std::ssize(memory.log.rows) < m_params.log) {
        memory.log.rows.push_back(
            {double(memory.answered), double(winners[i]), distance,
             Words(memory.alarm.alarmed() ? translatable("cells", "yes") : translatable("cells", "no"))});
      }
    }
  }

 private:
  Params m_params;
  std::shared_ptr<Memory> m_memory;
  std::shared_ptr<StealingAlarm> m_honest;  // what the alarm makes of clean pictures
};
const RegisteredGuard<QueryGuard> kQueryGuardRegistered;

}  // namespace
}  // namespace adversarium
