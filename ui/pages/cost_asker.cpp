// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cost_asker.h"

#include "ui/base/numbers.h"

namespace adversarium {
namespace {

bool sameButFor(const std::string& parameter, Request a, Request b) {
  a.params.erase(parameter);
  b.params.erase(parameter);
  return a == b;
}

}  // namespace

CostAsker::CostAsker(SessionBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
  constexpr int kPause = 300;  // ms
  m_settle.setSingleShot(true);
  m_settle.setInterval(kPause);
  connect(&m_settle, &QTimer::timeout, this, [this] {
    if (m_wanted) m_bridge.askCost(*m_wanted);
  });
  connect(&m_bridge, &SessionBridge::costTold, this, &CostAsker::take);
}

void CostAsker::consider(const std::optional<Request>& request) {
  m_wanted = request && catalogueEntry(request->algorithm).tellsCost ? request : std::nullopt;
  const bool known = m_wanted && m_cost && sameButFor(m_cost->parameter, *m_wanted, *m_measured);
  if (!known) m_cost.reset();
  if (m_wanted && !known) {
    m_settle.start();
  } else {
    m_settle.stop();
  }
  say();
}

void CostAsker::take(const Request& request, const std::shared_ptr<const RunCost>& cost) {
  if (!m_wanted || !cost || !sameButFor(cost->parameter, *m_wanted, request)) return;
  m_measured = request;
  m_cost = *cost;
  say();
}

void CostAsker::say() {
  QString words;
  if (m_cost && m_wanted)
    words = tr("About %1 on this computer; one takes %2.")
                .arg(durationText(m_cost->seconds(m_wanted->params)), durationText(m_cost->each));
  emit said(words);
}

}  // namespace adversarium
