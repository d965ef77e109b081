// SPDX-License-Identifier: GPL-3.0-or-later
/// Text and print size inside PNG files: the record travels with its picture.
#pragma once

#include <string>

namespace adversarium {

/// A PNG file of eight bits a channel, red, green, blue; `packed` are its filtered rows, deflated.
std::string pngFile(int width, int height, const std::string& packed);

/// The PNG `bytes` with an uncompressed iTXt chunk `keyword` = `text` (UTF-8) before its image data.
std::string pngWithText(const std::string& bytes, const std::string& keyword, const std::string& text);

/// The PNG `bytes` with a pHYs chunk that says how many pixels fill a metre of paper.
std::string pngWithDensity(const std::string& bytes, double pixelsPerMetre);

/// data:image/png;base64,…
std::string pngAsUri(const std::string& bytes);

/// The text of the chunk `keyword`, or empty. Throws InputError naming `subject` for bytes that are no PNG or
/// damaged.
std::string textOfPng(const std::string& bytes, const std::string& keyword, const std::string& subject);

}  // namespace adversarium
