// SPDX-License-Identifier: GPL-3.0-or-later
/// The heat maps of a record, one picture at a time.
#pragma once

#include <QLabel>
#include <QSpinBox>
#include <QWidget>
#include <memory>

#include "core/record/record.h"
#include "ui/views/heat_view.h"

namespace adversarium {

class HeatMapsView : public QWidget {
  Q_OBJECT

 public:
  /// `maps` lies in `record`.
  HeatMapsView(std::shared_ptr<const Record> record, const HeatMaps& maps, const QString& title,
               QWidget* parent = nullptr);

  void show(int index);
  int shown() const { return m_number->value() - 1; }
  HeatView& view() { return *m_view; }

 signals:
  /// What is chosen in picture `index`; empty when nothing is.
  void regionChosen(int index, const PixelMask& region);

 private:
  std::shared_ptr<const Record> m_record;
  const HeatMaps& m_maps;
  const ImageSet* m_pictures = nullptr;
  QLabel* m_label = nullptr;
  QSpinBox* m_number = nullptr;
  HeatView* m_view = nullptr;
};

}  // namespace adversarium
