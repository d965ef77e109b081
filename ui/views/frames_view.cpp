// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/frames_view.h"

#include <QVBoxLayout>

#include "ui/views/image_grid.h"
#include "ui/views/trajectory_scrubber.h"

namespace adversarium {
namespace {

/// One picture is looked at, many are looked over.
int edgeFor(std::int64_t together) { return together <= 2 ? 224 : together <= 8 ? 144 : 72; }

}  // namespace

FramesView::FramesView(QWidget* parent) : QWidget(parent) {
  m_grid = new ImageGrid(this);
  m_scrubber = new TrajectoryScrubber(this);
  m_scrubber->setObjectName("framesScrubber");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_grid, 1);
  layout->addWidget(m_scrubber);
  connect(m_scrubber, &TrajectoryScrubber::stepChosen, this, &FramesView::showStep);
}

void FramesView::setFrames(std::shared_ptr<const Record> record, const ImageSet& frames, const QString& title) {
  const int held = m_step + 1 < count() ? m_step : -1;
  m_record = std::move(record);
  m_frames = &frames;
  m_title = title;
  m_begins.clear();
  const auto& captions = frames.captions;
  for (std::int64_t i = 0; i < frames.count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (i == 0 || at >= captions.size() || captions[at] != captions[at - 1]) m_begins.push_back(i);
  }
  m_begins.push_back(frames.count());
  m_scrubber->setVisible(count() > 1);
  const bool playing = m_scrubber->isPlaying();
  m_scrubber->setSteps(count(), {});
  if (held >= 0) m_scrubber->setStep(held);
  m_scrubber->setPlaying(playing && held >= 0);
  showStep(held >= 0 ? held : count() - 1);
}

void FramesView::showStep(int step) {
  if (step < 0 || step >= count()) return;
  m_step = step;
  const std::int64_t from = m_begins[std::size_t(step)], to = m_begins[std::size_t(step) + 1];
  const std::int64_t size = m_frames->shape[1] * m_frames->shape[2] * m_frames->shape[3];
  ImageSet shown = {m_frames->shape, {}, {}, m_frames->isChange, 0};
  shown.shape[0] = to - from;
  shown.values.assign(m_frames->values.begin() + from * size, m_frames->values.begin() + to * size);
  if (m_frames->captions.size() >= std::size_t(to))
    shown.captions.assign(m_frames->captions.begin() + from, m_frames->captions.begin() + to);
  m_grid->setEdge(edgeFor(to - from));
  m_grid->setImages(shown, m_title);
}

}  // namespace adversarium
