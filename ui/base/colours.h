// SPDX-License-Identifier: GPL-3.0-or-later
/// Colours that everything painted by hand shares: class colours that every eye can tell apart, and quiet tones of
/// the palette in force.
#pragma once

#include <QBrush>
#include <QColor>
#include <QPalette>
#include <QString>
#include <QStringList>

namespace adversarium {

/// Eight colours that stay apart without red–green vision; they repeat for more classes. Negative: grey.
QColor classColour(int classIndex);

/// The colour with a hatching of its own for every eighth class, so that colour is never the only sign.
/// Paint it over classColour(classIndex): a pattern alone lets the ground shine through.
QBrush classBrush(int classIndex);

/// Black or white, whichever reads better on `ground`.
QColor readableOn(const QColor& ground);

/// For second-rank text, thin lines and grounds one step away from the window's.
QColor mutedText(const QPalette& palette);
QColor hairline(const QPalette& palette);
QColor raisedGround(const QPalette& palette);

/// The class's name, or "class 7" where none is known, or a dash for a negative index.
QString classLabel(const QStringList& names, int classIndex);

}  // namespace adversarium
