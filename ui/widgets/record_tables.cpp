// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/record_tables.h"

#include <QCoreApplication>

#include "ui/widgets/core_text.h"
#include "ui/widgets/numbers.h"

namespace adversarium {
namespace {

struct Title {
  const char* name;
  const char* words;
};

constexpr Title kTitles[] = {
    {"clean_accuracy", QT_TRANSLATE_NOOP("measures", "Clean accuracy")},
    {"robust_accuracy", QT_TRANSLATE_NOOP("measures", "Robust accuracy")},
    {"success_rate", QT_TRANSLATE_NOOP("measures", "Attack success rate")},
    {"norm_l0_median", QT_TRANSLATE_NOOP("measures", "Changed pixels, median")},
    {"norm_l0_mean", QT_TRANSLATE_NOOP("measures", "Changed pixels, mean")},
    {"norm_l1_median", QT_TRANSLATE_NOOP("measures", "L1 norm, median")},
    {"norm_l1_mean", QT_TRANSLATE_NOOP("measures", "L1 norm, mean")},
    {"norm_l2_median", QT_TRANSLATE_NOOP("measures", "L2 norm, median")},
    {"norm_l2_mean", QT_TRANSLATE_NOOP("measures", "L2 norm, mean")},
    {"norm_linf_median", QT_TRANSLATE_NOOP("measures", "L∞ norm, median")},
    {"norm_linf_mean", QT_TRANSLATE_NOOP("measures", "L∞ norm, mean")},
    {"queries_mean", QT_TRANSLATE_NOOP("measures", "Queries an image, mean")},
    {"gradients_mean", QT_TRANSLATE_NOOP("measures", "Gradients an image, mean")},
    {"seconds", QT_TRANSLATE_NOOP("measures", "Time")},
    {"deletion_auc", QT_TRANSLATE_NOOP("measures", "Probability while pixels go, most important first (area)")},
    {"deletion_auc_random", QT_TRANSLATE_NOOP("measures", "The same, pixels going at random (area)")},
    {"insertion_auc", QT_TRANSLATE_NOOP("measures", "Probability while pixels come, most important first (area)")},
    {"region_flips", QT_TRANSLATE_NOOP("measures", "Answers that change when the region is hidden")},
    {"region_fall_mean", QT_TRANSLATE_NOOP("measures", "Fall of the probability when the region is hidden, mean")},
    {"completeness_gap_mean", QT_TRANSLATE_NOOP("measures", "Missing from the sum of shares, mean")},
    {"completeness_gap_max", QT_TRANSLATE_NOOP("measures", "Missing from the sum of shares, largest")},
    {"shortcut_rate_max", QT_TRANSLATE_NOOP("measures", "Pictures that follow the strongest region")},
    {"shortcut_rate_control", QT_TRANSLATE_NOOP("measures", "Pictures that follow a window from elsewhere")},
    {"queries", QT_TRANSLATE_NOOP("measures", "Queries")},
    {"training_accuracy", QT_TRANSLATE_NOOP("measures", "Training accuracy")},
    {"training_loss", QT_TRANSLATE_NOOP("measures", "Training loss")},
    {"flip_success", QT_TRANSLATE_NOOP("measures", "Flipped samples that the model believes")},
    {"trigger_success", QT_TRANSLATE_NOOP("measures", "Images that the trigger takes along")},
    {"clean_twin_accuracy", QT_TRANSLATE_NOOP("measures", "Clean accuracy of the clean twin")},
    {"clean_twin_trigger_success", QT_TRANSLATE_NOOP("measures", "The same on the clean twin")},
    {"clean_twin_flip_success", QT_TRANSLATE_NOOP("measures", "Flipped classes confused by the clean twin")},
    {"teacher_trigger_success", QT_TRANSLATE_NOOP("measures", "The same on the teacher")},
    {"control_trigger_success", QT_TRANSLATE_NOOP("measures", "The same with a control trigger")},
    {"trigger_collapse", QT_TRANSLATE_NOOP("measures", "Triggered images in the commonest class")},
    {"trigger_size", QT_TRANSLATE_NOOP("measures", "Size of the smallest trigger, pixels")},
    {"target_class", QT_TRANSLATE_NOOP("measures", "Number of the target class")},
    {"poison_rate", QT_TRANSLATE_NOOP("measures", "Poisoned share of the training data")},
    {"anomaly_index", QT_TRANSLATE_NOOP("measures", "Anomaly index, in deviations")},
    {"transplant_success", QT_TRANSLATE_NOOP("measures", "Images that the region takes along")},
    {"control_success", QT_TRANSLATE_NOOP("measures", "The same with random patches")},
    {"auc", QT_TRANSLATE_NOOP("measures", "Area under the ROC curve")},
    {"threshold", QT_TRANSLATE_NOOP("measures", "Threshold")},
    {"true_positive_rate", QT_TRANSLATE_NOOP("measures", "True positives")},
    {"false_positive_rate", QT_TRANSLATE_NOOP("measures", "False positives")},
    {"flagged_rate", QT_TRANSLATE_NOOP("measures", "Flagged share")},
    {"suspect_rate", QT_TRANSLATE_NOOP("measures", "Suspected share of the samples")},
    {"recall", QT_TRANSLATE_NOOP("measures", "Poisoned samples that were found")},
    {"precision", QT_TRANSLATE_NOOP("measures", "Poisoned among the suspected samples")},
    {"isolation_precision", QT_TRANSLATE_NOOP("measures", "Poisoned among the isolated samples")},
    {"clean_samples", QT_TRANSLATE_NOOP("measures", "Clean samples for the repair")},
    {"neurons_pruned", QT_TRANSLATE_NOOP("measures", "Pruned neurons")},
    {"mean_corruption_error", QT_TRANSLATE_NOOP("measures", "Mean corruption error")},
    {"corruption_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy under corruptions")},
    {"gradients", QT_TRANSLATE_NOOP("measures", "Gradients")},
    {"learning_images", QT_TRANSLATE_NOOP("measures", "Images that were learned on")},
    {"learning_gradients", QT_TRANSLATE_NOOP("measures", "Gradients while learning")},
};

}  // namespace

