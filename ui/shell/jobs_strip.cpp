// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobs_strip.h"

#include <QEvent>
#include <QHBoxLayout>

#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/base/theme.h"

namespace adversarium {

JobsStrip::JobsStrip(JobWatcher& jobs, QWidget* parent) : QWidget(parent), m_jobs(jobs) {
  setObjectName("jobsStrip");
  m_title = new QLabel(this);
  m_bar = new QProgressBar(this);
  m_bar->setObjectName("jobProgress");
  m_bar->setRange(0, 1000);
  m_bar->setFixedWidth(180);
  m_left = new QLabel(this);
  m_left->setMinimumWidth(m_left->fontMetrics().horizontalAdvance("less than 1 s left "));  // no jumping
  m_pause = new QToolButton(this);
  m_pause->setObjectName("pauseJob");
  m_pause->setCheckable(true);
  m_cancel = new QToolButton(this);
  m_cancel->setObjectName("cancelJob");
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_bar, m_left, m_pause, m_cancel})
    layout->addWidget(widget);
  connect(m_pause, &QToolButton::toggled, this, [this](bool paused) {
    if (const auto job = current()) paused ? job->pause() : job->resume();
  });
  connect(m_cancel, &QToolButton::clicked, this, &JobsStrip::cancelCurrent);
  connect(&m_jobs, &JobWatcher::started, this, &JobsStrip::refresh);
  connect(&m_jobs, &JobWatcher::polled, this, &JobsStrip::refresh);
  connect(&m_jobs, &JobWatcher::finished, this, &JobsStrip::refresh);
  refresh();
}

std::shared_ptr<Job> JobsStrip::current() const { return m_jobs.jobs().empty() ? nullptr : m_jobs.jobs().front(); }

void JobsStrip::cancelCurrent() {
  if (const auto job = current()) job->cancel();
}

void JobsStrip::refresh() {
  const auto job = current();
  setVisible(job != nullptr);
  m_pause->setText(tr("Pause"));
  m_pause->setAccessibleName(tr("Pause the running job"));
  m_cancel->setText(tr("Cancel"));
  m_cancel->setAccessibleName(tr("Cancel the running job"));
  m_bar->setAccessibleName(tr("Progress of the running job"));
  if (!job) {
    const QSignalBlocker quiet(m_pause);
    m_pause->setChecked(false);
    return;
  }
  const auto waiting = static_cast<int>(m_jobs.jobs().size()) - 1;
  const QString title = methodText(job->title());
  m_title->setText(waiting > 0 ? tr("%1 (and %n waiting)", nullptr, waiting).arg(title) : title);
  m_bar->setValue(static_cast<int>(job->fraction() * 1000));
  const double left = job->secondsLeft();
  m_left->setText(left < 0 ? QString() : tr("%1 left").arg(durationText(left)));
}

void JobsStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) refresh();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
