// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers as people read them, in the language of the desktop; files and command lines never use these.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>

namespace adversarium {

/// 0.8123 → "81.2 %"; whole per cents with `decimals` 0. Not a number → a dash.
QString percentText(double share, int decimals = 1);

/// At most `digits` significant digits, grouped, without trailing zeros. Not a number → a dash.
QString numberText(double value, int digits = 4);

/// A whole number, grouped from five digits on.
QString countText(std::int64_t count);

/// Pixel value as so many 255ths: 0.0314 → "8/255", 0.013 → "3.3/255".
QString over255Text(double value);

/// Seconds as "less than 1 s", "12 s", "3 min", "1.5 h".
QString durationText(double seconds);

/// Reads "8/255", "0,031" and "0.031" in any language, "3 %". Nothing for anything else, or for a number that is
/// not finite.
std::optional<double> strengthFromText(const QString& text);

}  // namespace adversarium
