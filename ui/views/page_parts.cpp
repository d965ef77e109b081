// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/page_parts.h"

#include <QVBoxLayout>

#include "ui/base/theme.h"

namespace adversarium {

QLabel* boldLabel(QWidget* parent, double scale) {
  auto* label = new QLabel(parent);
  QFont font = label->font();
  font.setPointSizeF(font.pointSizeF() * scale);
  font.setBold(true);
  label->setFont(font);
  return label;
}

TransplantButton::TransplantButton(const QString& name, QWidget* parent) : QPushButton(parent) {
  setObjectName(name);
  retranslate();
}

void TransplantButton::retranslate() {
  setText(tr("Transplant the chosen region"));
  setToolTip(tr("Stamps it on clean images, with random patches of the same size as a control"));
}

void TransplantButton::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QPushButton::changeEvent(event);
}

EmptyState::EmptyState(const QString& icon, const QString& buttonName, QWidget* parent) : QWidget(parent) {
  m_text = new QLabel(this);
  m_text->setAlignment(Qt::AlignCenter);
  m_text->setWordWrap(true);
  m_button = new QPushButton(themedIcon(icon), {}, this);
  m_button->setObjectName(buttonName);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(1);
  layout->addWidget(m_text);
  layout->addWidget(m_button, 0, Qt::AlignHCenter);
  layout->addStretch(1);
}

QLabel* selectableWords(const QString& text) {
  auto* label = new QLabel(text);
  label->setTextFormat(Qt::PlainText);  // names come from files
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace adversarium
