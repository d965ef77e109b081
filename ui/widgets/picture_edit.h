// SPDX-License-Identifier: GPL-3.0-or-later
/// The control of a parameter that names a picture: its path, typed, chosen or drawn.
#pragma once

#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <functional>

namespace adversarium {

class PictureEdit : public QWidget {
  Q_OBJECT

 public:
  /// What is drawn over: a picture of the open data, or a null one where nothing is open.
  using Ground = std::function<QImage()>;

  explicit PictureEdit(QWidget* parent = nullptr);

  void setPath(const QString& path);
  QString path() const { return m_path->text(); }
  void setGround(Ground ground) { m_ground = std::move(ground); }
  /// The parameter's name and help, for those who hear it.
  void setWords(const QString& label, const QString& help);

 signals:
  /// By a person.
  void pathEdited(const QString& path);

 private:
  void choose();
  void draw();
  void take(const QString& path);
  void showPicture();

  Ground m_ground;
  QLineEdit* m_path = nullptr;
  QToolButton* m_choose = nullptr;
  QPushButton* m_draw = nullptr;
};

}  // namespace adversarium
