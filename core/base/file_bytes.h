// SPDX-License-Identifier: GPL-3.0-or-later
/// Whole files: read, and written so that nothing is half there.
#pragma once

#include <filesystem>
#include <string>

namespace adversarium {

/// Throws InputError when not all of `bytes` reach the disk.
void writeBytes(const std::filesystem::path& file, const std::string& bytes);
/// The same for a file that is not there yet. Throws InputError where it is.
void writeFresh(const std::filesystem::path& file, const std::string& bytes);
/// The same for a file that may be there already, or a link to one: it holds the old bytes or the new ones,
/// whenever the program is killed.
void replaceBytes(const std::filesystem::path& file, const std::string& bytes);
/// Throws InputError.
std::string readBytes(const std::filesystem::path& file);

}  // namespace adversarium
