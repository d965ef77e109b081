// SPDX-License-Identifier: GPL-3.0-or-later
/// Turns core's pictures into Qt's; nothing else in the window touches planes of floats.
#pragma once

#include <QImage>

#include "core/data/image.h"

namespace adversarium {

/// Pixels in [0,1], one or three channels, to RGB32. An empty image gives a null one.
QImage toQImage(const Image& image);

/// A change in [−1,1] times `amplification`, drawn with a diverging palette per pixel: colour images keep one
/// mid-grey-centred value a channel, grey ones run from blue over white to orange.
QImage changeToQImage(const Image& change, double amplification);

}  // namespace adversarium
