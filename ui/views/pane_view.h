// SPDX-License-Identifier: GPL-3.0-or-later
/// Which part of a picture is looked at, shared by every pane that shows the same picture.
#pragma once

#include <QObject>
#include <QPointF>

namespace adversarium {

/// The zoom counts device pixels an image pixel: 1 is 100 %, 0 fits the picture into the pane. The centre is a
/// fraction of the picture, so that panes with pictures of different sizes agree.
class PaneView : public QObject {
  Q_OBJECT

 public:
  static constexpr double kLeastZoom = 0.05;
  static constexpr double kMostZoom = 64.0;

  explicit PaneView(QObject* parent = nullptr) : QObject(parent) {}

  double zoom() const { return m_zoom; }
  QPointF centre() const { return m_centre; }
  bool fits() const { return m_zoom == 0.0; }

  void set(double zoom, QPointF centre);
  void fit() { set(0.0, {0.5, 0.5}); }

 signals:
  void changed();

 private:
  double m_zoom = 0.0;
  QPointF m_centre{0.5, 0.5};
};

}  // namespace adversarium
