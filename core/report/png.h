// SPDX-License-Identifier: GPL-3.0-or-later
/// Text inside PNG files: the record travels with its picture.
#pragma once

#include <string>

namespace adversarium {

/// The PNG `bytes` with an uncompressed iTXt chunk `keyword` = `text` (UTF-8) before its image data.
std::string pngWithText(const std::string& bytes, const std::string& keyword, const std::string& text);

/// The text of that chunk, or empty. Throws InputError naming `subject` for bytes that are no PNG or damaged.
std::string textOfPng(const std::string& bytes, const std::string& keyword, const std::string& subject);

}  // namespace adversarium
