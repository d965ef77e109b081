// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heat_maps_view.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/core_text.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {

HeatMapsView::HeatMapsView(std::shared_ptr<const Record> record, const HeatMaps& maps, const QString& title,
                           QWidget* parent)
    : QWidget(parent), m_record(std::move(record)), m_maps(maps) {
  const auto* pictures = m_record->get<ImageSet>(maps.over);
  const bool fit = pictures && pictures->shape.size() == 4 && maps.shape.size() == 3 &&
                   pictures->shape[0] == maps.shape[0] && pictures->shape[2] == maps.shape[1] &&
                   pictures->shape[3] == maps.shape[2];
  m_pictures = fit ? pictures : nullptr;
  m_label = new QLabel(tr("&Picture"), this);
  m_number = new QSpinBox(this);
  m_number->setObjectName("heatMapNumber");
  m_number->setRange(1, std::max(1, static_cast<int>(maps.count())));
  m_number->setSuffix(tr(" of %1").arg(maps.count()));
  m_number->setAccessibleName(tr("Picture"));
  guardWheel(m_number);
  m_label->setBuddy(m_number);
  m_view = new HeatView(this);
  m_view->setObjectName("heatView");
  m_view->setMinimumHeight(340);
  m_view->setAccessibleName(title);
  auto* head = new QHBoxLayout;
  head->addWidget(m_label);
  head->addWidget(m_number);
  head->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(head);
  layout->addWidget(m_view, 1);
  m_view->setSelectable(m_pictures != nullptr);
  connect(m_number, &QSpinBox::valueChanged, this, [this](int number) { show(number - 1); });
  connect(m_view, &HeatView::maskChanged, this,
          [this](const PixelMask& mask) { emit regionChosen(shown(), mask); });
  show(0);
}

void HeatMapsView::show(int index) {
  if (index < 0 || index >= m_maps.count()) return;
  m_number->setValue(index + 1);
  const auto values = m_maps.map(index);
  // Without its picture a map lies on plain white.
  Image picture = m_pictures ? m_pictures->image(index) : Image(1, int(m_maps.shape[1]), int(m_maps.shape[2]));
  if (!m_pictures) std::fill(picture.planes.begin(), picture.planes.end(), 1.0F);
  const bool captioned = std::size_t(index) < m_maps.captions.size();
  const QString caption = captioned ? captionText(m_maps.captions[std::size_t(index)]) : QString();
  m_view->setLayers({{caption, std::move(picture), {values.begin(), values.end()}}}, m_maps.isSigned,
                    recordText(m_maps.unit));
}

}  // namespace adversarium
