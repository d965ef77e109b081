// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_ui.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "core/base/error.h"
#include "tests/ui/live.h"
#include "tests/ui/stall_watch.h"
#include "ui/shell/application.h"
#include "ui/shell/main_window.h"

namespace adversarium {
namespace {

constexpr int kMoves = 120;

double millisecondsUntil(const std::function<bool()>& done) {
  QElapsedTimer clock;
  clock.start();
  if (!liveUntil(done)) throw InputError({}, "the window did not answer in time");
  return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

QString row(const QString& what, std::vector<double> times, const QString& target) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(std::floor(share * static_cast<double>(times.size() - 1)))];
  };
  return QString("| %1 | %2 | %3 | %4 | %5 | %6 |\n")
      .arg(what)
      .arg(at(0.5), 0, 'f', 1)
      .arg(at(0.95), 0, 'f', 1)
      .arg(times.back(), 0, 'f', 1)
      .arg(times.size())
      .arg(target);
}

class Bench {
 public:
  Bench(MainWindow& window, SessionBridge& bridge)
      : m_window(window), m_bridge(bridge), m_page(window.explorePage()) {
    QObject::connect(&m_page, &ExplorePage::shown, &window, [this](bool exact) {
      m_page.stage().repaint();  // what a person sees counts, so painting is part of it
      m_shown = true;
      m_exact = exact;
    });
    QObject::connect(&m_page, &ExplorePage::ribbonShown, &window, [this] {
      m_page.slider().repaint();
      m_ribbon = true;
    });
  }

  void untilExact(const std::function<void()>& act) {
    m_exact = false;
    act();
    millisecondsUntil([this] { return m_exact; });
  }

  QString sliderMoves(const char* method, const QString& what, const QString& target) {
    if (m_page.state().algorithm != method) untilExact([&] { m_page.chooseMethod(method); });
    std::vector<double> times;
    StrengthSlider& slider = m_page.slider();
    const double most = slider.ribbonTrack()->most();
    emit slider.dragStarted();
    for (int i = 0; i < kMoves; ++i) {
      m_shown = false;
      const double strength = most * (i + 1) / kMoves;
      times.push_back(
          millisecondsUntilAfter([&] { emit slider.strengthDragged(strength); }, [this] { return m_shown; }));
    }
    untilExact([&] { emit slider.strengthCommitted(most / 2); });
    return row(what, times, target);
  }

  QString newImages() {
    std::vector<double> times;
    for (int i = 0; i < kMoves; ++i) {
      m_shown = m_ribbon = false;
      times.push_back(
          millisecondsUntilAfter([&] { m_page.chooseSample(10 + i); }, [this] { return m_shown && m_ribbon; }));
    }
    return row("new image → gradient and ribbon", times, "≤ 50");
  }

  QString pgdAfterRelease() {
    if (m_page.state().algorithm != "pgd") untilExact([&] { m_page.chooseMethod("pgd"); });
    ExploreState state = m_page.state();
    state.params["steps"] = std::int64_t{10};
    m_ribbon = state.params == m_page.state().params;
    if (!m_ribbon) untilExact([&] { m_page.propose(state); });
    millisecondsUntil([this] { return m_ribbon; });
    std::vector<double> times;
    StrengthSlider& slider = m_page.slider();
    const double most = slider.ribbonTrack()->most();
    for (int i = 0; i < kMoves; ++i) {
      m_exact = false;
      const double strength = most * (1 + i % 60) / 61;
      times.push_back(
          millisecondsUntilAfter([&] { emit slider.strengthCommitted(strength); }, [this] { return m_exact; }));
    }
    return row("PGD-10 exact after release", times, "≤ 100");
  }

  /// From choosing a method to its first whole map, painted.
  QString firstMaps() {
    std::vector<double> times;
    HeatLook& look = m_page.heatLook();
    m_page.setHeatMaps(true);
    const auto finished = [&] { return look.finished() && look.explanation(1) && look.explanation(1)->finished; };
    constexpr int kChanges = 20;
    for (int i = 0; i < kChanges; ++i) {
      millisecondsUntil(finished);
      times.push_back(millisecondsUntilAfter([&] { look.chooseMethod(i % 2 == 0 ? "mask-scan" : "occlusion"); },
                                             [&] { return look.explanation(0) != nullptr; }));
      look.repaint();
    }
    millisecondsUntil(finished);
    m_page.setHeatMaps(false);
    return row("heat map → first coarse pass", times, "≤ 50");
  }

  QString cancelling() {
    std::vector<double> acknowledged;
    std::vector<double> stopped;
    for (int i = 0; i < 20; ++i) {
      Request request = m_page.runRequest();
      request.algorithm = "pgd";
      request.params = {};
      request.samples.first = 2000;
      const auto job = m_bridge.run(request);
      millisecondsUntil([&] { return job->secondsRunning() > 0.05; });
      QElapsedTimer clock;
      clock.start();
      job->cancel();
      QApplication::processEvents();
      acknowledged.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
      millisecondsUntil([&] { return job->finished(); });
      stopped.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    millisecondsUntil([this] { return m_bridge.jobs().jobs().empty(); });
    return row("cancel → acknowledged", acknowledged, "≤ 100") + row("cancel → stopped", stopped, "one batch");
  }

 private:
  static double millisecondsUntilAfter(const std::function<void()>& act, const std::function<bool()>& done) {
    QElapsedTimer clock;
    clock.start();
    act();
    millisecondsUntil(done);
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
  }

  MainWindow& m_window;
  SessionBridge& m_bridge;
  ExplorePage& m_page;
  bool m_shown = false;
  bool m_exact = false;
  bool m_ribbon = false;
};

}  // namespace

std::string benchUi() {
  QElapsedTimer sinceStart;
  sinceStart.start();
  paintOffscreen();
  const QTemporaryDir own;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, own.path());
  int count = 0;
  QApplication application(count, nullptr);
  setUpApplication();
  SessionBridge bridge;
  MainWindow window(bridge);
  window.resize(1440, 900);
  window.show();
  Bench bench(window, bridge);
  window.start({});
  const auto usable = [&] { return window.explorePage().stage().exploration() != nullptr; };
  QApplication::processEvents();
  const double shown = static_cast<double>(sinceStart.nsecsElapsed()) / 1e6;
  millisecondsUntil(usable);
  const double started = static_cast<double>(sinceStart.nsecsElapsed()) / 1e6;

  QString table = "| what | median ms | p95 ms | max ms | n | target |\n|---|---|---|---|---|---|\n";
  table += row("start → window", {shown}, "≤ 1500");
  table += row("start → first attacked image", {started}, "–");
  liveFor(500);
  StallWatch watch;
  table += bench.sliderMoves("fgm", "slider → panes and bars (fgm)", "≤ 16");
  table += bench.newImages();
  table += bench.sliderMoves("pgd", "slider → preview (pgd)", "–");
  table += bench.pgdAfterRelease();
  table += bench.firstMaps();
  table += bench.cancelling();
  table += row("longest GUI-thread stall", {watch.longest()}, "< 50");
  return table.toStdString();
}

}  // namespace adversarium
