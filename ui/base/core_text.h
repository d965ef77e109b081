// SPDX-License-Identifier: GPL-3.0-or-later
/// Core's English texts in the window's language.
#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "core/base/words.h"
#include "core/method/param.h"

namespace adversarium {

/// A text from the catalogue: a method's name, a parameter's help, the word for an access.
QString methodText(std::string_view english);

/// A choice of a parameter: its word on the command line, in the window's language.
QString choiceText(std::string_view choice);
/// One of a parameter's own: a method's by its name.
QString choiceText(const ParamSpec& spec, std::string_view choice);

/// The window's language, for what core words by itself (reports).
Language speech();

/// Words of any context of the translations, numbers written as the language does.
QString coreText(const Words& words, const char* context = "records");

/// Sentences of a record, in one line.
QString recordText(const Words& words);

/// A class's name: the built-in data's are translated, a person's own come back as they are.
QString className(std::string_view english);

/// A picture's caption: a class, with its confidence in percent or without.
QString captionText(const Words& words);

/// The word for a severity or verdict of the file audit.
QString auditText(std::string_view english);

}  // namespace adversarium
