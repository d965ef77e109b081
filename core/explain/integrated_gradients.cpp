// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <array>
#include <cmath>

#include "core/base/words.h"
#include "core/explain/explain.h"

namespace adversarium {
namespace {

/// The path from baseline to image is cut into panels; each is integrated by the trapezoid rule, whose points are
/// kept when they are halved, and the panels that miss most of their own change of the score are halved first.
class Path {
 public:
  static constexpr int kPanels = 16;

  Path(GradientAccess& victim, const at::Tensor& image, const at::Tensor& baseline, const at::Tensor& chosen,
       std::int64_t row, Quantity quantity)
      : m_victim(victim),
        m_baseline(baseline),
        m_change(image - baseline),
        m_class(chosen),
        m_row(row),
        m_quantity(quantity) {
    std::vector<double> ends;
    for (int i = 0; i <= kPanels; ++i) ends.push_back(double(i) / kPanels);
    const Points points = look(ends);
    for (int p = 0; p < kPanels; ++p) {
      const at::Tensor both = (points.gradients[p] + points.gradients[p + 1]) / 2;
      m_panels[p] = {both, points.values[p + 1] - points.values[p], 1};
    }
  }

  /// Attribution of every input value, 1×C×H×W.
  at::Tensor attribution() const {
    at::Tensor sum = at::zeros_like(m_change);
    for (const Panel& panel : m_panels) sum += panel.mean;
    return sum / kPanels * m_change;
  }
  /// What the attributions sum to, less what the score changes by.
  double gap() const {
    double sum = 0;
    for (int p = 0; p < kPanels; ++p) sum += panelGap(p);
    return sum;
  }
  std::int64_t points() const { return m_points; }
  /// The largest number of points that one refinement adds.
  std::int64_t nextPoints() const {
    std::int64_t count = 0;
    for (const int p : worst()) count += m_panels[p].intervals;
    return count;
  }

  void refine() {
    std::vector<double> places;
    const std::vector<int> chosen = worst();
    for (const int p : chosen) {
      for (int i = 0; i < m_panels[p].intervals; ++i)
        places.push_back((p + (i + 0.5) / m_panels[p].intervals) / kPanels);
    }
    std::size_t at = 0;
    for (std::size_t first = 0; first < places.size(); first += kAtOnce) {
      const std::vector<double> some(places.begin() + std::ptrdiff_t(first),
                                     places.begin() + std::ptrdiff_t(std::min(places.size(), first + kAtOnce)));
      const Points points = look(some);
      for (std::int64_t i = 0; i < std::int64_t(some.size()); ++i) {
        // The mean over twice the intervals: half from the points before, half from the new middles.
        int p = chosen[at];
        if (m_added[p] == m_panels[p].intervals) p = chosen[++at];
        if (m_added[p]++ == 0) m_middles[p] = at::zeros_like(m_change);
        m_middles[p] += points.gradients[i].unsqueeze(0);
      }
    }
    for (const int p : chosen) {
      m_panels[p].mean = (m_panels[p].mean + m_middles[p] / m_panels[p].intervals) / 2;
      m_panels[p].intervals *= 2;
      m_added[p] = 0;
      m_middles[p].reset();
    }
  }

 private:
  static constexpr std::size_t kAtOnce = 32;
  struct Panel {
    at::Tensor mean;    // of the gradient, by the trapezoid rule
    double change = 0;  // of the score from one end to the other
    int intervals = 1;
  };
  struct Points {
    at::Tensor gradients;  // P×C×H×W
    std::vector<double> values;
  };

  Points look(const std::vector<double>& places) {
    const auto count = static_cast<std::int64_t>(places.size());
    const at::Tensor share = at::tensor(places, at::kDouble).to(at::kFloat).view({-1, 1, 1, 1});
    const at::Tensor classes = m_class.expand({count});
    const auto number = [&](const at::Tensor& logits) { return quantityOf(logits, classes, m_quantity); };
    const InputGradient found =
        m_victim.inputGradient(m_baseline + share * m_change, number, at::full({count}, m_row, at::kLong));
    m_points += count;
    Points points{found.gradient, {}};
    const at::Tensor values = found.loss.to(at::kDouble).contiguous();
    points.values.assign(values.data_ptr<double>(), values.data_ptr<double>() + count);
    return points;
  }

