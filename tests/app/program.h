// SPDX-License-Identifier: GPL-3.0-or-later
/// The real program, run as a script would run it.
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace adversarium {

struct Answer {
  int code = -1;  ///< exit status; −1: it crashed or did not end within a minute
  QString out, err;

  /// What it said on stderr beside notes and progress.
  QStringList complaints() const {
    QStringList lines;
    for (const QString& line : err.split('\n', Qt::SkipEmptyParts)) {
      if (line.startsWith("adversarium: ")) lines << line;
    }
    return lines;
  }
};

/// `wrapper`: a command line put in front, such as one that limits what the program may write.
inline Answer askProgram(const QStringList& arguments, const QStringList& wrapper = {}) {
  QStringList words = wrapper;
  words << ADVERSARIUM_PROGRAM << arguments;
  QProcess process;
  process.start(words.takeFirst(), words);
  if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
    process.kill();
    process.waitForFinished();
    return {-1, {}, process.readAllStandardError()};
  }
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QJsonObject jsonOf(const QString& path) { return QJsonDocument::fromJson(bytesOf(path)).object(); }

inline bool writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

}  // namespace adversarium
