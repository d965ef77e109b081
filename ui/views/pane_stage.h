// SPDX-License-Identifier: GPL-3.0-or-later
/// The stage of the explorer: a picture before and after an attack, and the change between them.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QStringList>
#include <QWidget>
#include <memory>

#include "core/session.h"
#include "ui/views/image_pane.h"
#include "ui/views/pane_view.h"

namespace adversarium {

/// Space, held anywhere in the stage, shows the clean picture in the attacked one's place.
class PaneStage : public QWidget {
  Q_OBJECT

 public:
  enum class Mode { SideBySide, Split, Single };

  explicit PaneStage(QWidget* parent = nullptr);

  void setExploration(std::shared_ptr<const Exploration> exploration, const QStringList& classNames);
  const std::shared_ptr<const Exploration>& exploration() const { return m_exploration; }
  /// A step of an iterative attack; −1: the final picture.
  void showStep(int step);
  void clear(const QString& emptyText, const QString& buttonText = {});
  /// The pictures step back, behind these words, until the next exploration is set.
  void veil(const QString& words);
  bool isVeiled() const;

  void setMode(Mode mode);
  Mode mode() const { return m_mode; }
  /// What is printed on the pane, never 0.
  double amplification() const;
  /// Clean in place of attacked; Space does it while held.
  void setBlink(bool showClean);

  PaneView& view() { return m_view; }

  /// The panes on a light ground with titles, amplification and a line that says method, strength and classes.
  QImage captioned() const;

 signals:
  void openRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const Image& attacked() const;
  Image change() const;
  const std::vector<float>& attackedScores() const;
  void retranslate();
  void refresh();
  void inspect(QPoint pixel);
  QString caption() const;

  PaneView m_view;
  ImagePane* m_clean = nullptr;
  ImagePane* m_change = nullptr;
  ImagePane* m_attacked = nullptr;
  QComboBox* m_modeBox = nullptr;
  QComboBox* m_amplificationBox = nullptr;
  QLabel* m_amplificationLabel = nullptr;
  QLabel* m_inspector = nullptr;
  QLabel* m_zoomLabel = nullptr;
  std::shared_ptr<const Exploration> m_exploration;
  QStringList m_names;
  Image m_shownChange;
  QPoint m_pixel{-1, -1};
  Mode m_mode = Mode::SideBySide;
  int m_step = -1;
  bool m_blink = false;
};

}  // namespace adversarium
