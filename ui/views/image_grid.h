// SPDX-License-Identifier: GPL-3.0-or-later
/// A sheet of pictures from a record, all of one size, with their captions.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "core/record/record.h"

namespace adversarium {

/// Shows the first kMostShown pictures, crisp; says how many more there are.
class ImageGrid : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kMostShown = 48;

  explicit ImageGrid(QWidget* parent = nullptr);

  void setImages(const ImageSet& images, const QString& title);
  /// Of the longer side of each picture.
  void setEdge(int pixels);
  int shownCount() const { return static_cast<int>(m_pictures.size()); }

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return cell(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int columns(int width) const;
  QSize cell() const;
  QString moreText() const;

  std::vector<QImage> m_pictures;
  QStringList m_captions;
  QString m_title;
  qint64 m_total = 0;
  int m_edge = 72;
};

}  // namespace adversarium
