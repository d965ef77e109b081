// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/kinds.h"

#include <algorithm>

#include "core/record/artefact/bars.h"
#include "core/record/artefact/curve.h"
#include "core/record/artefact/frames.h"
#include "core/record/artefact/heat_maps.h"
#include "core/record/artefact/images.h"
#include "core/record/artefact/labels.h"
#include "core/record/artefact/model.h"
#include "core/record/artefact/table.h"
#include "core/record/artefact/triggers.h"

namespace adversarium {

const std::vector<const ArtefactKind*>& artefactKinds() {
  static const std::vector<const ArtefactKind*> all{
      &kindOf<ImageSet>(), &kindOf<Frames>(), &kindOf<HeatMaps>(), &kindOf<Labels>(),   &kindOf<Curve>(),
      &kindOf<Bars>(),     &kindOf<Table>(),  &kindOf<Triggers>(), &kindOf<ModelFile>()};
  return all;
}

const ArtefactKind* artefactKind(std::string_view name) {
  const auto& all = artefactKinds();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto* kind) { return kind->name == name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace adversarium
