// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/guard_request.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/method/catalogue.h"

namespace adversarium {
namespace {

const CatalogueEntry& guardEntry(const std::string& id) {
  const CatalogueEntry* entry = knownMethod(id);
  if (entry && entry->guards) return *entry;
  std::string known;
  for (const std::string& name : guardIds()) known += (known.empty() ? "" : ", ") + name;
  throw UsageError("guard " + id, "is not known; there are " + known);
}

}  // namespace

std::vector<std::string> guardIds() {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.guards) ids.emplace_back(entry.info.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

GuardRequest completeGuard(const GuardRequest& request) {
  return {request.id, completeParams(guardEntry(request.id).params, request.params)};
}

GuardRequest parseGuard(std::string_view text) {
  GuardRequest guard{std::string(text.substr(0, text.find(':'))), {}};
  const CatalogueEntry& entry = guardEntry(guard.id);
  std::string_view rest = guard.id.size() < text.size() ? text.substr(guard.id.size() + 1) : std::string_view();
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest = part.size() < rest.size() ? rest.substr(part.size() + 1) : std::string_view();
    const std::size_t equals = part.find('=');
    std::string name(part.substr(0, equals));
    std::replace(name.begin(), name.end(), '-', '_');
    const ParamSpec* spec = entry.find(name);
    if (!spec) (void)completeParams(entry.params, {{name, true}});  // throws with the names there are
    if (equals == std::string_view::npos)
      throw UsageError("guard " + guard.id, "parameter " + name + " needs a value");
    guard.params[name] = parseParam(*spec, part.substr(equals + 1));
  }
  return guard;
}

}  // namespace adversarium
