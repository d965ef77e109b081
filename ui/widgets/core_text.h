// SPDX-License-Identifier: GPL-3.0-or-later
/// Core's English texts in the window's language.
#pragma once

#include <QString>
#include <string>
#include <string_view>

namespace adversarium {

/// A text from the catalogue: a method's name, a parameter's help, the word for an access.
QString methodText(std::string_view english);

/// A choice of a parameter: its word on the command line, in the window's language.
QString choiceText(std::string_view choice);

/// A sentence or title from a record. Its numbers and ‘names’ are put into the translated template (see
/// core/text.h), numbers written as the language does; without a translation the English text comes back.
/// Sentences on lines of their own are translated one by one, as are the parts between commas where the whole is
/// unknown.
QString recordText(std::string_view english);

/// The same in any context of the translations.
QString filledText(const char* context, std::string_view english);

/// A class's name: the built-in data's are translated, a person's own come back as they are.
QString className(std::string_view english);

/// A picture's caption: a class, with its confidence in percent or without.
QString captionText(std::string_view english);

/// The word for a severity or verdict of the file audit.
QString auditText(std::string_view english);

}  // namespace adversarium
