// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures that methods of several families report under one name.
#pragma once

#include "core/record/measure.h"

namespace adversarium {

inline constexpr MeasureSpec kAuc{"auc", translatable("measures", "Area under the ROC curve"), "area"};
inline constexpr MeasureSpec kCleanAccuracy{"clean_accuracy", translatable("measures", "Clean accuracy"), "rate",
                                            Better::Higher};
inline constexpr MeasureSpec kCorruptionAccuracy{
    "corruption_accuracy", translatable("measures", "Accuracy under corruptions"), "rate", Better::Higher};
inline constexpr MeasureSpec kFrozenLayers{"frozen_layers",
                                           translatable("measures", "Layers kept from the teacher"), "layers"};
inline constexpr MeasureSpec kGradientsMean{"gradients_mean", translatable("measures", "Gradients an image, mean"),
                                            "gradients"};
inline constexpr MeasureSpec kMatchedLayer{"matched_layer", translatable("measures", "Matched layer"), "layers"};
inline constexpr MeasureSpec kQueries{"queries", translatable("measures", "Queries"), "queries"};
inline constexpr MeasureSpec kQueriesMean{"queries_mean", translatable("measures", "Queries an image, mean"),
                                          "queries"};
inline constexpr MeasureSpec kRobustAccuracy{"robust_accuracy", translatable("measures", "Robust accuracy"),
                                             "rate", Better::Higher};
inline constexpr MeasureSpec kSeconds{"seconds", translatable("measures", "Time"), "s"};
inline constexpr MeasureSpec kSuccessRate{"success_rate", translatable("measures", "Attack success rate"), "rate",
                                          Better::Lower};
inline constexpr MeasureSpec kTargetClass{"target_class", translatable("measures", "Number of the target class"),
                                          "class"};
inline constexpr MeasureSpec kTrainingAccuracy{"training_accuracy", translatable("measures", "Training accuracy"),
                                               "rate"};
inline constexpr MeasureSpec kTrainingLoss{"training_loss", translatable("measures", "Training loss"), "nats",
                                           Better::Lower};
inline constexpr MeasureSpec kTriggerSuccess{
    "trigger_success", translatable("measures", "Images that the trigger takes along"), "rate", Better::Lower};
inline constexpr MeasureSpec kCleanAccuracyBefore{"clean_accuracy_before",
                                                  translatable("measures", "Clean accuracy before"), "rate"};
inline constexpr MeasureSpec kTriggerSuccessBefore{"trigger_success_before",
                                                   translatable("measures", "The same before"), "rate"};

/// Of the changes that succeeded.
inline constexpr MeasureSpec kNormMeasures[] = {
    {"norm_l0_median", translatable("measures", "Changed pixels, median"), "pixels"},
    {"norm_l0_mean", translatable("measures", "Changed pixels, mean"), "pixels"},
    {"norm_l1_median", translatable("measures", "L1 norm, median"), "pixel value"},
    {"norm_l1_mean", translatable("measures", "L1 norm, mean"), "pixel value"},
    {"norm_l2_median", translatable("measures", "L2 norm, median"), "pixel value"},
    {"norm_l2_mean", translatable("measures", "L2 norm, mean"), "pixel value"},
    {"norm_linf_median", translatable("measures", "L∞ norm, median"), "pixel value"},
    {"norm_linf_mean", translatable("measures", "L∞ norm, mean"), "pixel value"},
};

}  // namespace adversarium
