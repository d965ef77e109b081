// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/usual_files.h"

#include <map>

#include "core/record/delivery.h"
#include "core/record/record_json.h"

namespace adversarium {
namespace {

/// By the family's word or the method's id.
std::map<std::string, std::vector<std::string>, std::less<>>& known() {
  static std::map<std::string, std::vector<std::string>, std::less<>> files;
  return files;
}

}  // namespace

UsualFiles::UsualFiles(Family family, std::initializer_list<const char*> names)
    : UsualFiles(wordFor(family), names) {}

UsualFiles::UsualFiles(std::string_view method, std::initializer_list<const char*> names) {
  auto& files = known()[std::string(method)];
  files.insert(files.end(), names.begin(), names.end());
}

std::vector<std::string> usualFiles(const CatalogueEntry& method) {
  std::vector<std::string> files{kRecordFile, kManifestFile};
  for (const std::string_view whose : {wordFor(method.family), method.info.id}) {
    if (const auto own = known().find(whose); own != known().end())
      files.insert(files.end(), own->second.begin(), own->second.end());
  }
  return files;
}

}  // namespace adversarium
