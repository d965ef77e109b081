// SPDX-License-Identifier: GPL-3.0-or-later
/// What the open model is, whether it is fed as it was trained, and what its file allows.
#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QWidget>
#include <memory>

#include "ui/tasks/session_bridge.h"
#include "ui/views/audit_view.h"
#include "ui/views/page_parts.h"

namespace adversarium {

/// Asks for layers and examination when it is first looked at, not before: both cost time. A person's own model is
/// examined on their own images at once.
class ModelPage : public QWidget {
  Q_OBJECT

 public:
  explicit ModelPage(SessionBridge& bridge, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ModelInfo> model);
  void setData(const QString& where);
  /// A file that could not be opened: where its audit says why, the page shows that instead of the open model.
  void showRefusal(const QString& file, const QString& reason);
  const std::shared_ptr<const Diagnosis>& diagnosis() const { return m_diagnosis; }

 signals:
  void openModelRequested();
  /// The model has a cure beside it now and must be opened again.
  void cured(const QString& model);
  void problem(const QString& words);
  /// The load doctor found something that spoils results.
  void warned(const QString& words);
  void refusalShown();

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void ask();
  /// A person's own model on their own images.
  bool isOwn() const;
  void examine();
  void applyCure();
  void retranslate();
  void showFacts();
  void showLayers();
  void showFindings();

  SessionBridge& m_bridge;
  std::shared_ptr<const ModelInfo> m_model;
  QString m_data;
  std::shared_ptr<const std::vector<Layer>> m_layers;
  std::shared_ptr<const Diagnosis> m_diagnosis;
  QString m_examineProblem, m_refused;
  bool m_asked = false;

  QStackedWidget* m_stack = nullptr;
  EmptyState* m_empty = nullptr;
  QLabel* m_title = nullptr;
  QFormLayout* m_facts = nullptr;
  QLabel* m_doctorTitle = nullptr;
  QTreeWidget* m_findings = nullptr;
  QPushButton* m_again = nullptr;
  QPushButton* m_cure = nullptr;
  QLabel* m_layersTitle = nullptr;
  QTreeWidget* m_structure = nullptr;
  AuditView* m_audit = nullptr;
  QLabel* m_refusedTitle = nullptr;
  QLabel* m_refusedReason = nullptr;
  AuditView* m_refusedAudit = nullptr;
  QPushButton* m_back = nullptr;
};

}  // namespace adversarium
