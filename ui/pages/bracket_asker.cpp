// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/bracket_asker.h"

namespace adversarium {

BracketAsker::BracketAsker(SessionBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
  constexpr int kQuiet = 400;  // ms
  m_quiet.setSingleShot(true);
  m_quiet.setInterval(kQuiet);
  connect(&m_quiet, &QTimer::timeout, this, [this] { m_bridge.bracket(m_request); });
  connect(&m_bridge, &SessionBridge::bracketChanged, this, [this](const auto& bracket) {
    m_known = bracket->finished;
    emit found(bracket);
  });
}

void BracketAsker::later(const ExploreRequest& request) {
  if (m_known) return;
  m_request = request;
  m_quiet.start();
}

void BracketAsker::stop() {
  m_quiet.stop();
  m_bridge.cancelBracket();
}

void BracketAsker::forget() {
  m_known = false;
  stop();
}

}  // namespace adversarium
