// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/model_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/base/theme.h"
#include "ui/views/finding_list.h"

namespace adversarium {
namespace {

QString shapeText(const std::vector<std::int64_t>& shape) {
  QStringList sizes;
  for (const std::int64_t size : shape) sizes << QString::number(size);
  return sizes.join(QStringLiteral("×"));
}

QString numbersText(const std::vector<float>& values) {
  QStringList words;
  for (const float value : values) words << numberText(double(value));
  return words.join(QStringLiteral("  "));
}

QString signOf(Severity severity) {
  switch (severity) {
    case Severity::Fine:
      return QStringLiteral("✓");
    case Severity::Note:
      return QStringLiteral("ℹ");
    case Severity::Warning:
      return QStringLiteral("⚠");
    case Severity::Fault:
      return QStringLiteral("✗");
  }
  return {};
}

}  // namespace

ModelPage::ModelPage(SessionBridge& bridge, QWidget* parent) : QWidget(parent), m_bridge(bridge) {
  setObjectName("modelPage");
  m_stack = new QStackedWidget(this);

  m_empty = new EmptyState("model", "modelPageOpen", this);

  auto* full = new QWidget(this);
  m_title = boldLabel(full, kTitleScale);
  m_facts = new QFormLayout;
  m_facts->setLabelAlignment(Qt::AlignLeft);
  m_facts->setHorizontalSpacing(18);
  m_doctorTitle = boldLabel(full);
  m_findings = findingList(full, "findings", 2);
  m_again = new QPushButton(themedIcon("redo"), {}, full);
  m_again->setObjectName("examineAgain");
  m_cure = new QPushButton(full);
  m_cure->setObjectName("applyCure");
  m_layersTitle = boldLabel(full);
  m_structure = findingList(full, "structure", 5);
  m_structure->header()->setStretchLastSection(false);

  auto* doctorHead = new QHBoxLayout;
  doctorHead->addWidget(m_doctorTitle, 1);
  doctorHead->addWidget(m_cure);
  doctorHead->addWidget(m_again);
  auto* top = new QWidget(full);
  auto* topLayout = new QVBoxLayout(top);
  topLayout->setContentsMargins(0, 0, 0, 0);
  topLayout->addWidget(m_title);
  topLayout->addLayout(m_facts);
  auto* doctor = new QWidget(top);
  auto* doctorLayout = new QVBoxLayout(doctor);
  doctorLayout->setContentsMargins(0, 0, 0, 0);
  doctorLayout->addLayout(doctorHead);
  doctorLayout->addWidget(m_findings, 1);
  m_audit = new AuditView(top);
  auto* examinations = new QHBoxLayout;
  examinations->setSpacing(12);
  examinations->addWidget(doctor, 1);
  examinations->addWidget(m_audit, 1);
  topLayout->addLayout(examinations, 1);
  auto* bottom = new QWidget(full);
  auto* bottomLayout = new QVBoxLayout(bottom);
  bottomLayout->setContentsMargins(0, 6, 0, 0);
  bottomLayout->addWidget(m_layersTitle);
  bottomLayout->addWidget(m_structure, 1);
  auto* halves = new QSplitter(Qt::Vertical, full);
  halves->setObjectName("modelHalves");
  halves->setChildrenCollapsible(false);
  halves->addWidget(top);
  halves->addWidget(bottom);
  halves->setStretchFactor(1, 2);
  constexpr int kTop = 260, kBottom = 400;  // findings are few, layers many
  halves->setSizes({kTop, kBottom});
  auto* layout = new QVBoxLayout(full);
  layout->setContentsMargins(10, 8, 10, 8);
  layout->addWidget(halves);

  auto* refused = new QWidget(this);
  m_refusedTitle = boldLabel(refused, kTitleScale);
  m_refusedReason = new QLabel(refused);
  m_refusedReason->setObjectName("refusedReason");
  m_refusedReason->setWordWrap(true);
  m_refusedReason->setTextFormat(Qt::PlainText);
  m_refusedReason->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_refusedAudit = new AuditView(refused);
  m_refusedAudit->setObjectName("refusedAudit");
  m_back = new QPushButton(refused);
  m_back->setObjectName("backToModel");
  auto* refusedLayout = new QVBoxLayout(refused);
  refusedLayout->setContentsMargins(10, 8, 10, 8);
  refusedLayout->addWidget(m_refusedTitle);
  refusedLayout->addWidget(m_refusedReason);
  refusedLayout->addWidget(m_refusedAudit, 1);
  refusedLayout->addWidget(m_back, 0, Qt::AlignLeft);

  m_stack->addWidget(m_empty);
  m_stack->addWidget(full);
  m_stack->addWidget(refused);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);

