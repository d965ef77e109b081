// SPDX-License-Identifier: GPL-3.0-or-later
/// The trigger that was found for one class, large: its mask, its pattern, an image that wears it, and how many
/// images it takes along.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QWidget>
#include <memory>

#include "core/record/record.h"
#include "ui/views/image_pane.h"
#include "ui/views/pane_view.h"

namespace adversarium {

/// For records with a picture a class in "mask", "pattern" and "worn"; numbers come from the rows of "classes".
class ClassTriggersView : public QWidget {
  Q_OBJECT

 public:
  static bool fits(const Record& record);

  explicit ClassTriggersView(QWidget* parent = nullptr);

  /// Where the pictures of a class stand in the record; past their end for a class that was not searched.
  static std::size_t placeOf(const Record& record, std::int64_t target);

  /// `record` fits. The chosen class stays; at first it is the first one that stands out.
  void setRecord(std::shared_ptr<const Record> record);
  /// Does nothing for a class that was not searched.
  void showClass(std::int64_t target);
  std::int64_t shownClass() const { return classAt(m_class->currentIndex()); }
  ImagePane& pane(int number) { return *m_panes[number]; }
  QString words() const { return m_words->text(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void draw();
  std::int64_t classAt(int index) const;
  QString wordsFor(std::int64_t target) const;

  std::shared_ptr<const Record> m_record;
  PaneView m_view;
  QLabel* m_label = nullptr;
  QComboBox* m_class = nullptr;
  ImagePane* m_panes[3] = {nullptr, nullptr, nullptr};
  QLabel* m_words = nullptr;
  bool m_chosen = false;  ///< by a person
};

}  // namespace adversarium
