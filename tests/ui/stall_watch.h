// SPDX-License-Identifier: GPL-3.0-or-later
/// Knocks at the GUI thread from another one and remembers how long it was left waiting.
#pragma once

#include <QObject>
#include <atomic>
#include <thread>

namespace adversarium {

/// Start and stop on the GUI thread.
class StallWatch : public QObject {
  Q_OBJECT

 public:
  explicit StallWatch(QObject* parent = nullptr);
  ~StallWatch() override;

  /// The longest wait since the last reset, in milliseconds; without what it waited for a processor.
  double longest() const { return static_cast<double>(m_longest.load()) / 1000.0; }
  void reset() { m_longest = 0; }

 private:
  std::atomic<qint64> m_longest{0};  // microseconds
  std::atomic<bool> m_knocking{false};
  std::jthread m_thread;
};

}  // namespace adversarium
