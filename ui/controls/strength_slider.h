// SPDX-License-Identifier: GPL-3.0-or-later
/// The hero knob: the strength of an attack as a number, as 255ths and as a place on the class ribbon.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QWidget>
#include <memory>

#include "core/session.h"
#include "ui/controls/class_ribbon.h"

namespace adversarium {

class StrengthSlider : public QWidget {
  Q_OBJECT

 public:
  /// Whether what is on the stage is the true result at this strength.
  enum Badge { Exact, Preview, Busy };

  explicit StrengthSlider(QWidget* parent = nullptr);

  /// The slider offers min…softMax; the field takes any strength from min to hardMax.
  void setSpec(double min, double softMax, bool enabled, double hardMax = 1e4);
  void setRibbon(std::shared_ptr<const Ribbon> ribbon, const QStringList& classNames);
  void clearRibbon();
  /// Whether the ribbon that is not there yet is being computed.
  void setRibbonComputing(bool computing) { m_track->setComputing(computing); }
  void setBracket(std::shared_ptr<const PictureBracket> bracket);
  /// Emits nothing.
  void setStrength(double strength);
  double strength() const { return m_strength; }
  void setExactBadge(Badge badge);
  Badge exactBadge() const { return m_badge; }
  ClassRibbon* ribbonTrack() const { return m_track; }

 signals:
  void dragStarted();
  /// While the mouse holds the handle.
  void strengthDragged(double strength);
  /// Release, key, wheel or a typed value.
  void strengthCommitted(double strength);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void showStrength();
  void showBracket();
  void takeEdited();

  QLabel* m_label = nullptr;
  QLineEdit* m_field = nullptr;
  QLabel* m_over255 = nullptr;
  QLabel* m_bracketLabel = nullptr;  ///< what the marks on the track say
  QLabel* m_badgeLabel = nullptr;
  ClassRibbon* m_track = nullptr;
  double m_hardMin = 0.0;
  double m_hardMax = 1e4;
  double m_strength = 0.0;
  Badge m_badge = Exact;
};

}  // namespace adversarium
