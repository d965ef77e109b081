// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trajectory_scrubber.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/base/colours.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

/// Which class wins at each step, as a thin band under the slider.
class ClassStrip final : public QWidget {
 public:
  explicit ClassStrip(QWidget* parent) : QWidget(parent) { setFixedHeight(8); }
  void setClasses(const std::vector<int>* classes) {
    m_classes = classes;
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (!m_classes || m_classes->empty()) return;
    QPainter painter(this);
    const double step = double(width()) / double(m_classes->size());
    for (std::size_t i = 0; i < m_classes->size(); ++i) {
      const QRectF cell(step * double(i), 0, step + 1, height());
      painter.fillRect(cell, classColour((*m_classes)[i]));
      painter.fillRect(cell, classBrush((*m_classes)[i]));
    }
  }

 private:
  const std::vector<int>* m_classes = nullptr;
};

}  // namespace

TrajectoryScrubber::TrajectoryScrubber(QWidget* parent) : QWidget(parent) {
  m_play = new QToolButton(this);
  m_play->setObjectName("playTrajectory");
  m_slider = new QSlider(Qt::Horizontal, this);
  m_slider->setObjectName("trajectorySlider");
  guardWheel(m_slider);
  m_strip = new ClassStrip(this);
  m_label = new QLabel(this);
  auto* track = new QVBoxLayout;
  track->setSpacing(0);
  track->addWidget(m_slider);
  track->addWidget(m_strip);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_play);
  layout->addLayout(track, 1);
  layout->addWidget(m_label);
  m_timer.setInterval(120);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (step() + 1 >= m_count) {
      setPlaying(false);
    } else {
      m_slider->setValue(step() + 1);
    }
  });
  connect(m_play, &QToolButton::clicked, this, [this] { setPlaying(!isPlaying()); });
  connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
    showStep();
    emit stepChosen(value);
  });
  setSteps(0, {});
}

void TrajectoryScrubber::setSteps(int count, std::vector<int> classes) {
  setPlaying(false);
  m_count = count;
  m_classes = std::move(classes);
  static_cast<ClassStrip*>(m_strip)->setClasses(&m_classes);
  const QSignalBlocker quiet(m_slider);
  m_slider->setRange(0, std::max(0, count - 1));
  m_slider->setValue(m_slider->maximum());
  setEnabled(count > 1);
  retranslate();
}

void TrajectoryScrubber::setClassNames(const QStringList& names) {
  m_names = names;
  showStep();
}

int TrajectoryScrubber::step() const { return m_slider->value(); }
void TrajectoryScrubber::setStep(int step) { m_slider->setValue(step); }

void TrajectoryScrubber::setPlaying(bool play) {
  if (play && m_count > 1) {
    if (step() + 1 >= m_count) m_slider->setValue(0);
    m_timer.start();
  } else {
    m_timer.stop();
  }
  retranslate();
}

void TrajectoryScrubber::showStep() {
  const bool known = step() < static_cast<int>(m_classes.size());
  const QString name = known ? classLabel(m_names, m_classes[static_cast<std::size_t>(step())]) : QString();
  if (m_count <= 1)
    m_label->setText(tr("no steps"));
  else if (name.isEmpty())
    m_label->setText(tr("step %1 of %2").arg(step()).arg(m_count - 1));
  else
    m_label->setText(tr("step %1 of %2: %3").arg(step()).arg(m_count - 1).arg(name));
  m_slider->setAccessibleDescription(m_label->text());
}

void TrajectoryScrubber::retranslate() {
  m_play->setText(isPlaying() ? tr("Pause") : tr("Play"));
  m_play->setAccessibleName(isPlaying() ? tr("Pause the replay") : tr("Replay the attack's steps"));
  m_slider->setAccessibleName(tr("Step of the attack"));
  showStep();
}

void TrajectoryScrubber::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

void TrajectoryScrubber::hideEvent(QHideEvent* event) {
  setPlaying(false);
  QWidget::hideEvent(event);
}

}  // namespace adversarium
