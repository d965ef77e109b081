// SPDX-License-Identifier: GPL-3.0-or-later
/// How sure the classifier is of each class, before and after an attack, on one fixed axis from 0 to 100 %.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace adversarium {

/// Shows every class in its own order, or, where there are more than eight, the eight that matter most and the
/// rest together. Up and down walk the rows, Enter or a click chooses one.
class ConfidenceBars : public QWidget {
  Q_OBJECT

 public:
  explicit ConfidenceBars(QWidget* parent = nullptr);

  void setClasses(const QStringList& names);
  /// Probabilities, one a class; `attacked` may be empty.
  void setScores(std::vector<float> clean, std::vector<float> attacked);
  /// −1: none.
  void setTarget(int classIndex);
  void setTrueClass(int classIndex);
  void clear() { setScores({}, {}); }

  /// Classes in the order of the rows; −1 stands for all others together.
  const std::vector<int>& rows() const { return m_rows; }
  int currentRow() const { return m_current; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void classClicked(int classIndex);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Layout;
  void arrange();
  std::size_t rowsThatFit() const;
  QSize heightOf(int width, std::size_t rows) const;
  void describe();
  int rowAt(QPoint position) const;
  int rowHeight() const;
  int headerHeight() const;
  QRect rowRect(int row) const;
  double score(const std::vector<float>& scores, int classIndex) const;
  QString rowWords(int row) const;
  void paintRow(QPainter& painter, int row, int nameWidth, int valueWidth);
  void paintBar(QPainter& painter, const QRectF& track, double share, int classIndex, bool attacked);

  QStringList m_names;
  std::vector<float> m_clean, m_attacked;
  std::vector<int> m_rows;
  int m_target = -1;
  int m_trueClass = -1;
  int m_cleanWinner = -1;
  int m_attackedWinner = -1;
  int m_current = 0;
  int m_hovered = -1;
};

}  // namespace adversarium
