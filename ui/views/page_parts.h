// SPDX-License-Identifier: GPL-3.0-or-later
/// What every page is made of: bold headings, and what stands there while there is nothing to show.
#pragma once

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace adversarium {

constexpr double kTitleScale = 1.25;  ///< of a page's title to the common font

QLabel* boldLabel(QWidget* parent, double scale = 1);

/// Offers to stamp the region that was chosen on a heat map on clean images.
class TransplantButton : public QPushButton {
  Q_OBJECT

 public:
  explicit TransplantButton(const QString& name, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
};

/// Says what is missing and offers one button.
class EmptyState : public QWidget {
  Q_OBJECT

 public:
  EmptyState(const QString& icon, const QString& buttonName, QWidget* parent = nullptr);

  QLabel& text() { return *m_text; }
  QPushButton& button() { return *m_button; }

 private:
  QLabel* m_text = nullptr;
  QPushButton* m_button = nullptr;
};

/// Text that can be selected and wraps; what comes from outside is no markup in it.
QLabel* selectableWords(const QString& text);

}  // namespace adversarium
