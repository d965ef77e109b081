// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/application.h"

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>
#include <QTimer>
#include <cstdio>

#include "ui/base/language.h"
#include "ui/base/settings.h"
#include "ui/base/theme.h"
#include "ui/shell/main_window.h"
#include "ui/tasks/session_bridge.h"
#include "ui/workbench/svg_painter.h"

namespace adversarium {
namespace {

bool hasDisplay() {
  return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
         qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

}  // namespace

bool Application::notify(QObject* receiver, QEvent* event) {
  QString reason;
  try {
    return QApplication::notify(receiver, event);
  } catch (const std::exception& error) {
    reason = QString::fromUtf8(error.what());
  } catch (...) {
    reason = tr("unknown reason");
  }
  std::fprintf(stderr, "adversarium: %s\n", qPrintable(reason));
  QMetaObject::invokeMethod(
      this, [this, reason] { emit escaped(reason); }, Qt::QueuedConnection);
  return false;
}

void setUpApplication() {
  QApplication::setApplicationName("Adversarium");
  QApplication::setOrganizationName("Adversarium");
  QApplication::setOrganizationDomain("adversarium.org");
  QApplication::setApplicationVersion(QString::fromStdString(versionString()));
  QApplication::setDesktopFileName("org.adversarium.Adversarium");
  QApplication::setWindowIcon(QIcon(":/icons/org.adversarium.Adversarium.svg"));
  Settings::prepare();
  paintWithQt();
  applyTheme(Settings::theme());
  applyLanguage(Settings::language());
}

void paintOffscreen() { qputenv("QT_QPA_PLATFORM", "offscreen"); }

int runWindow(int argc, char** argv, const std::vector<std::string>& files) {
  if (!hasDisplay()) {
    std::fputs("adversarium: there is no display; `adversarium run --help` works without one\n", stderr);
    return 1;
  }
  Application application(argc, argv);
  setUpApplication();
  SessionOptions options;
  options.threads = Settings::threads();
  options.unfinished =
      QStandardPaths::writableLocation(QStandardPaths::CacheLocation).toStdString() + "/unfinished";
  SessionBridge bridge(options);
  MainWindow window(bridge);
  ThemeFollower follower;
  window.open();
  QStringList names;
  for (const std::string& file : files) names << QString::fromStdString(file);
  QTimer::singleShot(0, &window, [&window, names] { window.start(names); });
  return QApplication::exec();
}

}  // namespace adversarium