  double panelGap(int p) const {
    return (m_panels[p].mean.to(at::kDouble) * m_change).sum().item<double>() / kPanels - m_panels[p].change;
  }
  /// The panels whose own gap is at least half of the largest.
  std::vector<int> worst() const {
    std::array<double, kPanels> gaps{};
    double most = 0;
    for (int p = 0; p < kPanels; ++p) most = std::max(most, gaps[p] = std::abs(panelGap(p)));
    std::vector<int> chosen;
    for (int p = 0; p < kPanels; ++p) {
      if (gaps[p] >= most / 2) chosen.push_back(p);
    }
    return chosen;
  }

  GradientAccess& m_victim;
  at::Tensor m_baseline, m_change, m_class;
  std::int64_t m_row;
  Quantity m_quantity;
  std::array<Panel, kPanels> m_panels;
  std::array<at::Tensor, kPanels> m_middles;
  std::array<int, kPanels> m_added{};
  std::int64_t m_points = 0;
};

/// Sundararajan, Taly, Yan, ICML 2017, equation (1) and axiom "completeness".
struct IntegratedGradients {
  static constexpr AlgorithmInfo info{
      "integrated-gradients", "Integrated gradients", Chapter::Evasion,
      "Sundararajan et al. 2017, arXiv:1703.01365",
      "Gradients summed on the way from an empty picture to this one: each pixel's share of the score, and the "
      "shares add up."};
  using Victim = GradientAccess;
  struct Params {
    Fill start = Fill::Black;
    Quantity quantity = Quantity::Probability;
    double tolerance = 1e-4;
    int points = 2048;
  };
  static constexpr std::tuple params{
      param(&Params::start, "start", "Empty picture", "Where the way begins: what counts as nothing there"),
      param(&Params::quantity, "quantity", "Explained number", "What the pixels' shares add up to"),
      param(&Params::tolerance, "tolerance", "Tolerance",
            "The way is walked in ever smaller steps until the shares add up this closely",
            {1e-7, 10, 1e-5, 1e-1, true})
          .as(Role::Tolerance),
      heroParam(&Params::points, "points", "Most steps", "Gradients an image at most, whatever the tolerance",
                {32, 1e6, 64, 4096, true}),
  };

  static HeatWords words(const Params& params) {
    return {params.quantity == Quantity::Probability ? translatable("records", "share of the probability")
                                                     : translatable("records", "share of the logit"),
            true};
  }
  static Completeness completeness(const at::Tensor& images, const Params& params) {
    return {hidingPictures(images, params.start), params.quantity};
  }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    const std::int64_t number = images.size(0);
    const at::Tensor starts = completeness(images, params).baselines;
    at::Tensor maps = at::zeros({number, images.size(2), images.size(3)});
    for (std::int64_t i = 0; i < number; ++i) {
      progress.step(i * params.points, number * params.points);
      Path path(victim, images.slice(0, i, i + 1), starts.slice(0, i, i + 1), subject.classes.slice(0, i, i + 1),
                i, params.quantity);
      const auto show = [&] {
        maps[i].copy_(path.attribution().sum(1)[0]);
        if (subject.onMap) subject.onMap({maps});
      };
      show();
      // Half of the tolerance, because the house asks the model itself, which rounds differently.
      while (std::abs(path.gap()) > params.tolerance / 2 && path.points() + path.nextPoints() <= params.points) {
        progress.step(i * params.points + path.points(), number * params.points);
        path.refine();
        show();
      }
    }
    return {maps};
  }
};
const RegisteredExplanation<IntegratedGradients> kIntegratedGradientsRegistered;

}  // namespace
}  // namespace adversarium
