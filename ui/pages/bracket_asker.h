// SPDX-License-Identifier: GPL-3.0-or-later
/// Asks between which strengths a picture's fate is decided, once a person does nothing else.
#pragma once

#include <QObject>
#include <QTimer>

#include "ui/tasks/session_bridge.h"

namespace adversarium {

/// What was found to the end is not asked for again until forgotten.
class BracketAsker : public QObject {
  Q_OBJECT

 public:
  explicit BracketAsker(SessionBridge& bridge, QObject* parent = nullptr);

  void later(const ExploreRequest& request);
  /// Somebody does something.
  void stop();
  /// What is known is of another picture, model or method.
  void forget();

 signals:
  void found(const std::shared_ptr<const PictureBracket>& bracket);

 private:
  SessionBridge& m_bridge;
  QTimer m_quiet;
  ExploreRequest m_request;
  bool m_known = false;
};

}  // namespace adversarium
