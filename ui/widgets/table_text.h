// SPDX-License-Identifier: GPL-3.0-or-later
/// What stands in a record's tables, and what a run says as it goes on, in the window's language.
#pragma once

#include <QString>
#include <string_view>

namespace adversarium {

/// A column's name; its underscores become spaces.
QString headingText(std::string_view english);

/// A cell's word: a class, a choice of a parameter, a sentence of the record, or one of the words that tables
/// have.
QString cellText(std::string_view english);

/// What a run says of itself while it goes on; parts between commas and colons are translated one by one.
QString progressText(std::string_view english);

}  // namespace adversarium
