// SPDX-License-Identifier: GPL-3.0-or-later
/// What the audit of a model file found, before anything in it ran.
#pragma once

#include <QLabel>
#include <QTreeWidget>
#include <QWidget>
#include <memory>

#include "core/audit/audit.h"

namespace adversarium {

class AuditView : public QWidget {
  Q_OBJECT

 public:
  explicit AuditView(QWidget* parent = nullptr);

  /// Null: the audit is still under way.
  void setReport(std::shared_ptr<const AuditReport> report);
  const std::shared_ptr<const AuditReport>& report() const { return m_report; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  QString containerText() const;

  std::shared_ptr<const AuditReport> m_report;
  QLabel* m_title = nullptr;
  QLabel* m_verdict = nullptr;
  QTreeWidget* m_findings = nullptr;
};

}  // namespace adversarium
