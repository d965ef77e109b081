// SPDX-License-Identifier: GPL-3.0-or-later
/// Real data that does not belong to the project: in the folder that ADVERSARIUM_DATA names, else in shared/data
/// beside the source tree.
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace adversarium {

/// Empty where it is not there: the test is skipped.
inline QString realData(const char* name) {
  const QString root =
      qEnvironmentVariable("ADVERSARIUM_DATA", QStringLiteral(ADVERSARIUM_SOURCE_DIR "/../shared/data"));
  const QString where = QDir(root).absoluteFilePath(name);
  return QFileInfo::exists(where) ? where : QString();
}

}  // namespace adversarium
