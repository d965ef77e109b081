// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/shots.h"

#include <QApplication>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <cstdio>

#include "core/base/error.h"
#include "core/record/delivery.h"
#include "tests/ui/live.h"
#include "ui/base/language.h"
#include "ui/base/theme.h"
#include "ui/shell/application.h"
#include "ui/shell/main_window.h"

namespace adversarium {
namespace {

void save(MainWindow& window, const Delivery& pictures, const QString& name) {
  liveFor(400);  // thumbnails and the last layout
  const QPixmap picture = window.grab();
  const QString file = QString::fromStdString((pictures.stage() / name.toStdString()).string());
  if (!picture.save(file)) throw InputError(file.toStdString(), "cannot be written");
  std::printf("%s\n", qPrintable(name));
}

void shootAll(MainWindow& window, const Delivery& pictures, const QString& suffix) {
  using Page = std::pair<MainWindow::Page, const char*>;
  for (const auto& [page, name] : {Page{MainWindow::Overview, "overview"}, Page{MainWindow::Model, "model"},
                                   Page{MainWindow::Explore, "explore"}, Page{MainWindow::Method, "method"},
                                   Page{MainWindow::Results, "results"}, Page{MainWindow::Compare, "compare"},
                                   Page{MainWindow::Report, "report"}}) {
    window.showPage(page);
    save(window, pictures, name + suffix);
  }
  ExplorePage& explorer = window.explorePage();
  HeatLook& look = explorer.heatLook();
  window.showPage(MainWindow::Explore);
  explorer.setHeatMaps(true);
  liveUntil([&] { return look.finished() && look.explanation(1) && look.explanation(1)->finished; });
  save(window, pictures, "why" + suffix);
  explorer.setHeatMaps(false);
}

void prepare(MainWindow& window, SessionBridge& bridge) {
  ExplorePage& page = window.explorePage();
  window.start({});
  const auto exact = [&] { return page.exact(); };
  if (!liveUntil(exact)) throw InputError({}, "the built-in model did not answer");
  window.pin();
  liveUntil([&] { return window.runs().count() == 1; });
  page.chooseMethod("pgd");
  if (!liveUntil([&] { return exact() && page.stage().exploration()->request.algorithm == "pgd"; })) return;
  window.pin();
  liveUntil([&] { return window.runs().count() == 2; });
  int finished = 0;
  QObject::connect(&bridge, &SessionBridge::recordFinished, &window, [&] { ++finished; });
  for (const char* method : {"fgm", "pgd"}) {
    page.chooseMethod(method);
    window.runSet();
  }
  liveUntil([&] { return finished == 2; });
  window.compare();
  window.showFamily(Family::Explanation);
  window.methodPage().chooseMethod("occlusion");
  if (auto* count = window.findChild<QSpinBox*>("method-imagesSpin")) count->setValue(6);
  window.methodPage().run();
  liveUntil([&] { return window.methodPage().record() && finished == 3; });
  page.chooseMethod("fgm");
  liveUntil([&] { return exact() && page.stage().exploration()->request.algorithm == "fgm"; });
  liveFor(300);
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
  Delivery pictures(dir);
  SessionBridge bridge;
  MainWindow window(bridge);
  window.resize(1440, 900);
  window.show();
  prepare(window, bridge);
  for (const char* language : {"en", "de"}) {
    applyLanguage(language);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
      applyTheme(theme);
      shootAll(window, pictures, QString("-%1-%2.png").arg(theme == Theme::Light ? "light" : "dark", language));
    }
  }
  pictures.deliver({});
  return 0;
}

}  // namespace adversarium
