// SPDX-License-Identifier: GPL-3.0-or-later
/// A piece of work on the computing thread, as its owner sees it from any other thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "core/base/error.h"
#include "core/job/progress.h"

namespace adversarium {

struct Waiting {};
struct Running {};
struct Paused {};
/// The result is there.
struct Done {};
/// Cancelled; a partial result may be there.
struct Stopped {};
struct Failed {
  std::string message;
  Error::Kind kind = Error::Kind::Failure;
};
/// A cancelled run cannot become Done: only the worker moves a job on, and only forward.
using JobState = std::variant<Waiting, Running, Paused, Done, Stopped, Failed>;

/// Thread-safe. Poll it; it never calls back.
class Job {
 public:
  virtual ~Job() = default;

  JobState state() const;
  bool finished() const;
  /// 0…1.
  double fraction() const { return m_fraction.load(); }
  Snapshot snapshot() const;
  /// Since the job began to run, pauses included; 0 while waiting.
  double secondsRunning() const;
  /// Estimated from the fraction; negative while unknown.
  double secondsLeft() const;

  void cancel();
  void pause();
  void resume();

  /// Blocks until finished. Never on a GUI thread.
  void wait() const;

  /// What the person sees in the list of jobs.
  const std::string& title() const { return m_title; }

 protected:
  explicit Job(std::string title) : m_title(std::move(title)) {}
  /// Runs the work; throws as the work throws.
  virtual void execute(Progress& progress) = 0;
  virtual void finish() {}

 private:
  friend class Worker;
  friend class JobProgress;
  void run(const std::function<void()>& whileBusy);
  void moveTo(JobState state);

  std::string m_title;
  mutable std::mutex m_mutex;
  mutable std::condition_variable m_changed;
  JobState m_state{Waiting{}};
  Snapshot m_snapshot;
  std::chrono::steady_clock::time_point m_started{};
  std::chrono::steady_clock::time_point m_ended{};
  std::atomic<double> m_fraction{0.0};
  std::atomic<bool> m_cancelRequested{false};
  std::atomic<bool> m_pauseRequested{false};
};

/// A job with a typed result.
template <class T>
class Task final : public Job {
 public:
  /// `work` may call `keep` with a partial result before it throws Cancelled.
  using Keep = std::function<void(std::shared_ptr<const T>)>;
  using Work = std::function<std::shared_ptr<const T>(Progress&, const Keep& keep)>;
  /// Called once on the computing thread when the task is finished, whatever its end.
  using Finished = std::function<void()>;

  Task(std::string title, Work work, Finished finished = {})
      : Job(std::move(title)), m_work(std::move(work)), m_finished(std::move(finished)) {}

  /// The result, the partial result of a stopped task, or null.
  std::shared_ptr<const T> result() const {
    const std::lock_guard lock(m_resultMutex);
    return m_result;
  }

 private:
  void execute(Progress& progress) override {
    const Keep keep = [this](std::shared_ptr<const T> result) {
      const std::lock_guard lock(m_resultMutex);
      m_result = std::move(result);
    };
    keep(m_work(progress, keep));
  }
  void finish() override {
    m_work = nullptr;  // frees what the work captured
    if (m_finished) m_finished();
  }

  Work m_work;
  Finished m_finished;
  mutable std::mutex m_resultMutex;
  std::shared_ptr<const T> m_result;
};

}  // namespace adversarium
