// SPDX-License-Identifier: GPL-3.0-or-later
/// One line above the page for what went wrong or is done: sign, words, and a button that closes it.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>

namespace adversarium {

class MessageBar : public QFrame {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);

  void showProblem(const QString& words);
  void showNews(const QString& words);
  QString words() const { return m_words->text(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void showWith(const QString& sign, const QString& words);
  void retranslate();

  QLabel* m_sign = nullptr;
  QLabel* m_words = nullptr;
  QToolButton* m_close = nullptr;
};

}  // namespace adversarium
