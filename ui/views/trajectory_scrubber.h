// SPDX-License-Identifier: GPL-3.0-or-later
/// Replays an iterative attack step by step; the track shows which class wins at each step.
#pragma once

#include <QLabel>
#include <QSlider>
#include <QStringList>
#include <QTimer>
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace adversarium {

/// Step 0 is the clean picture.
class TrajectoryScrubber : public QWidget {
  Q_OBJECT

 public:
  explicit TrajectoryScrubber(QWidget* parent = nullptr);

  /// `classes[i]` wins at step i; may be empty. Goes to the last step, emits nothing.
  void setSteps(int count, std::vector<int> classes);
  void setClassNames(const QStringList& names);
  int count() const { return m_count; }
  int step() const;
  void setStep(int step);
  bool isPlaying() const { return m_timer.isActive(); }
  void setPlaying(bool play);

 signals:
  void stepChosen(int step);

 protected:
  void changeEvent(QEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void retranslate();
  void showStep();

  QToolButton* m_play = nullptr;
  QSlider* m_slider = nullptr;
  QWidget* m_strip = nullptr;
  QLabel* m_label = nullptr;
  QTimer m_timer;
  QStringList m_names;
  std::vector<int> m_classes;
  int m_count = 0;
};

}  // namespace adversarium
