// SPDX-License-Identifier: GPL-3.0-or-later
// The words that tables of records have, and what runs say of themselves, for translators.
#include "ui/widgets/table_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/widgets/core_text.h"

namespace adversarium {
namespace {

// Looked up by their text; what isn't among them stays as it is.
[[maybe_unused]] constexpr const char* kHeadings[] = {
    QT_TRANSLATE_NOOP("headings", "class"),
    QT_TRANSLATE_NOOP("headings", "name"),
    QT_TRANSLATE_NOOP("headings", "samples"),
    QT_TRANSLATE_NOOP("headings", "suspects"),
    QT_TRANSLATE_NOOP("headings", "index"),
    QT_TRANSLATE_NOOP("headings", "score"),
    QT_TRANSLATE_NOOP("headings", "suspect"),
    QT_TRANSLATE_NOOP("headings", "group"),
    QT_TRANSLATE_NOOP("headings", "people"),
    QT_TRANSLATE_NOOP("headings", "with the model"),
    QT_TRANSLATE_NOOP("headings", "without it"),
    QT_TRANSLATE_NOOP("headings", "gain"),
    QT_TRANSLATE_NOOP("headings", "low"),
    QT_TRANSLATE_NOOP("headings", "high"),
    QT_TRANSLATE_NOOP("headings", "corruption"),
    QT_TRANSLATE_NOOP("headings", "accuracy"),
    QT_TRANSLATE_NOOP("headings", "accuracy before"),
    QT_TRANSLATE_NOOP("headings", "number"),
    QT_TRANSLATE_NOOP("headings", "flagged"),
    QT_TRANSLATE_NOOP("headings", "label"),
    QT_TRANSLATE_NOOP("headings", "answer"),
    QT_TRANSLATE_NOOP("headings", "proven"),
    QT_TRANSLATE_NOOP("headings", "found"),
    QT_TRANSLATE_NOOP("headings", "attack"),
    QT_TRANSLATE_NOOP("headings", "taught by"),
    QT_TRANSLATE_NOOP("headings", "images"),
    QT_TRANSLATE_NOOP("headings", "accuracy low"),
    QT_TRANSLATE_NOOP("headings", "accuracy high"),
    QT_TRANSLATE_NOOP("headings", "area"),
    QT_TRANSLATE_NOOP("headings", "area low"),
    QT_TRANSLATE_NOOP("headings", "area high"),
    QT_TRANSLATE_NOOP("headings", "severity {}"),
    QT_TRANSLATE_NOOP("headings", "mean"),
    QT_TRANSLATE_NOOP("headings", "situation"),
    QT_TRANSLATE_NOOP("headings", "clean accuracy"),
    QT_TRANSLATE_NOOP("headings", "robust accuracy"),
    QT_TRANSLATE_NOOP("headings", "success rate"),
    QT_TRANSLATE_NOOP("headings", "clean class"),
    QT_TRANSLATE_NOOP("headings", "clean confidence"),
    QT_TRANSLATE_NOOP("headings", "attacked class"),
    QT_TRANSLATE_NOOP("headings", "attacked confidence"),
    QT_TRANSLATE_NOOP("headings", "success"),
    QT_TRANSLATE_NOOP("headings", "queries"),
    QT_TRANSLATE_NOOP("headings", "teacher"),
    QT_TRANSLATE_NOOP("headings", "layer"),
    QT_TRANSLATE_NOOP("headings", "gini"),
    QT_TRANSLATE_NOOP("headings", "alike"),
    QT_TRANSLATE_NOOP("headings", "features left"),
    QT_TRANSLATE_NOOP("headings", "explained class"),
    QT_TRANSLATE_NOOP("headings", "confidence"),
    QT_TRANSLATE_NOOP("headings", "region top"),
    QT_TRANSLATE_NOOP("headings", "region left"),
    QT_TRANSLATE_NOOP("headings", "region height"),
    QT_TRANSLATE_NOOP("headings", "region width"),
    QT_TRANSLATE_NOOP("headings", "confidence without"),
    QT_TRANSLATE_NOOP("headings", "class without"),
    QT_TRANSLATE_NOOP("headings", "deletion auc"),
    QT_TRANSLATE_NOOP("headings", "insertion auc"),
    QT_TRANSLATE_NOOP("headings", "severity"),
    QT_TRANSLATE_NOOP("headings", "finding"),
    QT_TRANSLATE_NOOP("headings", "words"),
    QT_TRANSLATE_NOOP("headings", "tpr at fpr {}"),
    QT_TRANSLATE_NOOP("headings", "member"),
    QT_TRANSLATE_NOOP("headings", "boundary"),
    QT_TRANSLATE_NOOP("headings", "right answer"),
    QT_TRANSLATE_NOOP("headings", "student"),
    QT_TRANSLATE_NOOP("headings", "frozen layers"),
    QT_TRANSLATE_NOOP("headings", "matched layer"),
    QT_TRANSLATE_NOOP("headings", "tried"),
    QT_TRANSLATE_NOOP("headings", "misled"),
    QT_TRANSLATE_NOOP("headings", "layer {}"),
    QT_TRANSLATE_NOOP("headings", "rank"),
    QT_TRANSLATE_NOOP("headings", "channel"),
    QT_TRANSLATE_NOOP("headings", "query"),
    QT_TRANSLATE_NOOP("headings", "distance"),
    QT_TRANSLATE_NOOP("headings", "alarm"),
    QT_TRANSLATE_NOOP("headings", "brake"),
    QT_TRANSLATE_NOOP("headings", "training accuracy"),
    QT_TRANSLATE_NOOP("headings", "gap"),
    QT_TRANSLATE_NOOP("headings", "check"),
    QT_TRANSLATE_NOOP("headings", "value"),
    QT_TRANSLATE_NOOP("headings", "n"),
    QT_TRANSLATE_NOOP("headings", "unit"),
    QT_TRANSLATE_NOOP("headings", "seconds"),
    QT_TRANSLATE_NOOP("headings", "column"),
    QT_TRANSLATE_NOOP("headings", "values"),
    QT_TRANSLATE_NOOP("headings", "remains"),
    QT_TRANSLATE_NOOP("headings", "held out index"),
    QT_TRANSLATE_NOOP("headings", "copy of"),
    QT_TRANSLATE_NOOP("headings", "class of the other"),
    QT_TRANSLATE_NOOP("headings", "age"),
    QT_TRANSLATE_NOOP("headings", "schooling"),
    QT_TRANSLATE_NOOP("headings", "work"),
    QT_TRANSLATE_NOOP("headings", "home"),
    QT_TRANSLATE_NOOP("headings", "hours"),
    QT_TRANSLATE_NOOP("headings", "family"),
    QT_TRANSLATE_NOOP("headings", "illness"),
    QT_TRANSLATE_NOOP("headings", "data"),
    QT_TRANSLATE_NOOP("headings", "by likelihood"),
    QT_TRANSLATE_NOOP("headings", "vote"),
    QT_TRANSLATE_NOOP("headings", "probability low"),
    QT_TRANSLATE_NOOP("headings", "radius"),
    QT_TRANSLATE_NOOP("headings", "abstained"),
    QT_TRANSLATE_NOOP("headings", "broken"),
    QT_TRANSLATE_NOOP("headings", "treatment"),
    QT_TRANSLATE_NOOP("headings", "survives"),
    QT_TRANSLATE_NOOP("headings", "surrogate"),
    QT_TRANSLATE_NOOP("headings", "surrogate sha256"),
    QT_TRANSLATE_NOOP("headings", "target"),
    QT_TRANSLATE_NOOP("headings", "fell"),
    QT_TRANSLATE_NOOP("headings", "before"),
    QT_TRANSLATE_NOOP("headings", "with region"),
    QT_TRANSLATE_NOOP("headings", "with random patch"),
    QT_TRANSLATE_NOOP("headings", "stage"),
    QT_TRANSLATE_NOOP("headings", "metadata"),
    QT_TRANSLATE_NOOP("headings", "files"),
    QT_TRANSLATE_NOOP("headings", "person"),
    QT_TRANSLATE_NOOP("headings", "has it"),
    QT_TRANSLATE_NOOP("headings", "pictures"),
    QT_TRANSLATE_NOOP("headings", "right with the model"),
    QT_TRANSLATE_NOOP("headings", "right without it"),
    QT_TRANSLATE_NOOP("headings", "region"),
    QT_TRANSLATE_NOOP("headings", "top"),
    QT_TRANSLATE_NOOP("headings", "width"),
    QT_TRANSLATE_NOOP("headings", "height"),
    QT_TRANSLATE_NOOP("headings", "brought"),
    QT_TRANSLATE_NOOP("headings", "control"),
    QT_TRANSLATE_NOOP("headings", "lost"),
    QT_TRANSLATE_NOOP("headings", "size"),
    QT_TRANSLATE_NOOP("headings", "share"),
    QT_TRANSLATE_NOOP("headings", "chance"),
    QT_TRANSLATE_NOOP("headings", "left"),
};

[[maybe_unused]] constexpr const char* kCells[] = {
    QT_TRANSLATE_NOOP("cells", "yes"),
    QT_TRANSLATE_NOOP("cells", "no"),
    QT_TRANSLATE_NOOP("cells", "none"),
    QT_TRANSLATE_NOOP("cells", "trained on"),
    QT_TRANSLATE_NOOP("cells", "trained on, chronic"),
    QT_TRANSLATE_NOOP("cells", "trained on, none"),
    QT_TRANSLATE_NOOP("cells", "outsiders"),
    QT_TRANSLATE_NOOP("cells", "outsiders, none"),
    QT_TRANSLATE_NOOP("cells", "outsiders, chronic"),
    QT_TRANSLATE_NOOP("cells", "gaussian noise"),
    QT_TRANSLATE_NOOP("cells", "shot noise"),
    QT_TRANSLATE_NOOP("cells", "impulse noise"),
    QT_TRANSLATE_NOOP("cells", "defocus blur"),
    QT_TRANSLATE_NOOP("cells", "glass blur"),
    QT_TRANSLATE_NOOP("cells", "motion blur"),
    QT_TRANSLATE_NOOP("cells", "zoom blur"),
    QT_TRANSLATE_NOOP("cells", "snow"),
    QT_TRANSLATE_NOOP("cells", "frost"),
    QT_TRANSLATE_NOOP("cells", "fog"),
    QT_TRANSLATE_NOOP("cells", "brightness"),
    QT_TRANSLATE_NOOP("cells", "contrast"),
    QT_TRANSLATE_NOOP("cells", "elastic"),
    QT_TRANSLATE_NOOP("cells", "pixelate"),
    QT_TRANSLATE_NOOP("cells", "jpeg"),
    QT_TRANSLATE_NOOP("cells", "reference"),
    QT_TRANSLATE_NOOP("cells", "clean"),
    QT_TRANSLATE_NOOP("cells", "triggered"),
    QT_TRANSLATE_NOOP("cells", "condensed"),
    QT_TRANSLATE_NOOP("cells", "random selection"),
    QT_TRANSLATE_NOOP("cells", "all images"),
    QT_TRANSLATE_NOOP("cells", "no guard"),
    QT_TRANSLATE_NOOP("cells", "guard unknown to the attacker"),
    QT_TRANSLATE_NOOP("cells", "guard known to the attacker"),
    QT_TRANSLATE_NOOP("cells", "the guard's own counter attack"),
    QT_TRANSLATE_NOOP("cells", "fine"),
    QT_TRANSLATE_NOOP("cells", "rate"),
    QT_TRANSLATE_NOOP("cells", "pixel value"),
    QT_TRANSLATE_NOOP("cells", "dropped"),
    QT_TRANSLATE_NOOP("cells", "coarsened"),
    QT_TRANSLATE_NOOP("cells", "vocational"),
    QT_TRANSLATE_NOOP("cells", "office"),
    QT_TRANSLATE_NOOP("cells", "suburb"),
    QT_TRANSLATE_NOOP("cells", "single"),
    QT_TRANSLATE_NOOP("cells", "crafts"),
    QT_TRANSLATE_NOOP("cells", "village"),
    QT_TRANSLATE_NOOP("cells", "college"),
    QT_TRANSLATE_NOOP("cells", "city"),
    QT_TRANSLATE_NOOP("cells", "science"),
    QT_TRANSLATE_NOOP("cells", "basic"),
    QT_TRANSLATE_NOOP("cells", "married"),
    QT_TRANSLATE_NOOP("cells", "services"),
    QT_TRANSLATE_NOOP("cells", "farming"),
    QT_TRANSLATE_NOOP("cells", "doctorate"),
    QT_TRANSLATE_NOOP("cells", "chronic"),
    QT_TRANSLATE_NOOP("cells", "as it was"),
    QT_TRANSLATE_NOOP("cells", "sanitised"),
    QT_TRANSLATE_NOOP("cells", "low"),
    QT_TRANSLATE_NOOP("cells", "high"),
    QT_TRANSLATE_NOOP("cells", "warning"),
    QT_TRANSLATE_NOOP("cells", "fault"),
    QT_TRANSLATE_NOOP("cells", "accuracy"),
};

[[maybe_unused]] constexpr const char* kProgress[] = {
    QT_TRANSLATE_NOOP("progress", "network {} of {}"),
    QT_TRANSLATE_NOOP("progress", "generator"),
    QT_TRANSLATE_NOOP("progress", "step {} of {}"),
    QT_TRANSLATE_NOOP("progress", "epoch {} of {}"),
    QT_TRANSLATE_NOOP("progress", "{} shadow models"),
    QT_TRANSLATE_NOOP("progress", "{} of them kept from before"),
    QT_TRANSLATE_NOOP("progress", "batch {} of {} kept from before"),
    QT_TRANSLATE_NOOP("progress", "about {} s"),
    QT_TRANSLATE_NOOP("progress", "about {} min"),
    QT_TRANSLATE_NOOP("progress", "about {} h"),
    QT_TRANSLATE_NOOP("progress", "shadow model {} of {}"),
    QT_TRANSLATE_NOOP("progress", "about {} s left"),
    QT_TRANSLATE_NOOP("progress", "about {} min left"),
    QT_TRANSLATE_NOOP("progress", "about {} h left"),
    QT_TRANSLATE_NOOP("progress", "unlearning the clean images"),
    QT_TRANSLATE_NOOP("progress", "looking for neurons that a small change turns"),
    QT_TRANSLATE_NOOP("progress", "winning them back with masks"),
    QT_TRANSLATE_NOOP("progress", "looking for the trigger"),
    QT_TRANSLATE_NOOP("progress", "{} of {} classes"),
};

}  // namespace

namespace {

/// Empty where the language has no word of its own.
QString known(const char* context, const QString& english) {
  const QString word = filledText(context, english.toStdString());
  return word == english ? QString() : word;
}

}  // namespace

QString headingText(std::string_view english) {
  const QString plain = QString::fromUtf8(english.data(), qsizetype(english.size())).replace('_', ' ');
  if (const QString word = known("headings", QString(plain).replace('-', ' ')); !word.isEmpty()) return word;
  const QString choice = choiceText(english);
  return choice.toStdString() == english ? plain : choice;
}

QString cellText(std::string_view english) {
  const QString text = QString::fromUtf8(english.data(), qsizetype(english.size()));
  if (const QString word = className(english); word != text) return word;
  for (const char* context : {"cells", "records", "choices"}) {
    if (const QString word = known(context, text); !word.isEmpty()) return word;
  }
  const QString spaced = QString(text).replace('-', ' ').replace('_', ' ');
  const QString word = known("cells", spaced);
  return word.isEmpty() ? text : word;
}

QString progressText(std::string_view english) {
  static const QRegularExpression between(QStringLiteral("(: |, )"));
  const QString text = QString::fromUtf8(english.data(), qsizetype(english.size()));
  QString said;
  qsizetype from = 0;
  const auto say = [&](const QString& part) { said += filledText("progress", part.toStdString()); };
  for (auto found = between.globalMatch(text); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    say(text.mid(from, match.capturedStart() - from));
    said += match.captured();
    from = match.capturedEnd();
  }
  say(text.mid(from));
  return said;
}

}  // namespace adversarium
