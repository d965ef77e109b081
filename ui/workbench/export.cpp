// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>

#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/report/figure.h"
#include "core/report/html_report.h"
#include "core/report/png.h"
#include "core/report/saved_record.h"
#include "ui/base/core_text.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

void writeBytes(const QString& file, const QByteArray& bytes) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
    throw InputError(file.toStdString(), "cannot be written: " + out.errorString().toStdString());
  }
}

/// A record without the files that it tells of: what was asked and measured.
Record numbersOf(const std::string& json, const std::string& subject) {
  Record record = recordFromJson(json, subject);
  record.found.clear();
  return record;
}

QByteArray pngOf(const QImage& picture, const Record& record) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!picture.save(&buffer, "PNG")) throw InputError({}, "the picture cannot be encoded");
  const std::string withRecord = pngWithText(bytes.toStdString(), "adversarium.record", recordToJson(record));
  return QByteArray::fromStdString(withRecord);
}

/// What a run made to be printed; null for most.
const ImageSet* forPrint(const Record& record) {
  for (const Artefact& artefact : record.found) {
    const auto* images = artefact.get<ImageSet>();
    if (images && images->centimetres > 0 && images->count() > 0) return images;
  }
  return nullptr;
}

}  // namespace

ReportWords wordsInForce() {
  ReportWords words;
  // Where a desktop speaks neither, the words are English, whatever its numbers look like.
  words.language = QLocale().language() == QLocale::German ? "de" : "en";
  words.speech = speech();
  return words;
}

void exportReport(const ReportOrder& order, const QString& file) {
  std::vector<Record> records;
  for (const auto& run : order.runs) records.push_back(*run.record);
  // What a person keeps in one of the folders is found out before anything is written.
  std::vector<std::unique_ptr<Delivery>> folders;
  if (order.withFiles) {
    for (const auto& run : order.runs) {
      const QString name = run.letter + '-' + QString::fromStdString(run.record->request.algorithm);
      folders.push_back(stagedWithPictures(*run.record, QDir(reportFolder(file)).filePath(name).toStdString()));
      folders.back()->check();
    }
  }
  writeBytes(file, QByteArray::fromStdString(htmlReport(records, order.words)));
  for (const auto& folder : folders) folder->deliver(kRecordFile);
}

QString reportFolder(const QString& file) {
  const QFileInfo info(file);
  return info.dir().filePath(info.completeBaseName() + "-runs");
}

void exportRecord(const Record& record, const QImage& picture, const QString& file) {
  const QString ending = QFileInfo(file).suffix().toLower();
  if (ending == "png") {
    if (const ImageSet* print = forPrint(record); picture.isNull() && print) {
      writeBytes(file,
                 QByteArray::fromStdString(printPng(print->image(0), print->centimetres, recordToJson(record))));
    } else if (picture.isNull()) {
      constexpr int kRows = 6;
      const std::string figure = attackFigurePng(record, kRows);
      if (figure.empty()) throw InputError(file.toStdString(), "this run broke no image that a figure could show");
      writeBytes(file, QByteArray::fromStdString(figure));
    } else {
      writeBytes(file, pngOf(picture, record));
    }
  } else if (ending == "npy") {
    const auto* images = record.get<ImageSet>("adversarial");
    if (!images) throw InputError(file.toStdString(), "this run made no images");
    writeNpy(file.toStdString(), images->shape, std::span<const float>(images->values));
  } else if (ending == "csv") {
    const auto* table = record.get<Table>("samples") ? record.get<Table>("samples") : record.get<Table>("scores");
    if (!table) throw InputError(file.toStdString(), "this run made no table");
    writeBytes(file, QByteArray::fromStdString(csvOf(*table)));
  } else if (ending == "json") {
    writeBytes(file, QByteArray::fromStdString(recordToJson(record)));
  } else if (ending == "html") {
    writeBytes(file, QByteArray::fromStdString(htmlReport({record}, wordsInForce())));
  } else {
    throw InputError(file.toStdString(), "choose a name ending in .png, .npy, .csv, .json or .html");
  }
}

Record recordInside(const QString& file) {
  const std::string name = file.toStdString();
  if (QFileInfo(file).suffix().compare("png", Qt::CaseInsensitive) == 0) {
    const std::string text = metadataOfPng(name);
    if (text.empty()) throw InputError(name, "carries no record");
    return numbersOf(text, name);
  }
  try {
    return loadRecord(name);
  } catch (const InputError&) {
    if (!QFileInfo(file).isFile()) throw;
    return numbersOf(readBytes(name), name);  // exported alone, or its neighbours are gone
  }
}

bool carriesRecord(const QString& file) {
  if (QFileInfo(file).suffix().compare("png", Qt::CaseInsensitive) != 0) return false;
  try {
    return !metadataOfPng(file.toStdString()).empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace adversarium
