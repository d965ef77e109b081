// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/letters.h"

#include <QFont>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdio>

#include "core/report/lettering.h"

namespace adversarium {
namespace {

Lettering drawn(const std::string& text, double pixels) {
  QFont font;
  font.setPixelSize(std::max(1, static_cast<int>(std::lround(pixels))));
  font.setStyleStrategy(QFont::NoSubpixelAntialias);
  const QFontMetricsF metrics(font);
  const QString words = QString::fromStdString(text);
  // A letter may reach beyond its own width, and one from another font above or below the line.
  const QRectF inked = metrics.boundingRect(words).united({0, -metrics.ascent(), 0, metrics.height()});
  const int left = static_cast<int>(std::floor(inked.left())), top = static_cast<int>(std::floor(inked.top()));
  const int width = static_cast<int>(std::ceil(std::max(inked.right(), metrics.horizontalAdvance(words)))) - left;
  QImage line(std::max(1, width), static_cast<int>(std::ceil(inked.bottom())) - top, QImage::Format_Grayscale8);
  line.fill(Qt::black);
  QPainter painter(&line);
  painter.setFont(font);
  painter.setPen(Qt::white);
  painter.drawText(QPointF(-left, -top), words);
  painter.end();
  Lettering result{line.width(), line.height(), -top, {}};
  for (int y = 0; y < line.height(); ++y) {
    const uchar* row = line.constScanLine(y);
    result.ink.insert(result.ink.end(), row, row + line.width());
  }
  return result;
}

/// Never ended: it goes with the process.
void startWithoutWindow() {
  static int count = 1;
  static char name[] = "adversarium";
  static char* arguments[] = {name, nullptr};
  // What the desktop lacks does not matter to letters.
  const auto before = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& words) {
    if (type == QtCriticalMsg || type == QtFatalMsg) std::fprintf(stderr, "adversarium: %s\n", qPrintable(words));
  });
  new QGuiApplication(count, arguments);
  qInstallMessageHandler(before);
  std::setlocale(LC_ALL, "C");  // Qt has taken the environment's
}

}  // namespace

void letterWithQt() { setLetterer(drawn); }

void letterWithoutWindow() {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("LC_ALL", "C.UTF-8");  // Qt complains of any other encoding
  setLetterer([](const std::string& text, double pixels) {
    if (!QCoreApplication::instance()) startWithoutWindow();
    return drawn(text, pixels);
  });
}

}  // namespace adversarium
