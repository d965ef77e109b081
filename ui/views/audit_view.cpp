// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/audit_view.h"

#include <QEvent>
#include <QHash>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/base/core_text.h"
#include "ui/views/finding_list.h"
#include "ui/views/page_parts.h"

namespace adversarium {
namespace {

QString signOf(AuditSeverity severity) {
  switch (severity) {
    case AuditSeverity::Ok:
      return QStringLiteral("✓");
    case AuditSeverity::Note:
      return QStringLiteral("ℹ");
    case AuditSeverity::Warning:
      return QStringLiteral("⚠");
    case AuditSeverity::Damaged:
    case AuditSeverity::Refused:
      return QStringLiteral("✗");
  }
  return {};
}

}  // namespace

AuditView::AuditView(QWidget* parent) : QWidget(parent) {
  setObjectName("auditView");
  m_title = boldLabel(this);
  m_verdict = new QLabel(this);
  m_verdict->setObjectName("auditVerdict");
  m_verdict->setWordWrap(true);
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_findings = findingList(this, "auditFindings", 2);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_title);
  layout->addWidget(m_verdict);
  layout->addWidget(m_findings, 1);
  retranslate();
}

void AuditView::setReport(std::shared_ptr<const AuditReport> report) {
  m_report = std::move(report);
  retranslate();
}

QString AuditView::containerText() const {
  const QHash<std::string, QString> names{{"saved model", tr("saved model")},
                                          {"safetensors", QStringLiteral("safetensors")},
                                          {"torchscript", QStringLiteral("TorchScript")},
                                          {"checkpoint", tr("PyTorch checkpoint")},
                                          {"legacy checkpoint", tr("old PyTorch checkpoint")},
                                          {"pickle", tr("bare pickle")},
                                          {"onnx", QStringLiteral("ONNX")},
                                          {"zip", tr("zip archive")}};
  return names.value(m_report->container, tr("of unknown kind"));
}

void AuditView::retranslate() {
  m_title->setText(tr("File audit"));
  m_findings->setAccessibleName(tr("What the audit of the file found"));
  m_findings->clear();
  if (!m_report) {
    m_verdict->setText(tr("The file is being audited…"));
    return;
  }
  const QString size = QLocale().formattedDataSize(qint64(m_report->bytes));
  m_verdict->setText(tr("%1: %2, %3. Examined without running any of it.")
                         .arg(auditText(wordFor(m_report->verdict())), containerText(), size));
  for (const AuditFinding& finding : m_report->findings) {
    QString words = recordText(finding.words);
    if (!finding.place.empty()) words += QStringLiteral(" — ") + QString::fromStdString(finding.place);
    addFinding(m_findings, signOf(finding.severity) + ' ' + auditText(wordFor(finding.severity)), words);
  }
  m_findings->resizeColumnToContents(0);
}

void AuditView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
