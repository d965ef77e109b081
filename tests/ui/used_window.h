// SPDX-License-Identifier: GPL-3.0-or-later
/// A whole window on built-in data, used through its widgets as a person would use it.
#pragma once

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFont>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <QWindow>
#include <memory>

#include "tests/ui/live.h"
#include "ui/shell/application.h"
#include "ui/shell/main_window.h"

namespace adversarium {

/// Settings and files live in a folder that goes with it. Create after the QApplication, one at a time.
class UsedWindow {
 public:
  static constexpr int kPoints = 9;
  explicit UsedWindow(QSize size = {1366, 768}, const QFont& font = QFont("DejaVu Sans", kPoints)) {
    QApplication::setFont(font);  // not whichever the machine prefers
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    setUpApplication();
    open(size);
  }

  MainWindow& window() { return *m_window; }
  ExplorePage& page() { return m_window->explorePage(); }
  SessionBridge& bridge() { return *m_bridge; }
  QString file(const QString& name) const { return m_folder.filePath(name); }

  void open(QSize size) {
    m_bridge = std::make_unique<SessionBridge>();
    m_window = std::make_unique<MainWindow>(*m_bridge);
    if (size.isValid()) m_window->resize(size);
    m_window->show();
    m_window->activateWindow();
    (void)QTest::qWaitForWindowActive(m_window.get());
  }
  void close() {
    m_window->close();
    m_window.reset();
    m_bridge.reset();
  }

  /// Opens the built-in signs and waits for the first exact result with its ribbon.
  bool start() {
    m_window->start({});
    return settles();
  }
  /// Whether an exact result and its ribbon are there for everything that was asked for.
  bool settles() {
    return liveUntil(
        [this] {
          const auto& shown = page().stage().exploration();
          const auto& state = page().state();
          return shown && page().exact() && shown->request.algorithm == state.algorithm &&
                 strengthOf(shown->request.params) == strengthOf(state.params) &&
                 shown->request.target == state.target &&
                 (!page().slider().isVisible() || page().slider().ribbonTrack()->ribbon());
        },
        120000);  // a busy machine is slow, and not wrong
  }

  static ParamValue strengthOf(const ParamMap& params) {
    const auto found = params.find("epsilon");
    return found == params.end() ? ParamValue(0.0) : found->second;
  }

  /// By objectName; what is missing ends the test program, since nothing after it would make sense.
  template <class T>
  T* find(const char* name) {
    auto* found = m_window->findChild<T*>(name);
    if (!found) qFatal("the window has no %s called %s", T::staticMetaObject.className(), name);
    return found;
  }
  QWidget* widget(const char* name) { return find<QWidget>(name); }

  static void wheel(QWidget* target, QPointF position, int notches) {
    QWheelEvent event(position, target->mapToGlobal(position), {}, {0, 120 * notches}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &event);
  }
  static void hover(QWidget* target, QPointF position) {
    QMouseEvent event(QEvent::MouseMove, position, target->mapToGlobal(position), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(target, &event);
  }

  /// As a file manager does it: the windowing system offers the files to whatever lies under the cursor.
  bool drop(const QStringList& files, QWidget* onto) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& name : files) urls << QUrl::fromLocalFile(name);
    data.setUrls(urls);
    const QPoint place = onto->mapTo(m_window.get(), onto->rect().center());
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window->windowHandle(), &enter);
    QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    if (enter.isAccepted()) move.accept();  // as Qt itself does: entering decides
    QApplication::sendEvent(m_window->windowHandle(), &move);
    if (!move.isAccepted()) {
      QDragLeaveEvent leave;
      QApplication::sendEvent(m_window->windowHandle(), &leave);
      return false;
    }
    QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window->windowHandle(), &drop);
    return drop.isAccepted();
  }

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<SessionBridge> m_bridge;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace adversarium
