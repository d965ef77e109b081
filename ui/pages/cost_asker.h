// SPDX-License-Identifier: GPL-3.0-or-later
/// Says what a run would take while a person still sets it up.
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "ui/tasks/session_bridge.h"

namespace adversarium {

/// Measures anew only when more than the parameter has changed that the cost grows with.
class CostAsker : public QObject {
  Q_OBJECT

 public:
  explicit CostAsker(SessionBridge& bridge, QObject* parent = nullptr);

  /// Nothing: there is no run to speak of.
  void consider(const std::optional<Request>& request);
  /// Again in the language in force.
  void retranslate() { say(); }

 signals:
  /// Empty where nothing can be said.
  void said(const QString& words);

 private:
  void take(const Request& request, const std::shared_ptr<const RunCost>& cost);
  void say();

  SessionBridge& m_bridge;
  QTimer m_settle;  ///< waits until a person pauses
  std::optional<Request> m_wanted;
  std::optional<Request> m_measured;
  std::optional<RunCost> m_cost;  ///< of m_measured
};

}  // namespace adversarium
