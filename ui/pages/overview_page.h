// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a person begins: what there is, by chapter of the guideline, and one step into each.
#pragma once

#include <QTextBrowser>
#include <QVBoxLayout>
#include <QWidget>

namespace adversarium {

class OverviewPage : public QWidget {
  Q_OBJECT

 public:
  explicit OverviewPage(QWidget* parent = nullptr);

 signals:
  void exploreRequested(const QString& methodId);
  void cardRequested(const QString& methodId);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();

  QTextBrowser* m_text = nullptr;
};

}  // namespace adversarium
