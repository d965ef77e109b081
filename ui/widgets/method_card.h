// SPDX-License-Identifier: GPL-3.0-or-later
/// What a method is, in one window: summary, chapter, access, reference, and every parameter with its help.
#pragma once

#include <QDialog>
#include <QTextBrowser>

#include "core/algorithm/catalogue.h"

namespace adversarium {

class MethodCard : public QDialog {
  Q_OBJECT

 public:
  explicit MethodCard(const CatalogueEntry& entry, QWidget* parent = nullptr);

  /// The card as HTML, with no colours of its own.
  static QString html(const CatalogueEntry& entry);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();

  CatalogueEntry m_entry;
  QTextBrowser* m_text = nullptr;
};

}  // namespace adversarium
