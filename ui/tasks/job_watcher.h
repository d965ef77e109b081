// SPDX-License-Identifier: GPL-3.0-or-later
/// Polls running jobs so that core never has to call into the window.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "core/job/job.h"

namespace adversarium {

/// GUI thread only. The timer sleeps while there is nothing to watch.
class JobWatcher : public QObject {
  Q_OBJECT

 public:
  explicit JobWatcher(QObject* parent = nullptr);

  void watch(std::shared_ptr<Job> job);
  /// Jobs that are not finished, oldest first.
  const std::vector<std::shared_ptr<Job>>& jobs() const { return m_jobs; }
  void cancelAll();

 signals:
  void started(const std::shared_ptr<Job>& job);
  /// Every 40 ms while anything runs.
  void polled();
  void finished(const std::shared_ptr<Job>& job);

 private:
  void poll();

  QTimer m_timer;
  std::vector<std::shared_ptr<Job>> m_jobs;
};

}  // namespace adversarium
