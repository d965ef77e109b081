// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/image_grid.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/colours.h"
#include "ui/base/core_text.h"
#include "ui/base/images.h"

namespace adversarium {
namespace {

constexpr int kGap = 6;
constexpr double kChangeAmplification = 10;

}  // namespace

ImageGrid::ImageGrid(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);  // the height follows from the width
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void ImageGrid::setImages(const ImageSet& images, const QString& title) {
  m_pictures.clear();
  m_captions.clear();
  m_title = title;
  m_total = images.count();
  for (qint64 i = 0; i < std::min<qint64>(m_total, kMostShown); ++i) {
    const Image image = images.image(i);
    m_pictures.push_back(images.isChange ? changeToQImage(image, kChangeAmplification) : toQImage(image));
    if (i < static_cast<qint64>(images.captions.size()))
      m_captions << captionText(images.captions[std::size_t(i)]);
  }
  setAccessibleName(m_title);
  setAccessibleDescription(tr("%n picture(s)", nullptr, static_cast<int>(m_total)));
  updateGeometry();
  update();
}

void ImageGrid::setEdge(int pixels) {
  m_edge = pixels;
  updateGeometry();
  update();
}

QSize ImageGrid::cell() const {
  return {m_edge + kGap, m_edge + kGap + (m_captions.isEmpty() ? 0 : fontMetrics().height())};
}
int ImageGrid::columns(int width) const { return std::max(1, width / cell().width()); }
QString ImageGrid::moreText() const {
  const auto more = static_cast<int>(m_total) - shownCount();
  return more > 0 ? tr("and %n more", nullptr, more) : QString();
}
int ImageGrid::heightForWidth(int width) const {
  const int rows = (shownCount() + columns(width) - 1) / columns(width);
  return rows * cell().height() + (moreText().isEmpty() ? 0 : fontMetrics().height() + kGap);
}
QSize ImageGrid::sizeHint() const { return {8 * cell().width(), heightForWidth(8 * cell().width())}; }

void ImageGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const int across = columns(width());
  for (int i = 0; i < shownCount(); ++i) {
    const QPoint corner(i % across * cell().width(), i / across * cell().height());
    const QSize fit = m_pictures[std::size_t(i)].size().scaled(m_edge, m_edge, Qt::KeepAspectRatio);
    painter.drawImage(QRect(corner, fit), m_pictures[std::size_t(i)]);
    painter.setPen(hairline(palette()));
    painter.drawRect(QRect(corner, fit));
    if (i >= m_captions.size()) continue;
    painter.setPen(mutedText(palette()));
    painter.drawText(QRect(corner + QPoint(0, m_edge), QSize(m_edge, fontMetrics().height())), Qt::AlignLeft,
                     fontMetrics().elidedText(m_captions[i], Qt::ElideRight, m_edge));
  }
  painter.setPen(mutedText(palette()));
  painter.drawText(rect(), Qt::AlignBottom | Qt::AlignLeft, moreText());
}

void ImageGrid::changeEvent(QEvent* event) {
  update();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
