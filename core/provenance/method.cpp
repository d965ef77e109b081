// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/provenance/method.h"

#include <map>
#include <stdexcept>
#include <string>

namespace adversarium {
namespace {

std::map<std::string, std::unique_ptr<const Method>, std::less<>>& methods() {
  static std::map<std::string, std::unique_ptr<const Method>, std::less<>> list;
  return list;
}

}  // namespace

void registerMethod(CatalogueEntry entry, std::unique_ptr<const Method> method) {
  const std::string id(entry.info.id);
  if (!methods().emplace(id, std::move(method)).second) throw std::logic_error("two methods are called " + id);
  addToCatalogue(std::move(entry));
}

const Method& methodFor(std::string_view id) {
  (void)catalogueEntry(id);  // throws with the known names
  return *methods().find(id)->second;
}

}  // namespace adversarium