  connect(&m_empty->button(), &QPushButton::clicked, this, &ModelPage::openModelRequested);
  connect(m_again, &QPushButton::clicked, this, &ModelPage::examine);
  connect(m_cure, &QPushButton::clicked, this, &ModelPage::applyCure);
  connect(&m_bridge, &SessionBridge::layersRead, this, [this](const QString& model, const auto& layers) {
    if (!m_model || model != QString::fromStdString(m_model->where)) return;
    m_layers = layers;
    showLayers();
  });
  connect(&m_bridge, &SessionBridge::examined, this, [this](const QString& model, const auto& diagnosis) {
    if (!m_model || model != QString::fromStdString(m_model->where)) return;
    m_diagnosis = diagnosis;
    showFindings();
    if (!isOwn() || diagnosis->worst() < Severity::Warning) return;
    const auto worst = std::max_element(diagnosis->findings.begin(), diagnosis->findings.end(),
                                        [](const auto& a, const auto& b) { return a.severity < b.severity; });
    emit warned(tr("Load doctor: %1 The Model page tells more.").arg(recordText(worst->words)));
  });
  connect(&m_bridge, &SessionBridge::examineFailed, this, [this](const QString&, const QString& reason) {
    m_examineProblem = reason;
    showFindings();
  });
  connect(&m_bridge, &SessionBridge::audited, this, [this](const QString& file, const auto& report) {
    if (file == m_refused && report->verdict() != AuditReport::Verdict::Allowed) {
      m_refusedAudit->setReport(report);
      m_stack->setCurrentIndex(2);
      emit refusalShown();
    }
    if (m_model && file == QString::fromStdString(m_model->where)) m_audit->setReport(report);
  });
  connect(m_back, &QPushButton::clicked, this, [this] { m_stack->setCurrentIndex(m_model ? 1 : 0); });
  retranslate();
}

void ModelPage::setModel(std::shared_ptr<const ModelInfo> model) {
  m_model = std::move(model);
  m_layers.reset();
  m_diagnosis.reset();
  m_examineProblem.clear();
  m_asked = false;
  m_refused.clear();
  m_audit->setReport(nullptr);
  m_audit->setVisible(m_model && !m_model->where.starts_with("demo:"));  // the built-in ones are the house's own
  m_stack->setCurrentIndex(m_model ? 1 : 0);
  retranslate();
  if (isVisible() || isOwn()) ask();
}

bool ModelPage::isOwn() const {
  return m_model && !m_model->where.starts_with("demo:") && !m_data.isEmpty() && !m_data.startsWith("demo:");
}

void ModelPage::showRefusal(const QString& file, const QString& reason) {
  m_refused = file;
  m_refusedReason->setText(reason);
  m_bridge.audit(file);
}

void ModelPage::setData(const QString& where) {
  if (where == m_data) return;
  m_data = where;
  m_diagnosis.reset();
  m_asked = false;
  showFindings();
  if (isVisible() || isOwn()) ask();
}

void ModelPage::ask() {
  if (m_asked || !m_model) return;
  m_asked = true;
  m_bridge.readLayers(QString::fromStdString(m_model->where));
  if (!m_model->where.starts_with("demo:")) m_bridge.audit(QString::fromStdString(m_model->where));
  examine();
}

void ModelPage::examine() {
  if (!m_model || m_data.isEmpty()) return;
  m_diagnosis.reset();
  m_examineProblem.clear();
  showFindings();
  m_bridge.examine(QString::fromStdString(m_model->where), m_data);
}

void ModelPage::applyCure() {
  if (!m_model || !m_diagnosis || !m_diagnosis->cure) return;
  try {
    m_bridge.session().cure(m_model->where, *m_diagnosis->cure);
    emit cured(QString::fromStdString(m_model->where));
  } catch (const std::exception& wrong) {
    emit problem(QString::fromUtf8(wrong.what()));
  }
}

