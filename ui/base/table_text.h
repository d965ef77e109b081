// SPDX-License-Identifier: GPL-3.0-or-later
/// What stands in a record's tables, in the window's language.
#pragma once

#include <QString>

#include "core/base/words.h"

namespace adversarium {

/// A cell's word: a class, a choice of a parameter, a sentence of the record, or one of the words that tables
/// have.
QString cellText(const Words& words);

}  // namespace adversarium
