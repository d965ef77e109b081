// SPDX-License-Identifier: GPL-3.0-or-later
/// The controls of one method, built from its declaration: one kind of control a kind of parameter.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <map>
#include <string>

#include "core/method/catalogue.h"
#include "ui/controls/picture_edit.h"
#include "ui/controls/value_slider.h"

namespace adversarium {

/// The hero comes first, with a slider; at most five controls show, the rest folds away under "More". Numbers
/// stand in one column, whatever needs the room has a line of its own.
class ParamForm : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kMostVisible = 5;

  explicit ParamForm(QWidget* parent = nullptr);

  /// Controls start at the method's defaults.
  void setMethod(const CatalogueEntry& entry);
  /// Every parameter of the method, the one left out by setHeroElsewhere included.
  ParamMap params() const { return m_params; }
  /// Unknown names, wrong kinds and values out of limits are passed over; emits nothing.
  void setParams(const ParamMap& params);
  /// What pictures are drawn over.
  void setPictureGround(PictureEdit::Ground ground);
  /// True: the strength has its own slider on the page.
  void setHeroElsewhere(bool elsewhere);

  /// What the hero's value costs, said below it; empty for nothing.
  void setCost(const QString& words);

  /// The control of a parameter, null where there is none.
  QWidget* control(const QString& paramId) const;
  /// How wide the controls are that stand beside their labels.
  int columnWidth() const;
  /// What takes the focus, from top to bottom.
  const QList<QWidget*>& tabStops() const { return m_tabStops; }

 signals:
  void paramsEdited();
  /// There are other controls now.
  void rebuilt();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void rebuild();
  QWidget* makeControl(const ParamSpec& spec);
  void addRow(QGridLayout& rows, const ParamSpec& spec);
  void addSlider(QGridLayout& rows, const ParamSpec& spec);
  void showValue(const ParamSpec& spec, const ParamValue& value);
  void edited(std::string_view id, ParamValue value);
  void setMoreShown(bool shown);

  CatalogueEntry m_entry;
  ParamMap m_params;
  std::map<std::string, QWidget*, std::less<>> m_controls;
  QWidget* m_body = nullptr;
  QWidget* m_moreBody = nullptr;
  QToolButton* m_moreButton = nullptr;
  ValueSlider* m_slider = nullptr;
  QLabel* m_cost = nullptr;
  QString m_costWords;
  QList<QWidget*> m_tabStops;
  PictureEdit::Ground m_ground;
  bool m_heroElsewhere = false;
  bool m_moreShown = false;
  bool m_filling = false;
};

}  // namespace adversarium
