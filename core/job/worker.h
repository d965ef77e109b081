// SPDX-License-Identifier: GPL-3.0-or-later
/// The one thread on which core computes: a queue of jobs, and previews that overtake them.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/job/job.h"

namespace adversarium {

/// Jobs run in the order of submission. A preview runs as soon as the running job reaches its next step, inside
/// it, on the same thread; of two waiting previews in one lane the older is dropped (it becomes Stopped), and a
/// running one is asked to stop. More urgent previews overtake less urgent ones in the same way. The destructor
/// cancels everything and joins.
class Worker {
 public:
  /// `setUp` runs first on the new thread (thread counts, random state).
  explicit Worker(std::function<void()> setUp = {});
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void submit(std::shared_ptr<Job> job);
  enum class Urgency { Immediate, CanWait, Idle };
  /// A lane's urgency is always the same.
  void preview(const std::string& lane, std::shared_ptr<Job> job, Urgency urgency = Urgency::Immediate);

 private:
  struct Lane {
    std::shared_ptr<Job> waiting, running;
    Urgency urgency = Urgency::Immediate;
  };
  /// The lane whose preview is to run now, or the end: the most urgent, if more so than what runs. With m_mutex
  /// held.
  std::map<std::string, Lane>::iterator nextLane();
  void loop(const std::stop_token& stop);
  void runPreviews();

  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::deque<std::shared_ptr<Job>> m_queue;
  std::map<std::string, Lane> m_lanes;
  std::vector<std::shared_ptr<Job>> m_dropped;  // overtaken previews, to be finished on the computing thread
  std::shared_ptr<Job> m_running;
  std::optional<Urgency> m_inside;  // the preview under way; only the computing thread reads and writes it
  std::jthread m_thread;            // last: it uses everything above
};

}  // namespace adversarium
