// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/core_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

namespace adversarium {
namespace {

QString looked(const char* context, const QString& english) {
  return QCoreApplication::translate(context, english.toUtf8().constData());
}

/// "0.25" → "0,25" where the language writes so; anything but a number stays.
QString localised(QString piece) {
  bool number = false;
  (void)piece.toDouble(&number);
  return number ? piece.replace('.', QLocale().decimalPoint()) : piece;
}

}  // namespace

QString methodText(std::string_view english) {
  return looked("methods", QString::fromUtf8(english.data(), qsizetype(english.size())));
}

QString choiceText(std::string_view choice) {
  // The field's way of writing norms.
  if (choice == "linf") return QStringLiteral("L∞");
  if (choice == "l2" || choice == "l1" || choice == "l0") return QStringLiteral("L") + QChar(choice[1]);
  return looked("choices", QString::fromUtf8(choice.data(), qsizetype(choice.size())));
}

QString filledText(const char* context, std::string_view english) {
  const QString text = QString::fromUtf8(english.data(), qsizetype(english.size()));
  if (text.contains('\n')) {
    QStringList sentences;
    for (const QString& sentence : text.split('\n')) sentences << filledText(context, sentence.toStdString());
    return sentences.join(' ');
  }
  const QString whole = looked(context, text);
  if (whole != text) return whole;
  // What fmt put in: quoted names, and numbers that are no part of a word.
  static const QRegularExpression filled(
      QStringLiteral("‘([^’]*)’|(?<![\\w.])([-−]?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)(?![\\w])"));
  QString pattern;
  QStringList pieces;
  qsizetype end = 0;
  for (auto found = filled.globalMatch(text); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    const bool name = match.hasCaptured(1) && match.capturedStart(1) >= 0;
    pattern += text.mid(end, match.capturedStart() - end) + (name ? QStringLiteral("‘{}’") : QStringLiteral("{}"));
    pieces << (name ? className(match.captured(1).toStdString()) : match.captured(2));
    end = match.capturedEnd();
  }
  pattern += text.mid(end);
  const QString translated = looked(context, pattern);
  if (translated == pattern) {
    // How a model came about is said in parts.
    QStringList parts = text.split(QStringLiteral(", "));
    if (parts.size() == 1) return text;
    for (QString& part : parts) part = filledText(context, part.toStdString());
    return parts.join(QStringLiteral(", "));
  }
  // "{}" takes the next piece; "{1}" the second, where the language wants another order.
  static const QRegularExpression hole(QStringLiteral("\\{(\\d*)\\}"));
  QString result;
  qsizetype from = 0, next = 0;
  for (auto found = hole.globalMatch(translated); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    const QString number = match.captured(1);
    result += translated.mid(from, match.capturedStart() - from);
    result += localised(pieces.value(number.isEmpty() ? next++ : number.toLongLong()));
    from = match.capturedEnd();
  }
  return result + translated.mid(from);
}

QString recordText(std::string_view english) { return filledText("records", english); }

QString className(std::string_view english) { return filledText("classes", english); }

QString captionText(std::string_view english) {
  static const QRegularExpression confident(QStringLiteral("^(.+) (\\d+) %$"));
  const QRegularExpressionMatch match =
      confident.match(QString::fromUtf8(english.data(), qsizetype(english.size())));
  if (!match.hasMatch()) return className(english);
  return className(match.captured(1).toStdString()) + ' ' + match.captured(2) + QStringLiteral(" %");
}

QString auditText(std::string_view english) { return filledText("audit", english); }

}  // namespace adversarium
