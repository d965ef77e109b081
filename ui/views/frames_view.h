// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures in the making, replayed step by step.
#pragma once

#include <QWidget>
#include <algorithm>
#include <memory>
#include <vector>

#include "core/record/record.h"

namespace adversarium {

class ImageGrid;
class TrajectoryScrubber;

class FramesView : public QWidget {
  Q_OBJECT

 public:
  explicit FramesView(QWidget* parent = nullptr);

  /// `frames` lies in `record`; neighbours of one caption belong to one step. Begins at the last; further frames
  /// of the same film leave the step that is looked at, unless it was the last.
  void setFrames(std::shared_ptr<const Record> record, const ImageSet& frames, const QString& title);

  int count() const { return std::max(0, static_cast<int>(m_begins.size()) - 1); }
  TrajectoryScrubber& scrubber() { return *m_scrubber; }
  ImageGrid& grid() { return *m_grid; }

 private:
  void showStep(int step);

  std::shared_ptr<const Record> m_record;
  const ImageSet* m_frames = nullptr;
  QString m_title;
  std::vector<std::int64_t> m_begins;  // the first picture of every step, and the number of all
  int m_step = 0;
  ImageGrid* m_grid = nullptr;
  TrajectoryScrubber* m_scrubber = nullptr;
};

}  // namespace adversarium
