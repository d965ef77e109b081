// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/sample_browser.h"

#include <QEvent>
#include <QGridLayout>

#include "ui/base/colours.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {

SampleBrowser::SampleBrowser(QWidget* parent) : QWidget(parent) {
  m_model = new ThumbnailModel(this);
  m_list = new QListView(this);
  m_list->setObjectName("thumbnails");
  m_list->setModel(m_model);
  m_list->setViewMode(QListView::IconMode);
  m_list->setResizeMode(QListView::Adjust);
  m_list->setUniformItemSizes(true);
  m_list->setMovement(QListView::Static);
  m_list->setIconSize({56, 56});
  m_list->setGridSize({64, 64});
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setTabKeyNavigation(false);
  m_classBox = new QComboBox(this);
  m_classBox->setObjectName("classFilter");
  m_classBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_classBox->setMinimumContentsLength(8);
  m_indexLabel = new QLabel(this);
  m_indexSpin = new QSpinBox(this);
  m_indexSpin->setObjectName("sampleIndex");
  m_indexSpin->setKeyboardTracking(false);
  m_indexLabel->setBuddy(m_indexSpin);
  guardWheel(m_classBox);
  guardWheel(m_indexSpin);
  m_count = new QLabel(this);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(8, 8, 0, 8);
  layout->addWidget(m_classBox, 0, 0, 1, 2);
  layout->addWidget(m_list, 1, 0, 1, 2);
  layout->addWidget(m_indexLabel, 2, 0);
  layout->addWidget(m_indexSpin, 2, 1);
  layout->addWidget(m_count, 3, 0, 1, 2);
  layout->setColumnStretch(1, 1);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
    if (now.isValid()) choose(m_model->sampleAt(now.row()));
  });
  connect(m_classBox, &QComboBox::activated, this, [this](int row) { m_model->setClassFilter(row - 1); });
  connect(m_indexSpin, &QSpinBox::valueChanged, this, [this](int index) { choose(index); });
  connect(m_model, &ThumbnailModel::filtered, this, [this] {
    showCount();
    showCurrent();
  });
  retranslate();
}

void SampleBrowser::setData(std::shared_ptr<const DataSet> data) {
  m_data = std::move(data);
  m_current = m_data && m_data->info().count > 0 ? 0 : -1;
  m_model->setDataSet(m_data);
  fillClasses();
  {
    const QSignalBlocker quiet(m_indexSpin);
    m_indexSpin->setRange(0, m_data ? static_cast<int>(m_data->info().count) - 1 : 0);
    m_indexSpin->setValue(0);
  }
  showCount();
  showCurrent();
}

void SampleBrowser::choose(qint64 sample) {
  if (!m_data || sample < 0 || sample >= m_data->info().count || sample == m_current) return;
  m_current = sample;
  showCurrent();
  emit sampleChosen(sample);
}

void SampleBrowser::step(int rows) {
  if (m_current < 0) return;
  const int row = m_model->rowOf(m_current), next = row < 0 ? 0 : row + rows;
  if (next >= 0 && next < m_model->rowCount()) choose(m_model->sampleAt(next));
}

void SampleBrowser::showCurrent() {
  const QSignalBlocker quietSpin(m_indexSpin);
  const QSignalBlocker quietList(m_list->selectionModel());
  m_indexSpin->setValue(static_cast<int>(std::max<qint64>(0, m_current)));
  const int row = m_current < 0 ? -1 : m_model->rowOf(m_current);
  m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row));
  if (row >= 0) m_list->scrollTo(m_model->index(row));
  m_list->viewport()->update();
}

void SampleBrowser::showCount() {
  m_count->setText(m_data ? tr("%n picture(s)", nullptr, m_model->rowCount()) : tr("no data"));
}

void SampleBrowser::fillClasses() {
  const QSignalBlocker quiet(m_classBox);
  m_classBox->clear();
  m_classBox->addItem(tr("all classes"));
  m_classBox->addItems(m_model->classNames());
  m_classBox->setCurrentIndex(m_model->classFilter() + 1);
  m_classBox->setEnabled(m_classBox->count() > 1);
}

void SampleBrowser::retranslate() {
  m_list->setAccessibleName(tr("Pictures of the data set"));
  m_classBox->setAccessibleName(tr("Show pictures of this class"));
  m_indexLabel->setText(tr("Sample"));
  m_indexSpin->setAccessibleName(tr("Index of the sample"));
  fillClasses();
  showCount();
}

void SampleBrowser::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
