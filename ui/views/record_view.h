// SPDX-License-Identifier: GPL-3.0-or-later
/// Everything that a run found: measures with intervals, caveats, one view a type of artefact, and where it all
/// came from.
#pragma once

#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QWidget>
#include <map>
#include <memory>
#include <string>

#include "core/record/record.h"
#include "ui/views/pixel_mask.h"

namespace adversarium {

/// Knows types of artefacts, never methods.
class RecordView : public QWidget {
  Q_OBJECT

 public:
  explicit RecordView(QWidget* parent = nullptr);

  /// Null empties the view.
  void setRecord(std::shared_ptr<const Record> record);
  /// The same run, further on: where one reads, what one chose and where the cursors are stays. While it `goesOn`,
  /// nobody is told that it is half done.
  void updateRecord(std::shared_ptr<const Record> record, bool goesOn = false);
  const std::shared_ptr<const Record>& record() const { return m_record; }

 signals:
  /// Chosen on a heat map, for its picture `index` of those in the record; empty when nothing is.
  void regionChosen(int index, const PixelMask& region);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void rebuild(bool anew);
  void fill(QBoxLayout& layout);
  void addVerdict(QBoxLayout& layout);

  QScrollArea* m_scroll = nullptr;
  QWidget* m_body = nullptr;
  std::map<std::string, QWidget*> m_lasting;  ///< views that outlive an update, by artefact's id
  std::shared_ptr<const Record> m_record;
  bool m_goesOn = false;
};

}  // namespace adversarium
