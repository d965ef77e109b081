// SPDX-License-Identifier: GPL-3.0-or-later
/// Takes results away as files: a picture that carries its record, numbers, arrays, or a whole folder.
#pragma once

#include <QImage>
#include <QString>
#include <memory>
#include <vector>

#include "core/record/record.h"
#include "core/report/html_report.h"

namespace adversarium {

/// Decided by the ending of `file`: .png (the picture with the record inside), .npy (the attacked images),
/// .csv (the table of scores or samples), .json (the record), .html (the report). Throws InputError. Any thread.
void exportRecord(const Record& record, const QImage& picture, const QString& file);

/// The window's language and numbers, as they are now. GUI thread.
ReportWords wordsInForce();

/// What a person asks a report to be made of.
struct ReportOrder {
  struct Run {
    QString letter;
    std::shared_ptr<const Record> record;
  };
  std::vector<Run> runs;
  ReportWords words;
  bool withFiles = false;  ///< every run's arrays, pictures and models in a folder beside the page
};

/// One HTML page. Throws InputError. Any thread.
void exportReport(const ReportOrder& order, const QString& file);
/// Where the runs' files go: "x.html" → "x-runs".
QString reportFolder(const QString& file);

/// The request of a record inside a PNG or of a record.json. Throws InputError where there is none.
Record recordInside(const QString& file);

/// Whether a PNG carries a record; false for any other file.
bool carriesRecord(const QString& file);

}  // namespace adversarium
