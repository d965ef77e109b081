// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/record_tables.h"

#include <QCoreApplication>
#include <optional>

#include "ui/widgets/core_text.h"
#include "ui/widgets/numbers.h"
#include "ui/widgets/table_text.h"

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
    {"trigger_success_before", QT_TRANSLATE_NOOP("measures", "The same before")},
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
    {"trigger_gap",
     QT_TRANSLATE_NOOP("measures", "How far the smallest trigger lies below the others, in deviations")},
    {"trigger_gap_chance", QT_TRANSLATE_NOOP("measures", "How often ordinary classes would show that")},
    {"success_rate_any", QT_TRANSLATE_NOOP("measures", "Images that fall to any surrogate")},
    {"misled_rate", QT_TRANSLATE_NOOP("measures", "Images answered wrongly")},
    {"matched_layer", QT_TRANSLATE_NOOP("measures", "Matched layer")},
    {"frozen_layers", QT_TRANSLATE_NOOP("measures", "Layers kept from the teacher")},
    {"gini", QT_TRANSLATE_NOOP("measures", "Gini coefficient of the answers")},
    {"alike_rate", QT_TRANSLATE_NOOP("measures", "Images answered as the candidate's features say")},
    {"right_teacher_first", QT_TRANSLATE_NOOP("measures", "The known teacher comes first (1: yes)")},
    {"gini_unchanged", QT_TRANSLATE_NOOP("measures", "The same on unchanged images")},
    {"clean_accuracy_before", QT_TRANSLATE_NOOP("measures", "Clean accuracy before")},
    {"mimic_success", QT_TRANSLATE_NOOP("measures", "Mimicked images answered as the guide")},
    {"mimic_success_before", QT_TRANSLATE_NOOP("measures", "The same before")},
    {"mimic_misled", QT_TRANSLATE_NOOP("measures", "Mimicked images answered wrongly")},
    {"mimic_misled_before", QT_TRANSLATE_NOOP("measures", "Mimicked images answered wrongly before")},
    {"black_box_success", QT_TRANSLATE_NOOP("measures", "Success of an attack that sees scores alone")},
    {"black_box_success_before", QT_TRANSLATE_NOOP("measures", "Success of that attack before")},
    {"teacher_distance", QT_TRANSLATE_NOOP("measures", "Squared distance to the teacher")},
    {"teacher_distance_before", QT_TRANSLATE_NOOP("measures", "Squared distance to the teacher before")},
    {"agreement", QT_TRANSLATE_NOOP("measures", "Agreement with the victim")},
    {"clone_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy of the copy")},
    {"victim_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy of the victim")},
    {"transfer_success", QT_TRANSLATE_NOOP("measures", "Examples for the copy that fool the victim")},
    {"distance_to_mean", QT_TRANSLATE_NOOP("measures", "Distance to the class's mean")},
    {"distance_to_mean_without", QT_TRANSLATE_NOOP("measures", "The same without the statistics")},
    {"distance_to_mean_unsearched", QT_TRANSLATE_NOOP("measures", "The same before the search")},
    {"distance_gain", QT_TRANSLATE_NOOP("measures", "What the statistics bring nearer")},
    {"feature_distance", QT_TRANSLATE_NOOP("measures", "Distance to the class in features (a real image: 1)")},
    {"feature_distance_without", QT_TRANSLATE_NOOP("measures", "The same without the statistics")},
    {"feature_distance_unsearched", QT_TRANSLATE_NOOP("measures", "The same before the search")},
    {"feature_gain", QT_TRANSLATE_NOOP("measures", "What the statistics bring nearer in features")},
    {"like_own_mean", QT_TRANSLATE_NOOP("measures", "Most like the mean of their own class")},
    {"like_own_mean_without", QT_TRANSLATE_NOOP("measures", "The same without the statistics")},
    {"like_own_mean_unsearched", QT_TRANSLATE_NOOP("measures", "The same before the search")},
    {"victim_confidence", QT_TRANSLATE_NOOP("measures", "Victim's confidence")},
    {"victim_confidence_without", QT_TRANSLATE_NOOP("measures", "Victim's confidence without the statistics")},
    {"victim_confidence_unsearched", QT_TRANSLATE_NOOP("measures", "Victim's confidence before the search")},
    {"evaluator_confidence", QT_TRANSLATE_NOOP("measures", "Evaluator's confidence")},
    {"evaluator_confidence_without",
     QT_TRANSLATE_NOOP("measures", "Evaluator's confidence without the statistics")},
    {"evaluator_confidence_unsearched", QT_TRANSLATE_NOOP("measures", "Evaluator's confidence before the search")},
    {"evaluator_gain", QT_TRANSLATE_NOOP("measures", "What the statistics add for the evaluator")},
    {"acc1", QT_TRANSLATE_NOOP("measures", "Right by the evaluator")},
    {"acc5", QT_TRANSLATE_NOOP("measures", "Among the evaluator's five likeliest")},
    {"acc1_without", QT_TRANSLATE_NOOP("measures", "Right by the evaluator without the statistics")},
    {"acc5_without", QT_TRANSLATE_NOOP("measures", "Among the five likeliest without the statistics")},
    {"acc1_unsearched", QT_TRANSLATE_NOOP("measures", "Right by the evaluator before the search")},
    {"acc5_unsearched", QT_TRANSLATE_NOOP("measures", "Among the five likeliest before the search")},
    {"transplant_success", QT_TRANSLATE_NOOP("measures", "Images that the region takes along")},
    {"control_success", QT_TRANSLATE_NOOP("measures", "The same with random patches")},
    {"auc", QT_TRANSLATE_NOOP("measures", "Area under the ROC curve")},
    {"auc_loss", QT_TRANSLATE_NOOP("measures", "The same, by the loss")},
    {"auc_entropy", QT_TRANSLATE_NOOP("measures", "The same, by the entropy")},
    {"auc_confidence", QT_TRANSLATE_NOOP("measures", "The same, by the confidence")},
    {"auc_shadow", QT_TRANSLATE_NOOP("measures", "The same, by an attack model")},
    {"auc_lira_offline", QT_TRANSLATE_NOOP("measures", "The same, by likelihood ratio, offline")},
    {"auc_lira_online", QT_TRANSLATE_NOOP("measures", "The same, by likelihood ratio, online")},
    {"auc_rmia", QT_TRANSLATE_NOOP("measures", "The same, by pairwise ratios")},
    {"tpr_at_fpr_0.001", QT_TRANSLATE_NOOP("measures", "True positives at 0.1 % false ones")},
    {"tpr_at_fpr_0.01", QT_TRANSLATE_NOOP("measures", "True positives at 1 % false ones")},
    {"generalisation_gap", QT_TRANSLATE_NOOP("measures", "Accuracy on training samples less that on others")},
    {"privacy_budget", QT_TRANSLATE_NOOP("measures", "Privacy budget ε")},
    {"privacy_budget_prv", QT_TRANSLATE_NOOP("measures", "Privacy budget ε, by privacy random variables")},
    {"privacy_budget_rdp", QT_TRANSLATE_NOOP("measures", "Privacy budget ε, by Rényi divergence")},
    {"privacy_budget_lower", QT_TRANSLATE_NOOP("measures", "Privacy budget ε, lower bound by the audit")},
    {"privacy_delta", QT_TRANSLATE_NOOP("measures", "Privacy budget δ")},
    {"noise_multiplier", QT_TRANSLATE_NOOP("measures", "Noise multiplier σ")},
    {"sample_rate", QT_TRANSLATE_NOOP("measures", "Chance of a sample to be in a step")},
    {"steps", QT_TRANSLATE_NOOP("measures", "Steps")},
    {"clipped_share", QT_TRANSLATE_NOOP("measures", "Samples whose gradient was clipped")},
    {"guesses_right", QT_TRANSLATE_NOOP("measures", "Guesses about canaries that were right")},
    {"auc_boundary", QT_TRANSLATE_NOOP("measures", "The same, by the distance to the boundary")},
    {"auc_right_answer", QT_TRANSLATE_NOOP("measures", "The same, by whether the answer is right")},
    {"attribute_accuracy", QT_TRANSLATE_NOOP("measures", "Hidden values guessed with the model")},
    {"imputation_accuracy", QT_TRANSLATE_NOOP("measures", "Hidden values guessed without the model")},
    {"attribute_gain", QT_TRANSLATE_NOOP("measures", "What the model adds to the guess")},
    {"likelihood_accuracy", QT_TRANSLATE_NOOP("measures", "Hidden values guessed by the model's likelihood")},
    {"likelihood_gain", QT_TRANSLATE_NOOP("measures", "What the model's likelihood adds to the guess")},
    {"outsiders_attribute_accuracy", QT_TRANSLATE_NOOP("measures", "With the model, about outsiders")},
    {"outsiders_imputation_accuracy", QT_TRANSLATE_NOOP("measures", "Without the model, about outsiders")},
    {"outsiders_attribute_gain", QT_TRANSLATE_NOOP("measures", "What the model adds, about outsiders")},
    {"outsiders_likelihood_accuracy", QT_TRANSLATE_NOOP("measures", "By the model's likelihood, about outsiders")},
    {"outsiders_likelihood_gain", QT_TRANSLATE_NOOP("measures", "What the likelihood adds, about outsiders")},
    {"majority_share", QT_TRANSLATE_NOOP("measures", "Share of the commonest value")},
    {"attribute_accuracy_before", QT_TRANSLATE_NOOP("measures", "Hidden values guessed with the model before")},
    {"attribute_gain_before", QT_TRANSLATE_NOOP("measures", "What the model added to the guess before")},
    {"likelihood_gain_before", QT_TRANSLATE_NOOP("measures", "What the likelihood added to the guess before")},
    {"accuracy_gain", QT_TRANSLATE_NOOP("measures", "What the treatment adds to the accuracy")},
    {"near_duplicates", QT_TRANSLATE_NOOP("measures", "Samples that repeat an earlier one")},
    {"duplicates_relabelled", QT_TRANSLATE_NOOP("measures", "Those of them under another class")},
    {"leaks", QT_TRANSLATE_NOOP("measures", "Samples that are also held out")},
    {"kept", QT_TRANSLATE_NOOP("measures", "Samples kept")},
    {"files_with_metadata", QT_TRANSLATE_NOOP("measures", "Picture files with metadata")},
    {"condensed_images", QT_TRANSLATE_NOOP("measures", "Condensed images")},
    {"condensed_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy, taught by the condensed images")},
    {"random_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy, taught by as many real images")},
    {"full_accuracy", QT_TRANSLATE_NOOP("measures", "Accuracy, taught by all images")},
    {"auc_full", QT_TRANSLATE_NOOP("measures", "Membership, area, taught by all images")},
    {"auc_random", QT_TRANSLATE_NOOP("measures", "Membership, area, taught by as many real images")},
    {"auc_started_from", QT_TRANSLATE_NOOP("measures", "Membership, area, of images that were begun with")},
    {"auc_none", QT_TRANSLATE_NOOP("measures", "Membership, area, without a brake")},
    {"clean_accuracy_none", QT_TRANSLATE_NOOP("measures", "Clean accuracy, without a brake")},
    {"auc_l2", QT_TRANSLATE_NOOP("measures", "Membership, area, under L2")},
    {"clean_accuracy_l2", QT_TRANSLATE_NOOP("measures", "Clean accuracy, under L2")},
    {"auc_dropout", QT_TRANSLATE_NOOP("measures", "Membership, area, under dropout")},
    {"clean_accuracy_dropout", QT_TRANSLATE_NOOP("measures", "Clean accuracy, under dropout")},
    {"auc_early_stop", QT_TRANSLATE_NOOP("measures", "Membership, area, under an early stop")},
    {"clean_accuracy_early_stop", QT_TRANSLATE_NOOP("measures", "Clean accuracy, under an early stop")},
    {"auc_label_smoothing", QT_TRANSLATE_NOOP("measures", "Membership, area, under label smoothing")},
    {"clean_accuracy_label_smoothing", QT_TRANSLATE_NOOP("measures", "Clean accuracy, under label smoothing")},
    {"auc_half_data", QT_TRANSLATE_NOOP("measures", "Membership, area, on half of the data")},
    {"clean_accuracy_half_data", QT_TRANSLATE_NOOP("measures", "Clean accuracy, on half of the data")},
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
    {"abstained_rate", QT_TRANSLATE_NOOP("measures", "Abstained")},
    {"alarm_rate_attacked", QT_TRANSLATE_NOOP("measures", "Alarms on attacked images")},
    {"alarm_rate_clean", QT_TRANSLATE_NOOP("measures", "Alarms on clean images")},
    {"alarm_threshold", QT_TRANSLATE_NOOP("measures", "Alarm threshold")},
    {"answer_seconds", QT_TRANSLATE_NOOP("measures", "Time of an answer")},
    {"answer_seconds_unguarded", QT_TRANSLATE_NOOP("measures", "Time of an answer, without the guard")},
    {"broken_proofs", QT_TRANSLATE_NOOP("measures", "Certified images that an attack broke")},
    {"broken_rate", QT_TRANSLATE_NOOP("measures", "Broken")},
    {"certified_accuracy", QT_TRANSLATE_NOOP("measures", "Certified accuracy")},
    {"certified_radius_mean", QT_TRANSLATE_NOOP("measures", "Certified radius, mean")},
    {"certified_radius_median", QT_TRANSLATE_NOOP("measures", "Certified radius, median")},
    {"clean_accuracy_unguarded", QT_TRANSLATE_NOOP("measures", "Clean accuracy, without the guard")},
    {"contradictions", QT_TRANSLATE_NOOP("measures", "Contradictions of bound and attack")},
    {"ensemble_models", QT_TRANSLATE_NOOP("measures", "Models in the ensemble")},
    {"least_duration", QT_TRANSLATE_NOOP("measures", "Least time for these queries")},
    {"queries_answered", QT_TRANSLATE_NOOP("measures", "Queries answered")},
    {"queries_before_alarm", QT_TRANSLATE_NOOP("measures", "Queries before the alarm")},
    {"queries_refused", QT_TRANSLATE_NOOP("measures", "Queries refused")},
    {"robust_accuracy_unguarded", QT_TRANSLATE_NOOP("measures", "Robust accuracy, without the guard")},
    {"smoothed_accuracy", QT_TRANSLATE_NOOP("measures", "Smoothed accuracy")},
    {"success_rate_counter", QT_TRANSLATE_NOOP("measures", "Success of the counter-attack")},
    {"success_rate_unaware", QT_TRANSLATE_NOOP("measures", "Success, guard unknown to the attacker")},
    {"success_rate_unguarded", QT_TRANSLATE_NOOP("measures", "Success, without the guard")},
    {"success_rate_unnoticed", QT_TRANSLATE_NOOP("measures", "Success without an alarm")},
    {"unknown_rate", QT_TRANSLATE_NOOP("measures", "Unknown")},
    {"square_success", QT_TRANSLATE_NOOP("measures", "Square attack, success")},
    {"square_queries", QT_TRANSLATE_NOOP("measures", "Square attack, queries an image")},
    {"labels_l2_median", QT_TRANSLATE_NOOP("measures", "Smallest change by answers alone, L2")},
    {"survives_rounding", QT_TRANSLATE_NOOP("measures", "Survives, rounded to 8 bits")},
    {"clean_rounding", QT_TRANSLATE_NOOP("measures", "Clean accuracy, rounded to 8 bits")},
    {"survives_half_size", QT_TRANSLATE_NOOP("measures", "Survives, half the size")},
    {"clean_half_size", QT_TRANSLATE_NOOP("measures", "Clean accuracy, half the size")},
    {"survives_three_quarters", QT_TRANSLATE_NOOP("measures", "Survives, three quarters of the size")},
    {"clean_three_quarters", QT_TRANSLATE_NOOP("measures", "Clean accuracy, three quarters of the size")},
    {"survives_blur", QT_TRANSLATE_NOOP("measures", "Survives, out of focus")},
    {"clean_blur", QT_TRANSLATE_NOOP("measures", "Clean accuracy, out of focus")},
    {"survives_photograph", QT_TRANSLATE_NOOP("measures", "Survives, photographed")},
    {"clean_photograph", QT_TRANSLATE_NOOP("measures", "Clean accuracy, photographed")},
    {"survives_jpeg_95", QT_TRANSLATE_NOOP("measures", "Survives, JPEG 95")},
    {"clean_jpeg_95", QT_TRANSLATE_NOOP("measures", "Clean accuracy, JPEG 95")},
    {"survives_jpeg_75", QT_TRANSLATE_NOOP("measures", "Survives, JPEG 75")},
    {"clean_jpeg_75", QT_TRANSLATE_NOOP("measures", "Clean accuracy, JPEG 75")},
    {"survives_jpeg_50", QT_TRANSLATE_NOOP("measures", "Survives, JPEG 50")},
    {"clean_jpeg_50", QT_TRANSLATE_NOOP("measures", "Clean accuracy, JPEG 50")},
    {"gradients", QT_TRANSLATE_NOOP("measures", "Gradients")},
    {"learning_images", QT_TRANSLATE_NOOP("measures", "Images that were learned on")},
    {"learning_gradients", QT_TRANSLATE_NOOP("measures", "Gradients while learning")},
    {"corruption_accuracy_before", QT_TRANSLATE_NOOP("measures", "Accuracy under corruptions, before")},
    {"fpr_at_tpr_0.95", QT_TRANSLATE_NOOP("measures", "False alarms where 95 % are found")},
    {"stealing_alarm_rate_honest", QT_TRANSLATE_NOOP("measures", "Alarms on honest traffic")},
    {"stealing_statistic_honest", QT_TRANSLATE_NOOP("measures", "Statistic of honest traffic, W")},
};

