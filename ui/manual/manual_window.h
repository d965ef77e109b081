// SPDX-License-Identifier: GPL-3.0-or-later
/// The manual in a window of its own: pages, search, back and forward, in the window's language.
#pragma once

#include <QDialog>
#include <vector>

#include "ui/manual/manual_text.h"

class QLineEdit;
class QListWidget;
class QTextBrowser;
class QToolButton;

namespace adversarium {

class ManualWindow : public QDialog {
  Q_OBJECT

 public:
  explicit ManualWindow(QWidget* parent = nullptr);

  /// A page's name as manualPages() has it, with "#heading" where one is meant.
  void open(const QString& page);
  /// The page that is shown.
  QString page() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  /// All pages, or those that hold what is searched for.
  void fillList();
  void follow(const QUrl& link);
  /// After the address has changed: list, title and heading.
  void arrive();
  /// From the list: the page, at the first place that holds what is searched for.
  void choose(const QString& page);
  void nextHit();

  std::vector<ManualPage> m_read;  ///< filled by the first search in a language
  QLineEdit* m_search = nullptr;
  QListWidget* m_list = nullptr;
  QTextBrowser* m_text = nullptr;
  QToolButton* m_back = nullptr;
  QToolButton* m_forward = nullptr;
};

}  // namespace adversarium
