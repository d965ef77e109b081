// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/frames_view.h"

#include <QVBoxLayout>

#include "ui/widgets/image_grid.h"
#include "ui/widgets/trajectory_scrubber.h"

namespace adversarium {

FramesView::FramesView(std::shared_ptr<const Record> record, const ImageSet& frames, const QString& title,
                       QWidget* parent)
    : QWidget(parent), m_record(std::move(record)), m_frames(frames), m_title(title) {
  const auto& captions = m_frames.captions;
  for (std::int64_t i = 0; i < m_frames.count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (i == 0 || at >= captions.size() || captions[at] != captions[at - 1]) m_begins.push_back(i);
  }
  m_begins.push_back(m_frames.count());
  m_grid = new ImageGrid(this);
  m_scrubber = new TrajectoryScrubber(this);
  m_scrubber->setObjectName("framesScrubber");
  m_scrubber->setSteps(count(), {});
  m_scrubber->setVisible(count() > 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_grid, 1);
  layout->addWidget(m_scrubber);
  connect(m_scrubber, &TrajectoryScrubber::stepChosen, this, &FramesView::show);
  show(count() - 1);
}

void FramesView::show(int step) {
  if (step < 0 || step >= count()) return;
  const std::int64_t from = m_begins[std::size_t(step)], to = m_begins[std::size_t(step) + 1];
  const std::int64_t size = m_frames.shape[1] * m_frames.shape[2] * m_frames.shape[3];
  ImageSet shown = {m_frames.shape, {}, {}, m_frames.isChange, 0};
  shown.shape[0] = to - from;
  shown.values.assign(m_frames.values.begin() + from * size, m_frames.values.begin() + to * size);
  if (m_frames.captions.size() >= std::size_t(to))
    shown.captions.assign(m_frames.captions.begin() + from, m_frames.captions.begin() + to);
  m_grid->setImages(shown, m_title);
}

}  // namespace adversarium
