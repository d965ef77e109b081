// SPDX-License-Identifier: GPL-3.0-or-later
/// One question at a time to the computing thread: what it finds comes back on this one, and a newer question
/// makes the answer to an older one nobody's.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <utility>

#include "core/job/job.h"

namespace adversarium {

/// Lives as long as its context, which must outlive whatever computes for it.
template <class T>
class Watch {
 public:
  using Callback = std::function<void()>;
  /// Told of every better answer, and at the end, `last`.
  using Take = std::function<void(const Task<T>& task, bool last)>;

  explicit Watch(QObject* context) : m_context(context) {}

  /// `start(changed, finished)` begins the task that calls these.
  template <class Start>
  void ask(Start start, Take take) {
    const quint64 ticket = ++m_ticket;
    const auto tells = [this, ticket, take = std::move(take)](bool last) {
      return Callback([this, ticket, take, last] {
        QMetaObject::invokeMethod(
            m_context, [this, ticket, take, last] { tell(ticket, take, last); }, Qt::QueuedConnection);
      });
    };
    m_task = start(tells(false), tells(true));
  }

  /// Nobody waits for the answer any more.
  void cancel() {
    ++m_ticket;
    if (const auto task = std::exchange(m_task, nullptr)) task->cancel();
  }

  /// Until the answer has been told, not only found.
  bool busy() const { return m_task != nullptr; }

 private:
  void tell(quint64 ticket, const Take& take, bool last) {
    if (ticket != m_ticket || !m_task) return;
    const auto task = last ? std::exchange(m_task, nullptr) : m_task;
    take(*task, last);
  }

  QObject* m_context;
  std::shared_ptr<Task<T>> m_task;
  quint64 m_ticket = 0;
};

}  // namespace adversarium
