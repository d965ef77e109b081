// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>

namespace adversarium {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
  setObjectName("messageBar");
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::AlternateBase);
  m_sign = new QLabel(this);
  m_words = new QLabel(this);
  m_words->setObjectName("messageWords");
  m_words->setWordWrap(true);
  m_words->setTextFormat(Qt::PlainText);
  m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_close = new QToolButton(this);
  m_close->setObjectName("closeMessage");
  m_close->setText("×");
  m_close->setAutoRaise(true);
  m_close->setFocusPolicy(Qt::StrongFocus);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 4, 4, 4);
  layout->addWidget(m_sign);
  layout->addWidget(m_words, 1);
  layout->addWidget(m_close);
  connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
  retranslate();
  hide();
}

void MessageBar::showProblem(const QString& words) { showWith("⚠", words); }
void MessageBar::showNews(const QString& words) { showWith("✓", words); }

void MessageBar::showWith(const QString& sign, const QString& words) {
  m_sign->setText(sign);
  m_words->setText(words);
  show();
  QAccessibleEvent alert(m_words, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void MessageBar::retranslate() {
  m_close->setAccessibleName(tr("Close this message"));
  m_close->setToolTip(tr("Close this message"));
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QFrame::changeEvent(event);
}

}  // namespace adversarium
