// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/svg_painter.h"

#include <QBuffer>
#include <QFont>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <clocale>
#include <cstdio>

#include "core/base/error.h"
#include "core/report/drawing.h"

namespace adversarium {
namespace {

double textWidth(const std::string& text, double pixels) {
  constexpr int kPixels = 100;  // a font knows whole pixels only
  QFont font;
  font.setPixelSize(kPixels);
  return QFontMetricsF(font).horizontalAdvance(QString::fromStdString(text)) * pixels / kPixels;
}

std::string pngFrom(const std::string& svg) {
  // A class may be called anything; what is no text of XML would end the drawing.
  QString valid = QString::fromStdString(svg);
  valid.remove(QChar(0xFFFE)).remove(QChar(0xFFFF));
  QSvgRenderer renderer(valid.toUtf8());
  QImage sheet(renderer.defaultSize(), QImage::Format_RGB32);
  if (!renderer.isValid() || sheet.isNull()) throw Error(Error::Kind::Failure, "figure", "cannot be painted");
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  painter.setFont(QFont());
  renderer.render(&painter);
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!buffer.open(QIODevice::WriteOnly) || !sheet.save(&buffer, "PNG"))
    throw Error(Error::Kind::Failure, "figure", "cannot be written as PNG");
  return bytes.toStdString();
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

void paintWithQt() { setPainter({textWidth, pngFrom}); }

void paintWithoutWindow() {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("LC_ALL", "C.UTF-8");  // Qt complains of any other encoding
  setPainter({[](const std::string& text, double pixels) {
                if (!QCoreApplication::instance()) startWithoutWindow();
                return textWidth(text, pixels);
              },
              [](const std::string& svg) {
                if (!QCoreApplication::instance()) startWithoutWindow();
                return pngFrom(svg);
              }});
}

}  // namespace adversarium
