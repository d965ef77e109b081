// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures in the making, replayed step by step.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/provenance/record.h"

namespace adversarium {

class ImageGrid;
class TrajectoryScrubber;

class FramesView : public QWidget {
  Q_OBJECT

 public:
  /// `frames` lies in `record`; neighbours of one caption belong to one step. Begins at the last.
  FramesView(std::shared_ptr<const Record> record, const ImageSet& frames, const QString& title,
             QWidget* parent = nullptr);

  int count() const { return static_cast<int>(m_begins.size()) - 1; }
  TrajectoryScrubber& scrubber() { return *m_scrubber; }
  ImageGrid& grid() { return *m_grid; }

 private:
  void show(int step);

  std::shared_ptr<const Record> m_record;
  const ImageSet& m_frames;
  QString m_title;
  std::vector<std::int64_t> m_begins;  // the first picture of every step, and the number of all
  ImageGrid* m_grid = nullptr;
  TrajectoryScrubber* m_scrubber = nullptr;
};

}  // namespace adversarium
