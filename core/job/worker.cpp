// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job/worker.h"

#include <utility>

namespace adversarium {

Worker::Worker(std::function<void()> setUp)
    : m_thread([this, setUp = std::move(setUp)](const std::stop_token& stop) {
        if (setUp) setUp();
        loop(stop);
      }) {}

Worker::~Worker() {
  m_thread.request_stop();
  {
    const std::lock_guard lock(m_mutex);
    if (m_running) m_running->cancel();
    for (const auto& [name, lane] : m_lanes) {
      if (lane.running) lane.running->cancel();
      if (lane.waiting) lane.waiting->cancel();
    }
    for (const auto& job : m_queue) job->cancel();
  }
  m_wake.notify_all();
}

void Worker::submit(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(job));
  }
  m_wake.notify_all();
}

void Worker::preview(const std::string& name, std::shared_ptr<Job> job, Urgency urgency) {
  {
    const std::lock_guard lock(m_mutex);
    Lane& lane = m_lanes[name];
    lane.urgency = urgency;
    if (auto dropped = std::exchange(lane.waiting, std::move(job))) {
      dropped->cancel();
      dropped->moveTo(Stopped{});
      m_dropped.push_back(std::move(dropped));
    }
    if (lane.running) lane.running->cancel();
  }
  m_wake.notify_all();
}

std::map<std::string, Worker::Lane>::iterator Worker::nextLane() {
  auto next = m_lanes.end();
  for (auto lane = m_lanes.begin(); lane != m_lanes.end(); ++lane) {
    if (!lane->second.waiting || (m_inside && lane->second.urgency >= *m_inside)) continue;
    if (next == m_lanes.end() || lane->second.urgency < next->second.urgency) next = lane;
  }
  return next;
}

void Worker::runPreviews() {
  if (m_inside == Urgency::Immediate) return;
  for (;;) {
    std::vector<std::shared_ptr<Job>> dropped;
    {
      const std::lock_guard lock(m_mutex);
      dropped.swap(m_dropped);
    }
    for (const auto& old : dropped) old->run({});  // cancelled: only says that it is finished
    std::unique_lock lock(m_mutex);
    const auto lane = nextLane();
    if (lane == m_lanes.end()) return;
    const std::shared_ptr<Job> job = lane->second.running = std::exchange(lane->second.waiting, nullptr);
    const auto outside = std::exchange(m_inside, lane->second.urgency);
    lock.unlock();
    job->run([this] { runPreviews(); });
    m_inside = outside;
    lock.lock();
    lane->second.running.reset();
  }
}

void Worker::loop(const std::stop_token& stop) {
  for (;;) {
    {
      std::unique_lock lock(m_mutex);
      const auto busy = [this] { return !m_queue.empty() || nextLane() != m_lanes.end(); };
      m_wake.wait(lock, stop, busy);
      if (!busy()) return;  // stopped, and nobody waits for an answer
    }
    runPreviews();
    std::shared_ptr<Job> job;
    {
      const std::lock_guard lock(m_mutex);
      if (m_queue.empty()) continue;
      job = std::move(m_queue.front());
      m_queue.pop_front();
      m_running = job;
      if (stop.stop_requested()) job->cancel();
    }
    job->run([this] { runPreviews(); });
    const std::lock_guard lock(m_mutex);
    m_running.reset();
  }
}

}  // namespace adversarium
