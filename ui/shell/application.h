// SPDX-License-Identifier: GPL-3.0-or-later
/// From main() to a usable window.
#pragma once

#include <QApplication>
#include <string>
#include <vector>

namespace adversarium {

/// The last net: what an event's handler throws becomes a message and ends nothing.
class Application : public QApplication {
  Q_OBJECT

 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override;

 signals:
  /// In words for a person; later, from the event loop.
  void escaped(const QString& reason);
};

/// Opens the window on the built-in signs and then on `files`; returns the exit code. Without a display it says so
/// and returns 1.
int runWindow(int argc, char** argv, const std::vector<std::string>& files);

/// Names, icon, style and language of the one QApplication, which must exist.
void setUpApplication();

/// For commands that draw without a display: makes Qt paint into memory. Before any QApplication.
void paintOffscreen();

}  // namespace adversarium
