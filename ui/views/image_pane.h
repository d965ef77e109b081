// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture to look at closely: zoomed and panned together with its neighbours, every pixel a crisp square.
#pragma once

#include <QImage>
#include <QPointer>
#include <QPushButton>
#include <QWidget>

#include "ui/views/pane_view.h"

namespace adversarium {

/// Paints in device pixels, nearest neighbour from 100 % up. The wheel zooms about the cursor, dragging pans, a
/// double click fits. Keys: + − 0 zoom, Shift+arrows pan, Ctrl+arrows move the pixel cursor.
class ImagePane : public QWidget {
  Q_OBJECT

 public:
  /// `view` is shared and outlives the pane.
  explicit ImagePane(PaneView* view, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  QString title() const { return m_title; }
  void setImage(const QImage& image);
  const QImage& image() const { return m_image; }
  /// A second picture that replaces the first while it is shown, for blinking.
  void setAlternate(const QImage& image);
  void setShowAlternate(bool show);
  bool showsAlternate() const { return m_showAlternate && !m_alternate.isNull(); }
  /// What is right of the divider comes from the alternate picture; 0…1 of the picture's width, negative: no
  /// divider.
  void setSplit(double share);
  double split() const { return m_split; }
  /// A word printed on the picture's corner, e.g. "×10".
  void setBadge(const QString& badge);
  QString badge() const { return m_badge; }
  /// Words before a picture that has stepped back because it is no longer, or not yet, what it claims to be; none:
  /// the picture as it is.
  void setVeil(const QString& words);
  QString veil() const { return m_veil; }
  /// Shown while there is no picture; an empty button text gives no button.
  void setEmptyText(const QString& text, const QString& buttonText = {});
  /// What the picture shows, in words, for screen readers.
  void setSummary(const QString& summary);
  /// The same crosshair in all panes; (-1,-1) hides it.
  void setCursorPixel(QPoint imagePixel);
  QPoint cursorPixel() const { return m_cursorPixel; }

  /// The picture pixel under a position of the widget, or (-1,-1).
  QPoint pixelAt(QPointF position) const;
  /// Where the whole picture lies, in the widget's own (logical) coordinates.
  QRectF pictureRect() const;

  QSize sizeHint() const override { return {280, 300}; }
  QSize minimumSizeHint() const override { return {96, 96}; }

 signals:
  /// (-1,-1) when the cursor leaves the picture.
  void hovered(QPoint imagePixel);
  void emptyButtonClicked();
  void splitMoved(double share);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  const QImage& shown() const;
  QRect pictureArea() const;
  QRectF devicePictureRect() const;
  double scale() const;
  bool overDivider(QPointF position) const;
  void zoomAbout(QPointF position, double factor);
  void pan(QPointF logicalDelta);
  void paintEmpty(QPainter& painter);
  void paintPicture(QPainter& painter);
  void paintMarks(QPainter& painter, const QRectF& picture);
  void placeButton();
  void describe();

  QPointer<PaneView> m_view;
  QPushButton* m_emptyButton = nullptr;
  QString m_title, m_badge, m_veil, m_emptyText, m_summary;
  QImage m_image, m_alternate;
  QPoint m_cursorPixel{-1, -1};
  QPointF m_dragFrom;
  bool m_dragging = false;
  bool m_draggingDivider = false;
  bool m_showAlternate = false;
  double m_split = -1.0;
};

}  // namespace adversarium
