// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/live.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace adversarium {

bool liveUntil(const std::function<bool()>& done, int patience) {
  QElapsedTimer clock;
  clock.start();
  QTimer wake;  // ends each sleep, so that `done` is asked even when nothing happens
  wake.start(5);
  while (!done()) {
    if (clock.elapsed() > patience) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
  }
  return true;
}

void liveFor(int milliseconds) {
  liveUntil([] { return false; }, milliseconds);
}

}  // namespace adversarium
