// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pane_stage.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/method/catalogue.h"
#include "ui/base/colours.h"
#include "ui/base/core_text.h"
#include "ui/base/images.h"
#include "ui/base/numbers.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

constexpr double kAmplifications[] = {0, 1, 10, 50};

int winner(const std::vector<float>& scores) {
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

PaneStage::PaneStage(QWidget* parent) : QWidget(parent) {
  m_clean = new ImagePane(&m_view, this);
  m_change = new ImagePane(&m_view, this);
  m_attacked = new ImagePane(&m_view, this);
  m_clean->setObjectName("cleanPane");
  m_change->setObjectName("changePane");
  m_attacked->setObjectName("attackedPane");
  m_modeBox = new QComboBox(this);
  m_modeBox->setObjectName("stageMode");
  m_modeBox->addItems({QString(), QString(), QString()});
  m_modeBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);  // the names change with the language
  m_amplificationBox = new QComboBox(this);
  m_amplificationBox->setObjectName("amplification");
  m_amplificationBox->addItems({QString(), QStringLiteral("×1"), QStringLiteral("×10"), QStringLiteral("×50")});
  guardWheel(m_modeBox);
  guardWheel(m_amplificationBox);
  m_amplificationLabel = new QLabel(this);
  m_amplificationLabel->setBuddy(m_amplificationBox);
  m_zoomLabel = new QLabel(this);
  m_inspector = new QLabel(this);
  m_inspector->setObjectName("pixelInspector");
  m_inspector->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_inspector->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
  m_inspector->setWordWrap(true);
  m_inspector->setMinimumHeight(2 * m_inspector->fontMetrics().lineSpacing());  // the panes must not jump

  auto* panes = new QHBoxLayout;
  panes->setSpacing(8);
  for (ImagePane* pane : {m_clean, m_change, m_attacked}) {
    panes->addWidget(pane, 1);
    pane->installEventFilter(this);
    connect(pane, &ImagePane::hovered, this, &PaneStage::inspect);
    connect(pane, &ImagePane::emptyButtonClicked, this, &PaneStage::openRequested);
  }
  connect(m_attacked, &ImagePane::splitMoved, m_attacked, &ImagePane::setSplit);
  auto* controls = new QHBoxLayout;
  controls->addWidget(m_modeBox);
  controls->addWidget(m_amplificationLabel);
  controls->addWidget(m_amplificationBox);
  controls->addWidget(m_zoomLabel);
  controls->addWidget(m_inspector, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(panes, 1);
  layout->addLayout(controls);
  connect(m_modeBox, &QComboBox::activated, this, [this](int mode) { setMode(static_cast<Mode>(mode)); });
  connect(m_amplificationBox, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
  connect(&m_view, &PaneView::changed, this,
          [this] { m_zoomLabel->setText(m_view.fits() ? tr("fit") : percentText(m_view.zoom(), 0)); });
  retranslate();
}

void PaneStage::setExploration(std::shared_ptr<const Exploration> exploration, const QStringList& classNames) {
  m_exploration = std::move(exploration);
  m_names = classNames;
  m_step = -1;
  for (ImagePane* pane : {m_clean, m_change, m_attacked}) pane->setVeil({});
  refresh();
}

void PaneStage::veil(const QString& words) {
  for (ImagePane* pane : {m_clean, m_change, m_attacked}) pane->setVeil(words);
  m_inspector->clear();
}

bool PaneStage::isVeiled() const { return !m_attacked->veil().isEmpty(); }

void PaneStage::showStep(int step) {
  const int last = m_exploration ? static_cast<int>(m_exploration->trajectory.size()) - 1 : -1;
  m_step = step < 0 || step > last ? -1 : step;
  refresh();
}

void PaneStage::clear(const QString& emptyText, const QString& buttonText) {
  m_exploration.reset();
  for (ImagePane* pane : {m_clean, m_change, m_attacked}) {
    pane->setImage({});
    pane->setAlternate({});
    pane->setBadge({});
    pane->setVeil({});
    pane->setEmptyText(pane == m_clean ? emptyText : QString(), pane == m_clean ? buttonText : QString());
  }
  m_inspector->clear();
}

void PaneStage::setMode(Mode mode) {
  m_mode = mode;
  m_modeBox->setCurrentIndex(static_cast<int>(mode));
  m_clean->setVisible(mode == Mode::SideBySide);
  m_change->setVisible(mode != Mode::Single);
  m_attacked->setSplit(mode == Mode::Split ? 0.5 : -1);
  refresh();
}

double PaneStage::amplification() const {
  const double chosen = kAmplifications[std::max(0, m_amplificationBox->currentIndex())];
  if (chosen > 0) return chosen;
  float most = 0;
  for (const float value : m_shownChange.planes) most = std::max(most, std::abs(value));
  double best = 1;
  for (const double step : {2.0, 5.0, 10.0, 20.0, 50.0}) best = step * most <= 1.02 ? step : best;
  return most > 0 ? best : 1;
}

void PaneStage::setBlink(bool showClean) {
  m_blink = showClean;
  m_attacked->setShowAlternate(showClean);
  refresh();
}

const Image& PaneStage::attacked() const {
  return m_step >= 0 ? m_exploration->trajectory[static_cast<std::size_t>(m_step)].attacked
                     : m_exploration->attacked;
}

const std::vector<float>& PaneStage::attackedScores() const {
  return m_step >= 0 ? m_exploration->trajectory[static_cast<std::size_t>(m_step)].scores
                     : m_exploration->attackedScores;
}

Image PaneStage::change() const {
  if (m_step < 0) return m_exploration->change;
  Image difference = attacked();
  for (std::size_t i = 0; i < difference.planes.size(); ++i)
    difference.planes[i] -= m_exploration->clean.planes[i];
  return difference;
}

void PaneStage::refresh() {
  const bool side = m_mode == Mode::SideBySide;
  m_clean->setTitle(tr("clean"));
  m_attacked->setTitle(m_blink                 ? tr("clean (blinking)")
                       : m_mode == Mode::Split ? tr("attacked | clean")
                                               : tr("attacked"));
  m_change->setTitle(tr("change"));
  if (!m_exploration) return;
  m_shownChange = change();
  const QString badge = QStringLiteral("×%1").arg(numberText(amplification(), 3));
  m_change->setTitle(tr("change %1").arg(badge));
  m_change->setBadge(badge);
  const QImage clean = toQImage(m_exploration->clean);
  m_clean->setImage(clean);
  m_change->setImage(changeToQImage(m_shownChange, amplification()));
  m_attacked->setImage(toQImage(attacked()));
  m_attacked->setAlternate(m_blink || !side ? clean : QImage());
  m_attacked->setShowAlternate(m_blink);
  const auto words = [&](const std::vector<float>& scores) {
    const int index = winner(scores);
    return tr("%1, %2").arg(classLabel(m_names, index), percentText(scores[static_cast<std::size_t>(index)]));
  };
  m_clean->setSummary(words(m_exploration->cleanScores));
  m_attacked->setSummary(words(attackedScores()));
  m_change->setSummary(tr("Largest change %1, %2 pixels changed")
                           .arg(over255Text(m_exploration->linf), numberText(m_exploration->l0)));
  inspect(m_pixel);
}

void PaneStage::inspect(QPoint pixel) {
  m_pixel = pixel;
  if (isVeiled()) return;
  for (ImagePane* pane : {m_clean, m_change, m_attacked}) pane->setCursorPixel(pixel);
  if (!m_exploration || pixel.x() < 0 || pixel.x() >= m_exploration->clean.width ||
      pixel.y() >= m_exploration->clean.height) {
    m_inspector->setText(m_exploration ? caption() : QString());
    return;
  }
  const Image& after = attacked();
  QStringList before, difference, result;
  bool clipped = false;
  for (int c = 0; c < after.channels; ++c) {
    const float x = m_exploration->clean.at(c, pixel.y(), pixel.x()), y = after.at(c, pixel.y(), pixel.x());
    before << QLocale().toString(x, 'f', 3);
    difference << (y < x ? QString() : QStringLiteral("+")) + QLocale().toString(y - x, 'f', 3);
    result << QLocale().toString(y, 'f', 3);
    clipped = clipped || ((y == 0.0F || y == 1.0F) && y != x);
  }
  m_inspector->setText(
      tr("(%1, %2)  x = %3  δ = %4  x′ = %5 %6")
          .arg(pixel.x())
          .arg(pixel.y())
          .arg(before.join(' '), difference.join(' '), result.join(' '), clipped ? tr("clipped") : QString()));
}

QString PaneStage::caption() const {
  const auto words = [&](const std::vector<float>& scores) {
    const int index = winner(scores);
    return classLabel(m_names, index) + ' ' + percentText(scores[static_cast<std::size_t>(index)]);
  };
  const CatalogueEntry& entry = catalogueEntry(m_exploration->request.algorithm);
  QString text = methodText(entry.info.name);
  if (const auto strength = entry.strength(m_exploration->request.params)) text += ", ε " + over255Text(*strength);
  return text + ": " + words(m_exploration->cleanScores) + " → " + words(attackedScores());
}

QImage PaneStage::captioned() const {
  if (!m_exploration) return {};
  constexpr int kEdge = 288, kGap = 16, kText = 30;
  const double ratio = 2.0;
  const QSize size(3 * kEdge + 4 * kGap, kEdge + 3 * kGap + 2 * kText);
  QImage sheet(size * ratio, QImage::Format_RGB32);
  sheet.setDevicePixelRatio(ratio);
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  painter.setPen(Qt::black);
  const QImage pictures[] = {toQImage(m_exploration->clean), changeToQImage(m_shownChange, amplification()),
                             toQImage(attacked())};
  const QString titles[] = {tr("clean"), tr("change ×%1").arg(numberText(amplification(), 3)), tr("attacked")};
  for (int i = 0; i < 3; ++i) {
    const int left = kGap + i * (kEdge + kGap);
    painter.drawText(QRect(left, kGap, kEdge, kText), Qt::AlignCenter, titles[i]);
    const QSize fit = pictures[i].size().scaled(kEdge, kEdge, Qt::KeepAspectRatio);
    painter.drawImage(QRect(QPoint(left + (kEdge - fit.width()) / 2, kGap + kText), fit), pictures[i]);
  }
  painter.drawText(QRect(kGap, kEdge + kText + 2 * kGap, size.width() - 2 * kGap, kText), Qt::AlignCenter,
                   caption());
  return sheet;
}

void PaneStage::retranslate() {
  m_modeBox->setItemText(0, tr("Side by side"));
  m_modeBox->setItemText(1, tr("Split"));
  m_modeBox->setItemText(2, tr("Single"));
  m_modeBox->setAccessibleName(tr("Arrangement of the pictures"));
  m_amplificationLabel->setText(tr("Change"));
  m_amplificationBox->setItemText(0, tr("Auto"));
  m_amplificationBox->setAccessibleName(tr("Amplification of the change"));
  m_zoomLabel->setText(m_view.fits() ? tr("fit") : percentText(m_view.zoom(), 0));
  refresh();
}

bool PaneStage::eventFilter(QObject* watched, QEvent* event) {
  const bool press = event->type() == QEvent::KeyPress, release = event->type() == QEvent::KeyRelease;
  if (press || release) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space) {
      if (!key->isAutoRepeat()) setBlink(press);
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void PaneStage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space) {
    if (!event->isAutoRepeat()) setBlink(true);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void PaneStage::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
    setBlink(false);
  } else {
    QWidget::keyReleaseEvent(event);
  }
}

void PaneStage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
