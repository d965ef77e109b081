// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stall_watch.h"

#include <algorithm>
#include <chrono>

namespace adversarium {

StallWatch::StallWatch(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) {
        using Clock = std::chrono::steady_clock;
        while (!stop.stop_requested()) {
          if (!m_knocking.exchange(true)) {
            const auto knocked = Clock::now();
            const auto answer = [this, knocked] {
              const auto waited =
                  std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - knocked).count();
              m_longest = std::max<qint64>(m_longest.load(), waited);
              m_knocking = false;
            };
            QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
          }
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
      }) {}

StallWatch::~StallWatch() {
  m_thread.request_stop();
  m_thread.join();
}

}  // namespace adversarium