constexpr Title kStems[] = {
    {"robust_accuracy_", QT_TRANSLATE_NOOP("measures", "Robust accuracy, strength no. %1")},
    {"accuracy_", QT_TRANSLATE_NOOP("measures", "Accuracy, %1")},
};

/// "73.5 %", as tables of shares have it.
std::optional<double> shareIn(const Table::Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  if (!text || !text->ends_with(" %")) return std::nullopt;
  bool number = false;
  const double share = QString::fromStdString(text->substr(0, text->size() - 2)).toDouble(&number) / 100;
  return number ? std::optional(share) : std::nullopt;
}

}  // namespace

QString measureTitle(const std::string& name) {
  for (const Title& title : kTitles) {
    if (name == title.name) return QCoreApplication::translate("measures", title.words);
  }
  // One measure a disturbance, a strength …: what follows the stem is a word of its table.
  for (const Title& stem : kStems) {
    if (name.starts_with(stem.name))
      return QCoreApplication::translate("measures", stem.words)
          .arg(cellText(name.substr(std::string_view(stem.name).size())));
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
  const std::optional<double> share = shareIn(cell);
  switch (role) {
    case Qt::DisplayRole:
      return number ? numberText(*number) : share ? percentText(*share) : cellText(std::get<std::string>(cell));
    case SortRole:
      return number  ? QVariant(*number)
             : share ? QVariant(*share)
                     : QVariant(cellText(std::get<std::string>(cell)));
    case Qt::TextAlignmentRole:
      return int((number || share ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant ArtefactTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return headingText(m_table->columns[std::size_t(section)]);
}

}  // namespace adversarium
