// SPDX-License-Identifier: GPL-3.0-or-later
/// The control of a parameter that names a picture: its path, typed or chosen, or the picture drawn.
#pragma once

#include <QImage>
#include <QPushButton>
#include <functional>

#include "ui/controls/path_edit.h"

namespace adversarium {

class PictureEdit : public PathEdit {
  Q_OBJECT

 public:
  /// What is drawn over: a picture of the open data, or a null one where nothing is open.
  using Ground = std::function<QImage()>;

  explicit PictureEdit(const ParamSpec& spec, QWidget* parent = nullptr);

  void setGround(Ground ground) { m_ground = std::move(ground); }
  void setWords(const QString& label, const QString& help) override;

 private:
  void draw();

  Ground m_ground;
  QPushButton* m_draw = nullptr;
};

}  // namespace adversarium
