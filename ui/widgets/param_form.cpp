// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/algorithm/picture_param.h"
#include "ui/widgets/core_text.h"
#include "ui/widgets/number_edit.h"
#include "ui/widgets/wheel_guard.h"

namespace adversarium {
namespace {

/// The field's way of writing the few words that parameters use.
QString choiceText(std::string_view choice) {
  if (choice == "linf") return QStringLiteral("L∞");
  if (choice == "l2") return QStringLiteral("L2");
  if (choice == "l1") return QStringLiteral("L1");
  if (choice == "l0") return QStringLiteral("L0");
  return QString::fromUtf8(choice.data(), qsizetype(choice.size()));
}

}  // namespace

ParamForm::ParamForm(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_moreButton = new QToolButton(this);
  m_moreButton->setObjectName("moreParameters");
  m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_moreButton->setAutoRaise(true);
  connect(m_moreButton, &QToolButton::clicked, this, [this] { setMoreShown(!m_moreShown); });
}

void ParamForm::setMethod(const CatalogueEntry& entry) {
  m_entry = entry;
  m_params = completeParams(entry.params, {});
  rebuild();
}

void ParamForm::setHeroElsewhere(bool elsewhere) {
  m_heroElsewhere = elsewhere;
  rebuild();
}

void ParamForm::setPictureGround(PictureEdit::Ground ground) {
  m_ground = std::move(ground);
  for (const auto& [id, control] : m_controls) {
    if (auto* picture = qobject_cast<PictureEdit*>(control)) picture->setGround(m_ground);
  }
}

void ParamForm::rebuild() {
  auto* layout = static_cast<QVBoxLayout*>(this->layout());
  for (QWidget* old : {m_body, m_moreBody}) {
    if (!old) continue;
    layout->removeWidget(old);
    old->hide();
    old->deleteLater();
  }
  layout->removeWidget(m_moreButton);
  m_controls.clear();
  m_body = new QWidget(this);
  m_moreBody = new QWidget(this);
  auto* first = new QFormLayout(m_body);
  auto* more = new QFormLayout(m_moreBody);
  for (QFormLayout* form : {first, more}) {
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  }
  int shown = 0;
  for (const ParamSpec& spec : m_entry.params) {
    if (m_heroElsewhere && spec.id == "epsilon") continue;
    QWidget* control = makeControl(spec);
    control->setObjectName(QStringLiteral("param_") +
                           QString::fromUtf8(spec.id.data(), qsizetype(spec.id.size())));
    control->setAccessibleName(methodText(spec.label));
    control->setAccessibleDescription(methodText(spec.help));
    control->setToolTip(methodText(spec.help));
    if (auto* picture = qobject_cast<PictureEdit*>(control))
      picture->setWords(methodText(spec.label), methodText(spec.help));
    m_controls[std::string(spec.id)] = control;
    const QString unit =
        spec.limits.unit.empty() ? QString() : QStringLiteral(" (%1)").arg(methodText(spec.limits.unit));
    auto* label = new QLabel(methodText(spec.label) + unit);
    label->setBuddy(control);
    label->setToolTip(methodText(spec.help));
    (shown++ < kMostVisible ? first : more)->addRow(label, control);
    showValue(spec, m_params.find(spec.id)->second);
  }
  layout->addWidget(m_body);
  layout->addWidget(m_moreButton);
  layout->addWidget(m_moreBody);
  m_moreButton->setVisible(shown > kMostVisible);
  setMoreShown(m_moreShown && shown > kMostVisible);
}

QWidget* ParamForm::makeControl(const ParamSpec& spec) {
  const std::string_view id = spec.id;
  if (std::holds_alternative<bool>(spec.fallback)) {
    auto* box = new QCheckBox;
    connect(box, &QCheckBox::toggled, this, [this, id](bool on) { edited(id, on); });
    return box;
  }
  if (std::holds_alternative<std::int64_t>(spec.fallback)) {
    auto* spin = new QSpinBox;
    spin->setRange(static_cast<int>(std::max(spec.limits.min, -1e9)),
                   static_cast<int>(std::min(spec.limits.max, 1e9)));
    spin->setStepType(spec.limits.logarithmic ? QSpinBox::AdaptiveDecimalStepType : QSpinBox::DefaultStepType);
    spin->setKeyboardTracking(false);
    guardWheel(spin);
    connect(spin, &QSpinBox::valueChanged, this, [this, id](int value) { edited(id, std::int64_t{value}); });
    return spin;
  }
  if (std::holds_alternative<double>(spec.fallback)) {
    auto* number = new NumberEdit(spec.limits);
    guardWheel(number);
    connect(number, &NumberEdit::valueEdited, this, [this, id](double value) { edited(id, value); });
    return number;
  }
  if (!spec.choices.empty()) {
    auto* combo = new QComboBox;
    for (const std::string_view choice : spec.choices) {
      combo->addItem(choiceText(choice), QString::fromUtf8(choice.data(), qsizetype(choice.size())));
    }
    guardWheel(combo);
    connect(combo, &QComboBox::currentIndexChanged, this,
            [this, id, combo] { edited(id, combo->currentData().toString().toStdString()); });
    return combo;
  }
  if (namesPicture(spec)) {
    auto* picture = new PictureEdit;
    picture->setGround(m_ground);
    connect(picture, &PictureEdit::pathEdited, this,
            [this, id](const QString& path) { edited(id, path.toStdString()); });
    return picture;
  }
  auto* text = new QLineEdit;
  connect(text, &QLineEdit::editingFinished, this, [this, id, text] { edited(id, text->text().toStdString()); });
  return text;
}

void ParamForm::showValue(const ParamSpec& spec, const ParamValue& value) {
  const auto found = m_controls.find(spec.id);
  if (found == m_controls.end()) return;
  m_filling = true;
  QWidget* control = found->second;
  if (auto* box = qobject_cast<QCheckBox*>(control)) box->setChecked(std::get<bool>(value));
  if (auto* spin = qobject_cast<QSpinBox*>(control))
    spin->setValue(static_cast<int>(std::get<std::int64_t>(value)));
  if (auto* number = qobject_cast<NumberEdit*>(control)) number->setValue(std::get<double>(value));
  if (auto* combo = qobject_cast<QComboBox*>(control)) {
    combo->setCurrentIndex(combo->findData(QString::fromStdString(std::get<std::string>(value))));
  }
  if (auto* picture = qobject_cast<PictureEdit*>(control))
    picture->setPath(QString::fromStdString(std::get<std::string>(value)));
  if (auto* text = qobject_cast<QLineEdit*>(control))
    text->setText(QString::fromStdString(std::get<std::string>(value)));
  m_filling = false;
}

void ParamForm::edited(std::string_view id, ParamValue value) {
  if (m_filling) return;
  const auto found = m_params.find(id);
  if (found == m_params.end() || found->second == value) return;
  found->second = std::move(value);
  emit paramsEdited();
}

void ParamForm::setParams(const ParamMap& params) {
  for (const ParamSpec& spec : m_entry.params) {
    const auto given = params.find(spec.id);
    if (given == params.end()) continue;
    try {
      const ParamValue value = checkedParam(spec, given->second);
      m_params[std::string(spec.id)] = value;
      showValue(spec, value);
    } catch (const UsageError&) {
      continue;
    }
  }
}

QWidget* ParamForm::control(const QString& paramId) const {
  const auto found = m_controls.find(paramId.toStdString());
  return found == m_controls.end() ? nullptr : found->second;
}

void ParamForm::setMoreShown(bool shown) {
  m_moreShown = shown;
  m_moreBody->setVisible(shown);
  m_moreButton->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
  m_moreButton->setText(shown ? tr("Less") : tr("More"));
  m_moreButton->setAccessibleName(shown ? tr("Fewer parameters") : tr("More parameters"));
}

void ParamForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange && !m_entry.params.empty()) {
    const ParamMap kept = m_params;
    rebuild();
    setParams(kept);
  }
  QWidget::changeEvent(event);
}

}  // namespace adversarium
