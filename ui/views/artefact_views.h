// SPDX-License-Identifier: GPL-3.0-or-later
/// A view for each kind of artefact: the one list behind every page that shows a record.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>

#include "core/record/record.h"
#include "ui/views/pixel_mask.h"

namespace adversarium {

struct ViewRequest {
  std::shared_ptr<const Record> record;
  const Artefact& artefact;
  /// The view of the same artefact of before, if such views outlive an update; set by those that do.
  QWidget*& lasting;
  /// Told what a person has chosen on a heat map of picture `index`.
  std::function<void(int index, const PixelMask& region)> regionChosen;
};

/// Null where there is nothing to see.
QWidget* viewOf(const ViewRequest& request);

/// What stands above an artefact's view.
QString viewTitle(const Artefact& artefact);

}  // namespace adversarium
