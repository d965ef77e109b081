// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job/job.h"

#include <new>

namespace adversarium {
namespace {

bool isFinal(const JobState& state) {
  return std::holds_alternative<Done>(state) || std::holds_alternative<Stopped>(state) ||
         std::holds_alternative<Failed>(state);
}

/// The exception being handled, as a state. The door at which foreign exceptions become words.
JobState stateOfException() {
  try {
    throw;
  } catch (const Cancelled&) {
    return Stopped{};
  } catch (const Error& wrong) {
    return Failed{wrong.what(), wrong.kind()};
  } catch (const std::bad_alloc&) {
    return Failed{"out of memory: choose a smaller batch", Error::Kind::Failure};
  } catch (const std::exception& wrong) {
    const std::string words = wrong.what();  // LibTorch's and OpenCV's: from the second line on, for developers
    return Failed{words.substr(0, words.find('\n')), Error::Kind::Failure};
  } catch (...) {
    return Failed{"an exception that is no std::exception", Error::Kind::Failure};
  }
}

}  // namespace

/// The worker's side of a job.
class JobProgress final : public Progress {
 public:
  JobProgress(Job& job, const std::function<void()>& whileBusy) : m_job(job), m_whileBusy(whileBusy) {}

  void step(std::int64_t done, std::int64_t total) override {
    if (total > 0) m_job.m_fraction = static_cast<double>(done) / static_cast<double>(total);
    if (m_whileBusy) m_whileBusy();
    throwIfCancelled();
    if (!m_job.m_pauseRequested) return;
    m_job.moveTo(Paused{});
    while (m_job.m_pauseRequested && !m_job.m_cancelRequested) {
      if (m_whileBusy) m_whileBusy();  // a paused job must not hold up previews
      std::unique_lock lock(m_job.m_mutex);
      m_job.m_changed.wait_for(lock, std::chrono::milliseconds(10));
    }
    throwIfCancelled();
    m_job.moveTo(Running{});
  }

  void show(Snapshot snapshot) override {
    const std::lock_guard lock(m_job.m_mutex);
    m_job.m_snapshot = std::move(snapshot);
  }

  bool stopped() const { return m_stopped; }

 private:
  void throwIfCancelled() {
    if (!m_job.m_cancelRequested) return;
    m_stopped = true;
    throw Cancelled();
  }

  Job& m_job;
  const std::function<void()>& m_whileBusy;
  bool m_stopped = false;
};

JobState Job::state() const {
  const std::lock_guard lock(m_mutex);
  return m_state;
}

bool Job::finished() const { return isFinal(state()); }

Snapshot Job::snapshot() const {
  const std::lock_guard lock(m_mutex);
  return m_snapshot;
}

double Job::secondsRunning() const {
  const std::lock_guard lock(m_mutex);
  if (m_started == std::chrono::steady_clock::time_point{}) return 0;
  const auto end = isFinal(m_state) ? m_ended : std::chrono::steady_clock::now();
  return std::chrono::duration<double>(end - m_started).count();
}

double Job::secondsLeft() const {
  constexpr double kTooEarly = 0.01;
  const double done = fraction();
  return done < kTooEarly || finished() ? -1 : secondsRunning() * (1 - done) / done;
}

void Job::cancel() {
  m_cancelRequested = true;
  const std::lock_guard lock(m_mutex);
  m_changed.notify_all();
}

void Job::pause() { m_pauseRequested = true; }

void Job::resume() {
  m_pauseRequested = false;
  const std::lock_guard lock(m_mutex);
  m_changed.notify_all();
}

void Job::wait() const {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return isFinal(m_state); });
}

void Job::moveTo(JobState state) {
  const std::lock_guard lock(m_mutex);
  if (isFinal(m_state)) return;
  if (isFinal(state)) m_ended = std::chrono::steady_clock::now();
  m_state = std::move(state);
  m_changed.notify_all();
}

void Job::run(const std::function<void()>& whileBusy) {
  JobState end = Stopped{};
  if (!m_cancelRequested) {
    {
      const std::lock_guard lock(m_mutex);
      m_started = std::chrono::steady_clock::now();
      m_state = Running{};
    }
    try {
      JobProgress progress(*this, whileBusy);
      execute(progress);
      if (!progress.stopped()) {  // work that caught Cancelled and returned has only a part of its result
        m_fraction = 1;
        end = Done{};
      }
    } catch (...) {
      end = stateOfException();
    }
  }
  moveTo(std::move(end));
  finish();
}

}  // namespace adversarium
