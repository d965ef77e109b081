// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/results_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/theme.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {

ResultsPage::ResultsPage(QWidget* parent) : QWidget(parent) {
  setObjectName("resultsPage");
  m_stack = new QStackedWidget(this);
  m_empty = new EmptyState("run", "resultsRunButton", this);

  auto* full = new QWidget(this);
  m_title = boldLabel(full, kTitleScale);
  m_explore = new QPushButton(themedIcon("explore"), {}, full);
  m_explore->setObjectName("resultsExploreButton");
  m_export = new QPushButton(themedIcon("export"), {}, full);
  m_export->setObjectName("resultsExportButton");
  m_view = new RecordView(full);
  m_view->setObjectName("recordView");
  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_explore);
  head->addWidget(m_export);
  auto* layout = new QVBoxLayout(full);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(head);
  layout->addWidget(m_view, 1);

  m_stack->addWidget(m_empty);
  m_stack->addWidget(full);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  connect(&m_empty->button(), &QPushButton::clicked, this, &ResultsPage::runRequested);
  connect(m_export, &QPushButton::clicked, this, &ResultsPage::exportRequested);
  connect(m_explore, &QPushButton::clicked, this, [this] { emit exploreRequested(record()); });
  retranslate();
}

void ResultsPage::setRecord(const std::shared_ptr<const Record>& record) {
  m_view->setRecord(record);
  m_stack->setCurrentIndex(record ? 1 : 0);
  retranslate();
}

void ResultsPage::retranslate() {
  m_empty->text().setText(tr("No run is open. Start one, or open one from the list of runs with Enter."));
  m_empty->button().setText(tr("Run set"));
  m_explore->setText(tr("Explore with these settings"));
  m_export->setText(tr("Export…"));
  if (record()) m_title->setText(runTitle(*record()));
}

void ResultsPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
