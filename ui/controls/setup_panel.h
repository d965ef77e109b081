// SPDX-License-Identifier: GPL-3.0-or-later
/// What to do and how: method, goal, parameters, and the button that runs it over many images.
#pragma once

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStringList>
#include <QWidget>

#include "ui/controls/param_form.h"

namespace adversarium {

/// Shows and edits; the page decides what an edit means. Setters emit nothing.
class SetupPanel : public QWidget {
  Q_OBJECT

 public:
  /// Offers the methods of `family`. The names of the controls begin with `prefix`.
  SetupPanel(Family family, const QString& prefix, QWidget* parent = nullptr);

  void offer(Family family);
  Family family() const { return m_family; }
  void setMethod(const CatalogueEntry& entry);
  void setParams(const ParamMap& params);
  ParamMap params() const { return m_form->params(); }
  void setClasses(const QStringList& names);
  /// −1: any wrong class.
  void setTarget(int classIndex);
  void setSeed(quint64 seed);
  void setReady(bool ready);
  void setPictureGround(PictureEdit::Ground ground) { m_form->setPictureGround(std::move(ground)); }
  void setCost(const QString& words) { m_form->setCost(words); }
  /// 0: all.
  int imageCount() const { return m_images->value(); }
  void setImageCount(int count);
  /// The open model's place, or new:ARCHITECTURE where the method learns.
  QString startModel(const QString& open) const;
  void setMostImages(qint64 count);

 signals:
  void methodChosen(const QString& id);
  void targetChosen(int classIndex);
  void paramsEdited();
  void seedEdited(quint64 seed);
  /// How much data, or which model to start from.
  void extentEdited();
  void runRequested();
  void cardRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  /// As many images as is usual for methods of this scope.
  void takeScope(Scope scope);
  void retranslate();
  void fillGoals();
  void fillStarts();
  void orderTabs();
  bool hasGoal() const { return m_family == Family::Attack || m_family == Family::Explanation; }

  Family m_family;
  Scope m_scope = Scope::FirstN;  ///< of the method that is set
  QComboBox* m_method = nullptr;
  QComboBox* m_start = nullptr;
  QLabel* m_startLabel = nullptr;
  QLabel* m_summary = nullptr;
  QComboBox* m_goal = nullptr;
  ParamForm* m_form = nullptr;
  QSpinBox* m_seed = nullptr;
  QSpinBox* m_images = nullptr;
  int m_wantedImages = 0;  ///< may be more than the open data has
  QPushButton* m_run = nullptr;
  QPushButton* m_card = nullptr;
  QLabel* m_methodLabel = nullptr;
  QLabel* m_goalLabel = nullptr;
  QLabel* m_seedLabel = nullptr;
  QLabel* m_imagesLabel = nullptr;
  std::string m_methodId;
  QStringList m_classes;
};

}  // namespace adversarium
