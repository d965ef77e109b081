// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tasks/job_watcher.h"

#include <algorithm>

namespace adversarium {

JobWatcher::JobWatcher(QObject* parent) : QObject(parent) {
  m_timer.setInterval(40);
  connect(&m_timer, &QTimer::timeout, this, &JobWatcher::poll);
}

void JobWatcher::watch(std::shared_ptr<Job> job) {
  m_jobs.push_back(std::move(job));
  emit started(m_jobs.back());
  m_timer.start();
}

void JobWatcher::cancelAll() {
  for (const auto& job : m_jobs) job->cancel();
}

void JobWatcher::poll() {
  const auto firstDone =
      std::stable_partition(m_jobs.begin(), m_jobs.end(), [](const auto& job) { return !job->finished(); });
  const std::vector<std::shared_ptr<Job>> done(firstDone, m_jobs.end());
  m_jobs.erase(firstDone, m_jobs.end());
  if (m_jobs.empty()) m_timer.stop();
  emit polled();
  for (const auto& job : done) emit finished(job);
}

}  // namespace adversarium
