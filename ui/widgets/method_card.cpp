// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/method_card.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/widgets/core_text.h"
#include "ui/widgets/numbers.h"

namespace adversarium {
namespace {

QString said(std::string_view text) { return methodText(text).toHtmlEscaped(); }

QString textOf(const ParamSpec& spec) {
  const ParamValue& value = spec.fallback;
  if (const auto* number = std::get_if<double>(&value)) return numberText(*number);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return countText(*whole);
  if (const auto* on = std::get_if<bool>(&value)) return *on ? MethodCard::tr("on") : MethodCard::tr("off");
  const std::string& text = std::get<std::string>(value);
  return (spec.choices.empty() ? QString::fromStdString(text) : choiceText(text)).toHtmlEscaped();
}

}  // namespace

MethodCard::MethodCard(const CatalogueEntry& entry, QWidget* parent) : QDialog(parent), m_entry(entry) {
  setObjectName("methodCard");
  m_text = new QTextBrowser(this);
  m_text->setObjectName("methodText");
  m_text->setOpenExternalLinks(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_text);
  layout->addWidget(buttons);
  resize(560, 480);
  retranslate();
}

QString MethodCard::html(const CatalogueEntry& entry) {
  QString html = QStringLiteral("<h2>%1</h2><p>%2</p>").arg(said(entry.info.name), said(entry.info.summary));
  html += QStringLiteral("<p><b>%1</b> %2<br><b>%3</b> %4<br><b>%5</b> %6</p>")
              .arg(tr("Chapter"), said(titleOf(entry.info.chapter)), tr("Access it needs"),
                   said(wordFor(entry.access)), tr("Reference"), said(entry.info.reference));
  html += QStringLiteral("<h3>%1</h3><table cellpadding=3>").arg(tr("Parameters"));
  for (const ParamSpec& spec : entry.params) {
    html += QStringLiteral("<tr><td><b>%1</b></td><td>%2 <i>(%3)</i></td></tr>")
                .arg(said(spec.label), said(spec.help), tr("default %1").arg(textOf(spec)));
  }
  return html + QStringLiteral("</table>");
}

void MethodCard::retranslate() {
  setWindowTitle(said(m_entry.info.name));
  m_text->setHtml(html(m_entry));
  m_text->setAccessibleName(tr("About this method"));
}

void MethodCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDialog::changeEvent(event);
}

}  // namespace adversarium
