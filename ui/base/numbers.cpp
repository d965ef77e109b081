// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/numbers.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace adversarium {
namespace {

const QString kDash = QStringLiteral("–");

/// 0.0 and −0.0 both as "0". Four digits stand together: "2.000" could be two.
QString trimmed(double value, int decimals) {
  constexpr double kGrouped = 10000;
  QLocale locale;
  if (std::abs(value) < kGrouped) locale.setNumberOptions(QLocale::OmitGroupSeparator);
  QString text = locale.toString(value, 'f', decimals);
  const QString point = QLocale().decimalPoint();
  if (!text.contains(point)) return text;
  while (text.endsWith(QLocale().zeroDigit())) text.chop(1);
  if (text.endsWith(point)) text.chop(point.size());
  return text == "-0" ? QStringLiteral("0") : text;
}

}  // namespace

QString percentText(double share, int decimals) {
  return std::isfinite(share) ? QLocale().toString(100 * share, 'f', decimals) + QStringLiteral(" %") : kDash;
}

QString numberText(double value, int digits) {
  if (!std::isfinite(value)) return kDash;
  if (value == 0) return QStringLiteral("0");
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude < -5 || magnitude > 9) return QLocale().toString(value, 'g', digits);
  return trimmed(value, std::max(0, digits - 1 - magnitude));
}

QString countText(std::int64_t count) { return trimmed(static_cast<double>(count), 0); }

QString over255Text(double value) { return trimmed(value * 255, 1) + QStringLiteral("/255"); }

QString durationText(double seconds) {
  constexpr double kMinute = 60, kHour = 3600;
  const auto said = [](double value, int decimals) { return QLocale().toString(value, 'f', decimals); };
  if (seconds < 1) return QCoreApplication::translate("durations", "less than 1 s");
  if (seconds < 1.5 * kMinute) return QCoreApplication::translate("durations", "%1 s").arg(said(seconds, 0));
  if (seconds < 1.5 * kHour)
    return QCoreApplication::translate("durations", "%1 min").arg(said(seconds / kMinute, 0));
  return QCoreApplication::translate("durations", "%1 h").arg(said(seconds / kHour, 1));
}

std::optional<double> strengthFromText(const QString& given) {
  QString text = given.simplified().remove(' ');
  const bool percent = text.endsWith('%');
  if (percent) text.chop(1);
  const auto number = [](QString part) -> std::optional<double> {
    part.replace(',', '.');
    bool good = false;
    const double value = part.toDouble(&good);
    return good && std::isfinite(value) ? std::optional(value) : std::nullopt;
  };
  const int slash = static_cast<int>(text.indexOf('/'));
  std::optional<double> value = number(slash < 0 ? text : text.left(slash));
  if (slash >= 0) {
    const auto below = number(text.mid(slash + 1));
    if (!value || !below || *below == 0) return std::nullopt;
    value = *value / *below;
  }
  if (value && percent) value = *value / 100;
  return value;
}

}  // namespace adversarium
