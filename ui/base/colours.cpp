// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/colours.h"

#include <QCoreApplication>

namespace adversarium {
namespace {

// Okabe & Ito 2008, with the black replaced by a violet that shows on dark grounds.
constexpr QRgb kColours[] = {0xff0072b2, 0xffe69f00, 0xff009e73, 0xffd55e00,
                             0xff56b4e9, 0xffcc79a7, 0xfff0e442, 0xff7a68c9};
constexpr int kCount = 8;

QColor blend(const QColor& a, const QColor& b, double share) {
  return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                          static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                          static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

}  // namespace

QColor classColour(int classIndex) {
  return classIndex < 0 ? QColor(0x8d, 0x96, 0x9e) : QColor(kColours[classIndex % kCount]);
}

QBrush classBrush(int classIndex) {
  constexpr Qt::BrushStyle kPatterns[] = {Qt::NoBrush,          Qt::BDiagPattern, Qt::FDiagPattern,
                                          Qt::DiagCrossPattern, Qt::HorPattern,   Qt::VerPattern,
                                          Qt::Dense6Pattern,    Qt::CrossPattern};
  const int turn = classIndex < 0 ? 0 : (classIndex / kCount + classIndex) % 8;
  QColor line = readableOn(classColour(classIndex));
  line.setAlpha(70);
  return QBrush(line, kPatterns[turn]);
}

QColor readableOn(const QColor& ground) {
  const double luminance = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF();
  return luminance > 0.55 ? QColor(Qt::black) : QColor(Qt::white);
}

QColor mutedText(const QPalette& palette) {
  return blend(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}
QColor hairline(const QPalette& palette) {
  return blend(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.8);
}
QColor raisedGround(const QPalette& palette) {
  return blend(palette.color(QPalette::WindowText), palette.color(QPalette::Base), 0.95);
}

QString classLabel(const QStringList& names, int classIndex) {
  if (classIndex < 0) return QStringLiteral("–");
  if (classIndex < names.size() && !names[classIndex].isEmpty()) return names[classIndex];
  return QCoreApplication::translate("adversarium::Classes", "class %1").arg(classIndex);
}

}  // namespace adversarium
