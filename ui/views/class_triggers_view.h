// SPDX-License-Identifier: GPL-3.0-or-later
/// The trigger that was found for one class, large: its mask, its pattern, an image that wears it, and how many
/// images it takes along.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QWidget>
#include <memory>

#include "core/record/artefact/triggers.h"
#include "core/record/record.h"
#include "ui/views/image_pane.h"
#include "ui/views/pane_view.h"

namespace adversarium {

/// For records with the triggers of a search and their pictures.
class ClassTriggersView : public QWidget {
  Q_OBJECT

 public:
  /// The artefact that is shown of such a record; null where there is none with all its pictures.
  static const Artefact* shownOf(const Record& record);

  explicit ClassTriggersView(QWidget* parent = nullptr);

  /// Of a record that has such an artefact. The chosen class stays; at first it is the first one that stands out.
  void setRecord(std::shared_ptr<const Record> record);
  /// Does nothing for a class that was not searched.
  void showClass(std::int64_t target);
  /// Empty for a class that was not searched.
  QString nameOf(std::int64_t target) const;
  std::int64_t shownClass() const;
  ImagePane& pane(int number) { return *m_panes[number]; }
  QString words() const { return m_words->text(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void draw();
  int placeOf(std::int64_t target) const;
  QString wordsFor(std::int64_t target) const;

  std::shared_ptr<const Record> m_record;
  const Triggers* m_triggers = nullptr;  ///< in the record
  PaneView m_view;
  QLabel* m_label = nullptr;
  QComboBox* m_class = nullptr;
  ImagePane* m_panes[3] = {nullptr, nullptr, nullptr};
  QLabel* m_words = nullptr;
  bool m_chosen = false;  ///< by a person
};

}  // namespace adversarium
