// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shots.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdio>
#include <functional>

#include "core/error.h"
#include "ui/application.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace adversarium {
namespace {

/// Lets the window live until `done`, at most a minute.
bool waitFor(const std::function<bool()>& done) {
  constexpr int kPatience = 60000;
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > kPatience) return false;
    QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
  }
  return true;
}

void settle(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < milliseconds) QApplication::processEvents(QEventLoop::AllEvents, 20);
}

void save(MainWindow& window, const QString& file) {
  settle(400);  // thumbnails and the last layout
  const QPixmap picture = window.grab();
  if (!picture.save(file)) throw InputError(file.toStdString(), "cannot be written");
  std::printf("%s\n", qPrintable(file));
}

void shootAll(MainWindow& window, const QString& stem, const QString& suffix) {
  using Page = std::pair<MainWindow::Page, const char*>;
  for (const auto& [page, name] : {Page{MainWindow::Overview, "overview"}, Page{MainWindow::Explore, "explore"},
                                   Page{MainWindow::Results, "results"}, Page{MainWindow::Compare, "compare"}}) {
    window.showPage(page);
    save(window, stem + "/" + name + suffix);
  }
}

void prepare(MainWindow& window, SessionBridge& bridge) {
  ExplorePage& page = window.explorePage();
  window.start({});
  const auto exact = [&] { return page.record() != nullptr; };
  if (!waitFor(exact)) throw InputError({}, "the built-in model did not answer");
  ExploreState state = page.state();
  window.pin();
  page.chooseMethod("pgd");
  if (!waitFor([&] { return exact() && page.record()->request.algorithm == "pgd"; })) return;
  settle(300);
  window.pin();
  int finished = 0;
  QObject::connect(&bridge, &SessionBridge::recordFinished, &window, [&] { ++finished; });
  for (const char* method : {"fgm", "pgd"}) {
    state.algorithm = method;
    page.chooseMethod(method);
    window.runSet();
  }
  waitFor([&] { return finished == 2; });
  window.compare();
  page.chooseMethod("fgm");
  waitFor([&] { return exact() && page.record()->request.algorithm == "fgm"; });
  settle(300);
  window.messages().hide();
}

}  // namespace

int renderShots(const std::string& dir) {
  paintOffscreen();
  const QTemporaryDir own;  // a person's settings must neither show nor change
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, own.path());
  int count = 0;
  QApplication application(count, nullptr);
  setUpApplication();
  applyTheme(Theme::Light);
  applyLanguage("en");
  const QString folder = QString::fromStdString(dir);
  if (!QDir().mkpath(folder)) throw InputError(dir, "cannot be made");
  SessionBridge bridge;
  MainWindow window(bridge);
  window.resize(1440, 900);
  window.show();
  prepare(window, bridge);
  for (const char* language : {"en", "de"}) {
    applyLanguage(language);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
      applyTheme(theme);
      shootAll(window, folder, QString("-%1-%2.png").arg(theme == Theme::Light ? "light" : "dark", language));
    }
  }
  return 0;
}

}  // namespace adversarium
