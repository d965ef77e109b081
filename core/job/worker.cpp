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
    for (const auto& [lane, job] : m_runningPreviews) job->cancel();
    for (const auto& [lane, job] : m_previews) job->cancel();
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

void Worker::preview(const std::string& lane, std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(m_mutex);
    if (auto dropped = std::exchange(m_previews[lane], std::move(job))) {
      dropped->cancel();
      dropped->moveTo(Stopped{});
      m_dropped.push_back(std::move(dropped));
    }
    const auto running = m_runningPreviews.find(lane);
    if (running != m_runningPreviews.end()) running->second->cancel();
  }
  m_wake.notify_all();
}

void Worker::runPreviews() {
  if (m_inPreview) return;
  m_inPreview = true;
  for (;;) {
    std::vector<std::shared_ptr<Job>> dropped;
    std::shared_ptr<Job> job;
    std::string lane;
    {
      const std::lock_guard lock(m_mutex);
      dropped.swap(m_dropped);
    }
    for (const auto& old : dropped) old->run({});  // cancelled: only says that it is finished
    {
      const std::lock_guard lock(m_mutex);
      if (m_previews.empty()) break;
      const auto first = m_previews.begin();
      lane = first->first;
      job = std::move(first->second);
      m_previews.erase(first);
      m_runningPreviews[lane] = job;
    }
    job->run({});
    const std::lock_guard lock(m_mutex);
    m_runningPreviews.erase(lane);
  }
  m_inPreview = false;
}

void Worker::loop(const std::stop_token& stop) {
  for (;;) {
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, stop, [this] { return !m_queue.empty() || !m_previews.empty(); });
      if (m_queue.empty() && m_previews.empty()) return;  // stopped, and nobody waits for an answer
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