void ModelPage::showFacts() {
  while (m_facts->rowCount() > 0) m_facts->removeRow(0);
  if (!m_model) return;
  const auto row = [this](const QString& name, const QString& text) {
    if (text.isEmpty()) return;
    auto* value = new QLabel(text);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setWordWrap(true);
    m_facts->addRow(name, value);
  };
  const ModelInfo& info = *m_model;
  row(tr("File"), QString::fromStdString(info.where));
  row(tr("Kind"),
      QString::fromStdString(info.kind) + QStringLiteral(", ") + QString::fromStdString(info.architecture));
  row(tr("Input"),
      QStringLiteral("%1×%2×%3").arg(info.input.channels).arg(info.input.height).arg(info.input.width));
  if (!info.mean.empty())
    row(tr("Normalisation"), tr("mean %1, deviation %2").arg(numbersText(info.mean), numbersText(info.deviation)));
  row(tr("Classes"), countText(info.classes));
  row(tr("Parameters"), countText(info.parameters));
  row(tr("This file grants"),
      methodText(wordFor(info.access)) +
          (info.accessReason.empty() ? QString() : QStringLiteral(" (%1)").arg(recordText(info.accessReason))));
  QStringList remarks;
  for (const Words& remark : info.remarks) remarks << recordText(remark);
  row(tr("Noticed"), remarks.join('\n'));
  row(QStringLiteral("SHA-256"), QString::fromStdString(info.sha256));
}

void ModelPage::showLayers() {
  m_structure->clear();
  m_structure->setHeaderLabels({tr("Layer"), tr("Operation"), tr("Output"), tr("Parameters"), tr("Time")});
  if (!m_layers) return;
  for (const Layer& layer : *m_layers) {
    auto* item = new QTreeWidgetItem(m_structure);
    item->setText(0, QString::fromStdString(layer.name));
    item->setText(1, QString::fromStdString(layer.operation));
    item->setText(2, shapeText(layer.shape));
    item->setText(3, layer.parameters > 0 ? countText(layer.parameters) : QString());
    item->setText(4, QLocale().toString(layer.milliseconds, 'f', 3) + QStringLiteral(" ms"));
    for (int column : {3, 4}) item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  }
  if (m_layers->empty()) {
    auto* item = new QTreeWidgetItem(m_structure);
    item->setFirstColumnSpanned(true);
    item->setText(0, tr("The inside of this file is not known: no layers, no taps."));
  }
  for (int column = 0; column < 5; ++column) m_structure->resizeColumnToContents(column);
}

void ModelPage::showFindings() {
  m_findings->clear();
  const auto add = [this](const QString& sign, const QString& words) { addFinding(m_findings, sign, words); };
  if (!m_examineProblem.isEmpty()) {
    add(signOf(Severity::Fault), m_examineProblem);
  } else if (m_diagnosis) {
    for (const Finding& finding : m_diagnosis->findings)
      add(signOf(finding.severity) + ' ' + recordText(std::string(wordFor(finding.severity))),
          recordText(finding.words));
    if (m_diagnosis->worst() == Severity::Fine)
      add(signOf(Severity::Fine) + ' ' + recordText(std::string(wordFor(Severity::Fine))),
          tr("Nothing is wrong with how the model is fed."));
  } else if (m_model && m_data.isEmpty()) {
    add({}, tr("Open images with known classes to have the model examined."));
  } else if (m_model) {
    add({}, tr("The model is being examined…"));
  }
  m_findings->resizeColumnToContents(0);
  const bool curable = m_diagnosis && m_diagnosis->cure;
  m_cure->setVisible(curable);
  if (curable && m_diagnosis->labelled > 0) {
    m_cure->setToolTip(tr("Writes a small file beside the model. Measured here: %1 right instead of %2.")
                           .arg(percentText(double(m_diagnosis->rightWithCure) / double(m_diagnosis->labelled)),
                                percentText(double(m_diagnosis->right) / double(m_diagnosis->labelled))));
  }
}

void ModelPage::retranslate() {
  m_empty->text().setText(tr("No model is open."));
  m_empty->button().setText(tr("Open model…"));
  m_title->setText(tr("Model"));
  m_refusedTitle->setText(tr("This file was not opened"));
  m_back->setText(tr("Back"));
  m_doctorTitle->setText(tr("Load doctor"));
  m_findings->setAccessibleName(tr("What the load doctor found"));
  m_again->setText(tr("Examine again"));
  m_cure->setText(tr("Apply the cure"));
  m_layersTitle->setText(tr("Structure"));
  m_structure->setAccessibleName(tr("Layers of the model"));
  showFacts();
  showLayers();
  showFindings();
}

void ModelPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  ask();
}

void ModelPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
