// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_curves.h"

#include <QCoreApplication>
#include <algorithm>
#include <numeric>

#include "ui/base/colours.h"
#include "ui/base/numbers.h"

namespace adversarium {

namespace {

/// `scores` at every `x`, of the class `clean`, the target and whoever wins or comes closest.
std::vector<PlotCurve> curvesOf(const std::vector<double>& x, const std::vector<std::vector<float>>& along,
                                int clean, const QStringList& names, int target) {
  if (along.empty() || along.front().empty()) return {};
  const std::size_t classes = along.front().size();
  std::vector<float> peak(classes, 0.0F);
  for (const auto& scores : along) {
    for (std::size_t c = 0; c < classes; ++c) peak[c] = std::max(peak[c], scores[c]);
  }
  peak[static_cast<std::size_t>(clean)] = 3.0F;
  if (target >= 0 && static_cast<std::size_t>(target) < classes) peak[static_cast<std::size_t>(target)] = 2.0F;
  std::vector<int> order(classes);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return peak[static_cast<std::size_t>(a)] > peak[static_cast<std::size_t>(b)];
  });
  constexpr std::size_t kMostCurves = 4;
  std::vector<PlotCurve> curves;
  for (std::size_t i = 0; i < std::min(kMostCurves, classes); ++i) {
    const auto c = static_cast<std::size_t>(order[i]);
    PlotCurve curve{classLabel(names, order[i]), x, {}, {}, {}, order[i]};
    for (const auto& scores : along) curve.y.push_back(scores[c]);
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace

std::vector<PlotCurve> confidenceCurves(const Ribbon& ribbon, const QStringList& names, int target) {
  if (ribbon.classes.empty()) return {};
  return curvesOf(ribbon.strengths, ribbon.scores, ribbon.classes.front(), names, target);
}

std::vector<PlotCurve> confidenceCurves(const Exploration& exploration, const QStringList& names, int target) {
  if (exploration.trajectory.size() < 2) return {};
  std::vector<double> steps;
  std::vector<std::vector<float>> scores;
  for (const ExploreStep& step : exploration.trajectory) {
    steps.push_back(static_cast<double>(steps.size()));
    scores.push_back(step.scores);
  }
  return curvesOf(steps, scores, exploration.cleanClass, names, target);
}

QString verdictOf(const Exploration& exploration, const QStringList& names) {
  const auto say = [&](int index, const std::vector<float>& scores) {
    if (index < 0 || static_cast<std::size_t>(index) >= scores.size()) return QString();
    return classLabel(names, index) + " " + percentText(scores[static_cast<std::size_t>(index)]);
  };
  const QString both = say(exploration.cleanClass, exploration.cleanScores) + " → " +
                       say(exploration.attackedClass, exploration.attackedScores);
  if (!exploration.attempted) {
    return "– " + both + " · " +
           (exploration.label >= 0 && exploration.cleanClass != exploration.label
                ? QCoreApplication::translate("adversarium::Verdict",
                                              "already wrong, it is %1: no attack is needed")
                      .arg(classLabel(names, exploration.label))
                : QCoreApplication::translate("adversarium::Verdict", "already where the attack would bring it"));
  }
  if (exploration.succeeded) {
    return "✗ " + both + " · " + QCoreApplication::translate("adversarium::Verdict", "the attack succeeds");
  }
  return "✓ " + both + " · " + QCoreApplication::translate("adversarium::Verdict", "the classifier withstands");
}

}  // namespace adversarium
