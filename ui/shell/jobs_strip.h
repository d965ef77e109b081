// SPDX-License-Identifier: GPL-3.0-or-later
/// The running job at the window's foot: a true fraction, the time left, pause and cancel.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QWidget>
#include <memory>

#include "ui/tasks/job_watcher.h"

namespace adversarium {

/// Hidden while nothing runs.
class JobsStrip : public QWidget {
  Q_OBJECT

 public:
  explicit JobsStrip(JobWatcher& jobs, QWidget* parent = nullptr);
  void cancelCurrent();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  std::shared_ptr<Job> current() const;
  void refresh();

  JobWatcher& m_jobs;
  QLabel* m_title = nullptr;
  QProgressBar* m_bar = nullptr;
  QLabel* m_left = nullptr;
  QToolButton* m_pause = nullptr;
  QToolButton* m_cancel = nullptr;
};

}  // namespace adversarium
