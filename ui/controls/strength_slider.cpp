// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/strength_slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/numbers.h"

namespace adversarium {

StrengthSlider::StrengthSlider(QWidget* parent) : QWidget(parent) {
  m_label = new QLabel(this);
  m_field = new QLineEdit(this);
  m_field->setObjectName("strengthField");
  m_field->setMaximumWidth(fontMetrics().horizontalAdvance("0.000000000000"));
  m_over255 = new QLabel(this);
  m_bracketLabel = new QLabel(this);
  m_bracketLabel->setObjectName("bracketLegend");
  m_badgeLabel = new QLabel(this);
  m_badgeLabel->setObjectName("exactBadge");
  m_track = new ClassRibbon(this);
  m_track->setObjectName("classRibbon");
  m_label->setBuddy(m_field);
  auto* top = new QHBoxLayout;
  for (QWidget* part : std::initializer_list<QWidget*>{m_label, m_field, m_over255}) top->addWidget(part);
  top->addStretch();
  top->addWidget(m_bracketLabel);
  top->addSpacing(12);
  top->addWidget(m_badgeLabel);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 4);
  layout->setSpacing(2);
  layout->addLayout(top);
  layout->addWidget(m_track);
  connect(m_track, &ClassRibbon::dragStarted, this, &StrengthSlider::dragStarted);
  connect(m_track, &ClassRibbon::moved, this, [this](double strength) {
    m_strength = strength;
    showStrength();
    emit strengthDragged(strength);
  });
  connect(m_track, &ClassRibbon::committed, this, [this](double strength) {
    m_strength = strength;
    showStrength();
    emit strengthCommitted(strength);
  });
  connect(m_field, &QLineEdit::editingFinished, this, &StrengthSlider::takeEdited);
  retranslate();
}

void StrengthSlider::setSpec(double min, double softMax, bool enabled, double hardMax) {
  m_hardMin = min;
  m_hardMax = hardMax;
  m_track->setRange(min, softMax);
  setEnabled(enabled);
  setVisible(enabled);
}

void StrengthSlider::setRibbon(std::shared_ptr<const Ribbon> ribbon, const QStringList& classNames) {
  m_track->setRibbon(std::move(ribbon), classNames);
}

void StrengthSlider::clearRibbon() {
  m_track->setRibbon(nullptr, {});
  setBracket(nullptr);
}

void StrengthSlider::setBracket(std::shared_ptr<const PictureBracket> bracket) {
  m_track->setBracket(std::move(bracket));
  showBracket();
}

void StrengthSlider::setStrength(double strength) {
  m_strength = strength;
  m_track->setStrength(strength);
  showStrength();
}

void StrengthSlider::setExactBadge(Badge badge) {
  m_badge = badge;
  switch (badge) {
    case Exact:
      m_badgeLabel->setText(tr("● exact"));
      break;
    case Preview:
      m_badgeLabel->setText(tr("▨ preview"));
      break;
    case Busy:
      m_badgeLabel->setText(tr("… computing"));
      break;
  }
}

void StrengthSlider::showStrength() {
  m_field->setText(numberText(m_strength));
  m_over255->setText(QStringLiteral("= ") + over255Text(m_strength));
}

void StrengthSlider::showBracket() {
  const auto& bracket = m_track->bracket();
  QStringList parts;
  if (bracket && !bracket->proof.empty())
    parts << tr("proven up to %1 ]").arg(m_track->strengthText(bracket->proven));
  if (bracket && bracket->found) parts << tr("[ example at %1").arg(m_track->strengthText(*bracket->found));
  m_bracketLabel->setText(parts.join(QStringLiteral("   ")));
  m_bracketLabel->setToolTip(m_track->toolTip());
}

void StrengthSlider::takeEdited() {
  const auto typed = strengthFromText(m_field->text());
  // The field shows a rounded number: leaving it untouched changes nothing.
  if (!typed || m_field->text() == numberText(m_strength) || *typed < m_hardMin || *typed > m_hardMax) {
    showStrength();
    return;
  }
  setStrength(*typed);
  emit strengthCommitted(*typed);
}

void StrengthSlider::retranslate() {
  m_label->setText(tr("Strength ε"));
  m_field->setAccessibleName(tr("Strength as a number"));
  m_field->setToolTip(tr("0.031 or 8/255"));
  setExactBadge(m_badge);
  showStrength();
  showBracket();
}

void StrengthSlider::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
