// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/stall_watch.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

namespace adversarium {
namespace {

/// How long the thread has been ready to run and found no processor free, in microseconds; 0 where the system does
/// not say. Other programs' work is no stall of the window.
qint64 waitedForProcessor(const std::string& thread) {
  qint64 ran = 0, waited = 0;
  std::ifstream("/proc/self/task/" + thread + "/schedstat") >> ran >> waited;
  return waited / 1000;
}

}  // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject(parent), m_thread([this, gui = std::to_string(gettid())](const std::stop_token& stop) {
        using Clock = std::chrono::steady_clock;
        while (!stop.stop_requested()) {
          if (!m_knocking.exchange(true)) {
            const auto knocked = Clock::now();
            const auto answer = [this, gui, knocked, before = waitedForProcessor(gui)] {
              const auto waited =
                  std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - knocked).count() -
                  (waitedForProcessor(gui) - before);
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
