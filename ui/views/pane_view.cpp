// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pane_view.h"

#include <algorithm>

namespace adversarium {

void PaneView::set(double zoom, QPointF centre) {
  const double wanted = zoom <= 0 ? 0.0 : std::clamp(zoom, kLeastZoom, kMostZoom);
  const QPointF at(std::clamp(centre.x(), 0.0, 1.0), std::clamp(centre.y(), 0.0, 1.0));
  if (wanted == m_zoom && at == m_centre) return;
  m_zoom = wanted;
  m_centre = at;
  emit changed();
}

}  // namespace adversarium
