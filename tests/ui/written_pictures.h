// SPDX-License-Identifier: GPL-3.0-or-later
/// A person's own pictures: PNG files and labels.csv in a folder.
#pragma once

#include <QDir>
#include <QFile>
#include <QImage>
#include <functional>
#include <optional>

#include "core/session.h"

namespace adversarium {

/// The first signs, with another colour wherever `paint` gives one.
inline void writePictures(Session& session, const QString& folder, int count,
                          const std::function<std::optional<QRgb>(int number, int x, int y)>& paint = {}) {
  QDir().mkpath(folder);
  const auto signs = session.openData("demo:signs");
  const DataInfo& info = signs->info();
  const std::size_t plane = std::size_t(info.height) * std::size_t(info.width);
  std::vector<float> planes(std::size_t(info.channels) * plane);
  QString table = "file,label\n";
  for (int i = 0; i < count; ++i) {
    signs->read(i, planes);
    QImage picture(info.width, info.height, QImage::Format_RGB32);
    for (int y = 0; y < info.height; ++y) {
      for (int x = 0; x < info.width; ++x) {
        const std::size_t at = std::size_t(y) * std::size_t(info.width) + std::size_t(x);
        const auto shade = [&](std::size_t channel) { return int(planes[channel * plane + at] * 255 + 0.5F); };
        const std::optional<QRgb> other = paint ? paint(i, x, y) : std::nullopt;
        picture.setPixel(x, y, other.value_or(qRgb(shade(0), shade(1), shade(2))));
      }
    }
    const QString name = QString("%1.png").arg(i, 3, 10, QChar('0'));
    if (!picture.save(folder + '/' + name)) qFatal("cannot write a picture");
    table += name + ',' + QString::number(signs->label(i)) + '\n';
  }
  QFile file(folder + "/labels.csv");
  if (!file.open(QIODevice::WriteOnly) || file.write(table.toUtf8()) < 0) qFatal("cannot write labels.csv");
}

}  // namespace adversarium
