// SPDX-License-Identifier: GPL-3.0-or-later
/// Files that runs leave, known before they begin: a person's own file of such a name stops a run at its start,
/// not after an hour at its end.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/method/catalogue.h"

namespace adversarium {

/// A file-level constant of this type, in the file that makes the records of a family or of one method, is all
/// that makes them known.
class UsualFiles {
 public:
  UsualFiles(Family family, std::initializer_list<const char*> names);
  UsualFiles(std::string_view method, std::initializer_list<const char*> names);
};

/// What every run leaves, and what those of the method usually do.
std::vector<std::string> usualFiles(const CatalogueEntry& method);

}  // namespace adversarium
