// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/thumbnail_model.h"

#include <QPointer>
#include <QThread>

#include "core/base/error.h"
#include "ui/base/colours.h"
#include "ui/base/images.h"

namespace adversarium {

ThumbnailModel::ThumbnailModel(QObject* parent) : QAbstractListModel(parent), m_pictures(2000) {
  m_pool.setMaxThreadCount(1);  // the other core belongs to what a person is waiting for
}

ThumbnailModel::~ThumbnailModel() {
  m_pool.clear();
  m_pool.waitForDone();
}

void ThumbnailModel::setDataSet(std::shared_ptr<const DataSet> data) {
  beginResetModel();
  ++m_generation;
  ++m_filterGeneration;
  m_pool.clear();
  m_data = std::move(data);
  m_pictures.clear();
  m_wanted.clear();
  m_rows.clear();
  m_allRows = true;
  m_filter = -1;
  m_names.clear();
  if (m_data) {
    for (const std::string& name : m_data->info().classNames) m_names << QString::fromStdString(name);
  }
  endResetModel();
}

void ThumbnailModel::setClassFilter(int classIndex) {
  if (classIndex == m_filter) return;
  m_filter = classIndex;
  const quint64 generation = ++m_filterGeneration;
  if (classIndex < 0 || !m_data) {
    beginResetModel();
    m_rows.clear();
    m_allRows = true;
    endResetModel();
    emit filtered();
    return;
  }
  // Labels of a drawn or folder data set are not in memory: a long list must not hold up the window.
  m_pool.start([self = QPointer(this), data = m_data, classIndex, generation] {
    std::vector<qint64> rows;
    for (qint64 i = 0; i < data->info().count; ++i) {
      if (data->label(i) == classIndex) rows.push_back(i);
    }
    if (!self) return;
    QMetaObject::invokeMethod(
        self,
        [self, rows = std::move(rows), generation] {
          if (!self || self->m_filterGeneration != generation) return;
          self->beginResetModel();
          self->m_rows = rows;
          self->m_allRows = false;
          self->endResetModel();
          emit self->filtered();
        },
        Qt::QueuedConnection);
  });
}

void ThumbnailModel::setEdge(int pixels) { m_edge = pixels; }

qint64 ThumbnailModel::sampleAt(int row) const { return m_allRows ? row : m_rows[static_cast<std::size_t>(row)]; }

int ThumbnailModel::rowOf(qint64 sample) const {
  if (m_allRows) return sample < rowCount() ? static_cast<int>(sample) : -1;
  const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), sample);
  return found != m_rows.end() && *found == sample ? static_cast<int>(found - m_rows.begin()) : -1;
}

int ThumbnailModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_data) return 0;
  return m_allRows ? static_cast<int>(m_data->info().count) : static_cast<int>(m_rows.size());
}

QVariant ThumbnailModel::data(const QModelIndex& index, int role) const {
  if (!m_data || !index.isValid()) return {};
  const qint64 sample = sampleAt(index.row());
  switch (role) {
    case SampleRole:
      return sample;
    case ClassRole:
      return m_data->label(sample);
    case Qt::DecorationRole: {
      if (const QImage* picture = m_pictures.object(sample)) return *picture;
      fetch(sample);
      QImage blank(m_edge, m_edge, QImage::Format_ARGB32_Premultiplied);
      blank.fill(Qt::transparent);
      return blank;
    }
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
      return tr("Sample %1: %2").arg(sample).arg(classLabel(m_names, m_data->label(sample)));
    default:
      return {};
  }
}

void ThumbnailModel::fetch(qint64 sample) const {
  if (m_wanted.contains(sample)) return;
  m_wanted.insert(sample);
  auto* self = const_cast<ThumbnailModel*>(this);  // Qt asks for data through a const method
  m_pool.start([guard = QPointer(self), data = m_data, sample, generation = m_generation, edge = m_edge] {
    QImage picture;
    try {
      picture = toQImage(data->image(sample)).scaled(edge, edge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const Error&) {
      picture = QImage(edge, edge, QImage::Format_RGB32);  // the stage says what is wrong when it is chosen
      picture.fill(Qt::darkRed);
    }
    if (!guard) return;
    QMetaObject::invokeMethod(
        guard,
        [guard, generation, sample, picture] {
          if (guard) guard->deliver(generation, sample, picture);
        },
        Qt::QueuedConnection);
  });
}

void ThumbnailModel::deliver(quint64 generation, qint64 sample, const QImage& picture) {
  if (generation != m_generation) return;
  m_wanted.remove(sample);
  m_pictures.insert(sample, new QImage(picture));
  const int row = rowOf(sample);
  if (row >= 0) emit dataChanged(index(row), index(row), {Qt::DecorationRole});
}

}  // namespace adversarium
