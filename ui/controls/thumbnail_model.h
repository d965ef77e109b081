// SPDX-License-Identifier: GPL-3.0-or-later
/// The samples of a data set as a list with pictures that are read in the background, only when looked at.
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QSet>
#include <QStringList>
#include <QThreadPool>
#include <memory>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

class ThumbnailModel : public QAbstractListModel {
  Q_OBJECT

 public:
  /// The sample's index in the data set (qint64) and its class (int).
  enum Role { SampleRole = Qt::UserRole + 1, ClassRole };

  explicit ThumbnailModel(QObject* parent = nullptr);
  ~ThumbnailModel() override;

  void setDataSet(std::shared_ptr<const DataSet> data);
  /// −1: every class. Labels are read in the background; the rows follow.
  void setClassFilter(int classIndex);
  int classFilter() const { return m_filter; }
  QStringList classNames() const { return m_names; }
  void setEdge(int pixels);

  qint64 sampleAt(int row) const;
  /// −1 where the filter hides the sample.
  int rowOf(qint64 sample) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 signals:
  void filtered();

 private:
  void fetch(qint64 sample) const;
  void deliver(quint64 generation, qint64 sample, const QImage& picture);

  std::shared_ptr<const DataSet> m_data;
  QStringList m_names;
  std::vector<qint64> m_rows;
  bool m_allRows = true;
  int m_filter = -1;
  int m_edge = 56;
  quint64 m_generation = 0;
  quint64 m_filterGeneration = 0;
  mutable QCache<qint64, QImage> m_pictures;
  mutable QSet<qint64> m_wanted;
  mutable QThreadPool m_pool;
};

}  // namespace adversarium
