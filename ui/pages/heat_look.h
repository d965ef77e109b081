// SPDX-License-Identifier: GPL-3.0-or-later
/// What decides, on the explorer's stage: heat maps of the picture before and after the attack, coarse at first
/// and finer while one watches.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "ui/tasks/session_bridge.h"
#include "ui/views/heat_view.h"

namespace adversarium {

/// Each map explains the model's own answer to its picture. Asks for nothing while it is hidden. A chosen region
/// is hidden in both pictures, and what is left of the answers is said.
class HeatLook : public QWidget {
  Q_OBJECT

 public:
  explicit HeatLook(SessionBridge& bridge, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ModelInfo> model);
  /// The pictures; drafts change nothing.
  void setExploration(std::shared_ptr<const Exploration> exploration, const QStringList& classNames);
  void clear();

  /// Ids of the methods that the open model grants enough access to.
  QStringList methods() const;
  /// One of them; the same again changes nothing.
  void chooseMethod(const QString& id);
  const QString& method() const { return m_method; }
  HeatView& view() { return *m_view; }
  /// What hiding the chosen region does; empty while none is chosen.
  QString regionWords() const { return m_regionWords->text(); }
  /// Of the clean and the attacked picture; null until its map begins to form.
  const std::shared_ptr<const Explanation>& explanation(int layer) const { return m_maps[layer]; }
  bool finished() const { return m_asked == Nothing && !m_settle.isActive(); }

 signals:
  /// The chosen region of the picture on the stage is to be stamped on clean images.
  void transplantRequested(const PixelMask& region);

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  enum Question { Nothing, CleanMap, AttackedMap, CleanRegion, AttackedRegion };

  void retranslate();
  void waitAndAsk();
  void askNext();
  void ask(Question question);
  void take(const std::shared_ptr<const Explanation>& explanation);
  void fail(const QString& reason);
  void draw();
  void sayRegion();
  QString answer(int classIndex, float score) const;
  QString hoverText(int layer, QPoint pixel) const;

  SessionBridge& m_bridge;
  std::shared_ptr<const ModelInfo> m_model;
  std::shared_ptr<const Exploration> m_exploration;
  QStringList m_names;
  std::shared_ptr<const Image> m_pictures[2];
  std::shared_ptr<const Explanation> m_maps[2];
  std::shared_ptr<const Explanation> m_regions[2];
  QTimer m_settle;
  Question m_asked = Nothing;
  QString m_method;

  HeatView* m_view = nullptr;
  QWidget* m_region = nullptr;
  QLabel* m_regionWords = nullptr;
  QPushButton* m_transplant = nullptr;
};

}  // namespace adversarium
