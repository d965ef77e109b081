// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_curves.h"

#include <QCoreApplication>
#include <algorithm>
#include <numeric>

#include "ui/widgets/colours.h"
#include "ui/widgets/numbers.h"

namespace adversarium {

std::vector<PlotCurve> confidenceCurves(const Ribbon& ribbon, const QStringList& names, int target) {
  if (ribbon.scores.empty() || ribbon.scores.front().empty()) return {};
  const std::size_t classes = ribbon.scores.front().size();
  std::vector<float> peak(classes, 0.0F);
  for (const auto& scores : ribbon.scores) {
    for (std::size_t c = 0; c < classes; ++c) peak[c] = std::max(peak[c], scores[c]);
  }
  peak[static_cast<std::size_t>(ribbon.classes.front())] = 3.0F;
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
    PlotCurve curve{classLabel(names, order[i]), ribbon.strengths, {}, {}, {}};
    for (const auto& scores : ribbon.scores) curve.y.push_back(scores[c]);
    curves.push_back(std::move(curve));
  }
  return curves;
}

QString verdictOf(const Exploration& exploration, const QStringList& names) {
  const auto say = [&](int index, const std::vector<float>& scores) {
    if (index < 0 || static_cast<std::size_t>(index) >= scores.size()) return QString();
    return classLabel(names, index) + " " + percentText(scores[static_cast<std::size_t>(index)]);
  };
  const QString both = say(exploration.cleanClass, exploration.cleanScores) + " → " +
                       say(exploration.attackedClass, exploration.attackedScores);
  if (exploration.succeeded) {
    return "✗ " + both + " · " + QCoreApplication::translate("adversarium::Verdict", "the attack succeeds");
  }
  return "✓ " + both + " · " + QCoreApplication::translate("adversarium::Verdict", "the classifier withstands");
}

}  // namespace adversarium