QString measureTitle(const std::string& name) {
  for (const Title& title : kTitles) {
    if (name == title.name) return QCoreApplication::translate("measures", title.words);
  }
  return QString::fromStdString(name).replace('_', ' ');
}

QString measureText(const Measure& measure) {
  if (measure.unit == "rate") {
    QString text = percentText(measure.value);
    if (measure.low && measure.high)
      text += QStringLiteral(" (%1 – %2)").arg(percentText(*measure.low), percentText(*measure.high));
    return text;
  }
  if (measure.unit == "pixel value" && measure.value <= 1)  // a sum over pixels is no pixel value
    return numberText(measure.value) + QStringLiteral(" = ") + over255Text(measure.value);
  if (measure.unit == "s") return numberText(measure.value, 3) + QStringLiteral(" s");
  return numberText(measure.value);
}

ArtefactTableModel::ArtefactTableModel(std::shared_ptr<const Table> table, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(table)) {}

int ArtefactTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table->rows.size());
}
int ArtefactTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table->columns.size());
}

QVariant ArtefactTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Table::Cell& cell = m_table->rows[std::size_t(index.row())][std::size_t(index.column())];
  const auto* number = std::get_if<double>(&cell);
  switch (role) {
    case Qt::DisplayRole:
      return number ? numberText(*number) : QString::fromStdString(std::get<std::string>(cell));
    case SortRole:
      return number ? QVariant(*number) : QVariant(QString::fromStdString(std::get<std::string>(cell)));
    case Qt::TextAlignmentRole:
      return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant ArtefactTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return recordText(m_table->columns[std::size_t(section)]).replace('_', ' ');
}

}  // namespace adversarium
