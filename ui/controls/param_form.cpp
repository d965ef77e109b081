// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/param_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/base/wheel_guard.h"
#include "ui/controls/number_edit.h"

namespace adversarium {
namespace {

bool needsALine(const QWidget* control) {
  return qobject_cast<const QLineEdit*>(control) || qobject_cast<const PathEdit*>(control);
}

double numberOf(const ParamValue& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole ? static_cast<double>(*whole) : std::get<double>(value);
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
  m_tabStops.clear();
  m_slider = nullptr;
  m_cost = nullptr;
  m_body = new QWidget(this);
  m_moreBody = new QWidget(this);
  auto* first = new QGridLayout(m_body);
  auto* more = new QGridLayout(m_moreBody);
  for (QGridLayout* rows : {first, more}) {
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setColumnStretch(0, 1);
    rows->setColumnMinimumWidth(1, columnWidth());
  }
  std::vector<const ParamSpec*> order;
  for (const ParamSpec& spec : m_entry.params) {
    if (!m_heroElsewhere || spec.role != Role::Strength) order.push_back(&spec);
  }
  std::stable_partition(order.begin(), order.end(), [this](auto* spec) { return spec->hero && !m_heroElsewhere; });
  int shown = 0;
  for (const ParamSpec* spec : order) {
    if (shown == kMostVisible) m_tabStops << m_moreButton;
    addRow(shown++ < kMostVisible ? *first : *more, *spec);
    showValue(*spec, m_params.find(spec->id)->second);
  }
  layout->addWidget(m_body);
  layout->addWidget(m_moreButton);
  layout->addWidget(m_moreBody);
  m_moreButton->setVisible(shown > kMostVisible);
  setMoreShown(m_moreShown && shown > kMostVisible);
  emit rebuilt();
}

void ParamForm::addRow(QGridLayout& rows, const ParamSpec& spec) {
  QWidget* control = makeControl(spec);
  control->setObjectName(QStringLiteral("param_") + QString::fromUtf8(spec.id.data(), qsizetype(spec.id.size())));
  control->setAccessibleName(methodText(spec.label));
  control->setAccessibleDescription(methodText(spec.help));
  control->setToolTip(methodText(spec.help));
  if (auto* path = qobject_cast<PathEdit*>(control)) path->setWords(methodText(spec.label), methodText(spec.help));
  m_controls[std::string(spec.id)] = control;
  m_tabStops << control;
  const QString name = methodText(spec.label), unit = methodText(spec.limits.unit);
  const bool counted = unit.isEmpty() || spec.place != Place::None || name.compare(unit, Qt::CaseInsensitive) == 0;
  auto* label = new QLabel(counted ? name : QStringLiteral("%1 (%2)").arg(name, unit));
  label->setBuddy(control);
  label->setToolTip(methodText(spec.help));
  label->setWordWrap(true);
  const int row = rows.rowCount();
  auto* combo = qobject_cast<QComboBox*>(control);
  if (needsALine(control) || (combo && combo->sizeHint().width() > columnWidth())) {
    rows.addWidget(label, row, 0, 1, 2);
    rows.addWidget(control, row + 1, 0, 1, 2);
  } else {
    rows.addWidget(label, row, 0);
    if (!qobject_cast<QCheckBox*>(control)) control->setFixedWidth(columnWidth());
    rows.addWidget(control, row, 1);
  }
  const bool number =
      std::holds_alternative<double>(spec.fallback) || std::holds_alternative<std::int64_t>(spec.fallback);
  if (spec.hero && !m_heroElsewhere && number && ValueSlider::fits(spec.limits)) addSlider(rows, spec);
}

void ParamForm::setCost(const QString& words) {
  m_costWords = words;
  if (!m_cost) return;
  m_cost->setText(words);
  m_cost->setVisible(!words.isEmpty());
}

int ParamForm::columnWidth() const {
  constexpr int kFrameAndArrows = 32;
  return fontMetrics().horizontalAdvance(QStringLiteral("0.06275 = 16/255")) + kFrameAndArrows;
}

void ParamForm::addSlider(QGridLayout& rows, const ParamSpec& spec) {
  const bool whole = std::holds_alternative<std::int64_t>(spec.fallback);
  m_slider = new ValueSlider(spec.limits, whole);
  m_slider->setObjectName("heroSlider");
  m_slider->setAccessibleName(methodText(spec.label));
  m_slider->setAccessibleDescription(methodText(spec.help));
  m_slider->setToolTip(methodText(spec.help));
  m_tabStops << m_slider;
  m_cost = new QLabel;
  m_cost->setObjectName("heroCost");
  m_cost->setWordWrap(true);
  rows.addWidget(m_slider, rows.rowCount(), 0, 1, 2);
  rows.addWidget(m_cost, rows.rowCount(), 0, 1, 2);
  setCost(m_costWords);
  connect(m_slider, &ValueSlider::dragged, this, [this, spec, whole](double number) {
    const ParamValue value = whole ? ParamValue(static_cast<std::int64_t>(number)) : ParamValue(number);
    edited(spec.id, value);
    showValue(spec, value);
  });
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
      combo->addItem(choiceText(spec, choice), QString::fromUtf8(choice.data(), qsizetype(choice.size())));
    }
    combo->setMinimumContentsLength(1);
    guardWheel(combo);
    connect(combo, &QComboBox::currentIndexChanged, this,
            [this, id, combo] { edited(id, combo->currentData().toString().toStdString()); });
    return combo;
  }
  if (spec.place != Place::None) {
    PathEdit* edit = nullptr;
    if (spec.place == Place::Picture) {
      auto* picture = new PictureEdit(spec);
      picture->setGround(m_ground);
      edit = picture;
    } else {
      edit = new PathEdit(spec);
    }
    connect(edit, &PathEdit::pathEdited, this,
            [this, id](const QString& path) { edited(id, path.toStdString()); });
    return edit;
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
  if (auto* path = qobject_cast<PathEdit*>(control))
    path->setPath(QString::fromStdString(std::get<std::string>(value)));
  if (auto* text = qobject_cast<QLineEdit*>(control))
    text->setText(QString::fromStdString(std::get<std::string>(value)));
  if (m_slider && spec.hero) m_slider->showNumber(numberOf(value));
  m_filling = false;
}

void ParamForm::edited(std::string_view id, ParamValue value) {
  if (m_filling) return;
  const auto found = m_params.find(id);
  if (found == m_params.end() || found->second == value) return;
  found->second = std::move(value);
  const ParamSpec* hero = m_entry.hero();
  if (m_slider && hero && hero->id == id) m_slider->showNumber(numberOf(found->second));
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
