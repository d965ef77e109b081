// SPDX-License-Identifier: GPL-3.0-or-later
/// The slider's track: which class wins at every strength, drawn before anyone drags.
#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>

#include "core/session.h"

namespace adversarium {

/// Arrow keys move by 1/255, Home and End to the ends; PgUp and PgDn are left to the page. The wheel moves it only
/// while it has the focus.
class ClassRibbon : public QWidget {
  Q_OBJECT

 public:
  explicit ClassRibbon(QWidget* parent = nullptr);

  void setRange(double least, double most);
  double least() const { return m_least; }
  double most() const { return m_most; }
  void setRibbon(std::shared_ptr<const Ribbon> ribbon, const QStringList& classNames);
  const std::shared_ptr<const Ribbon>& ribbon() const { return m_ribbon; }
  /// Says so on the empty track; a new ribbon, or none, ends it.
  void setComputing(bool computing);
  bool isComputing() const { return m_computing; }
  /// Marks on the track: up to the first nothing changes the answer, at the second something does.
  void setBracket(std::shared_ptr<const PictureBracket> bracket);
  const std::shared_ptr<const PictureBracket>& bracket() const { return m_bracket; }
  void setStrength(double strength);
  double strength() const { return m_strength; }
  /// As 255ths where the range is one of pixel values.
  QString strengthText(double strength) const;
  bool isDragging() const { return m_dragging; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void moved(double strength);
  void committed(double strength);
  void dragStarted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF trackRect() const;
  double xOf(double strength) const;
  double strengthAt(double x) const;
  void moveTo(double strength, bool commit);
  void paintSegments(QPainter& painter, const QRectF& track);
  void paintScale(QPainter& painter, const QRectF& track);
  void paintFlip(QPainter& painter, const QRectF& track);
  void paintBracket(QPainter& painter, const QRectF& track);
  void paintHandle(QPainter& painter, const QRectF& track);
  void describe();
  QString bracketWords() const;
  QString computingWords() const;

  std::shared_ptr<const Ribbon> m_ribbon;
  std::shared_ptr<const PictureBracket> m_bracket;
  QStringList m_names;
  double m_least = 0.0;
  double m_most = 64.0 / 255.0;
  double m_strength = 0.0;
  bool m_computing = false;
  bool m_dragging = false;
  bool m_hovered = false;
};

}  // namespace adversarium
