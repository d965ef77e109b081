// SPDX-License-Identifier: GPL-3.0-or-later
/// One explored image as a record, so that a pin, an export and a run are the same kind of thing.
#pragma once

#include <QStringList>
#include <memory>

#include "core/session.h"

namespace adversarium {

/// `exploration` must be exact. The curve "confidence" (in the clean class, against strength) is there when
/// `ribbon` is. Hashes are filled in where known; the pictures, classes and scores are artefacts named as in an
/// attack's record.
std::shared_ptr<const Record> recordOf(const Exploration& exploration, const Ribbon* ribbon,
                                       const QStringList& classNames, const ModelInfo& model,
                                       const std::string& dataSha256, int threads);

}  // namespace adversarium
