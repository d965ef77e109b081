// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <QSvgRenderer>

#include "ui/base/settings.h"

namespace adversarium {
namespace {

/// org.freedesktop.appearance color-scheme: 1 asks for dark, 2 for light.
bool desktopWantsDark() {
  QDBusMessage question =
      QDBusMessage::createMethodCall("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                                     "org.freedesktop.portal.Settings", "Read");
  question << QString("org.freedesktop.appearance") << QString("color-scheme");
  constexpr int kPatience = 150;  // ms: a desktop without the portal must not delay the first window
  if (!QDBusConnection::sessionBus().isConnected()) return false;
  const QDBusMessage answer = QDBusConnection::sessionBus().call(question, QDBus::Block, kPatience);
  if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty()) return false;
  QVariant value = answer.arguments().constFirst();
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value.toUInt() == 1;
}

QPalette paletteFor(bool dark) {
  QPalette p;
  const auto set = [&](QPalette::ColorRole role, const char* light, const char* night) {
    p.setColor(role, QColor(dark ? night : light));
  };
  set(QPalette::Window, "#f4f5f6", "#1e2226");
  set(QPalette::WindowText, "#1d2329", "#e4e8eb");
  set(QPalette::Base, "#ffffff", "#171a1e");
  set(QPalette::AlternateBase, "#eef0f2", "#22272c");
  set(QPalette::Text, "#1d2329", "#e4e8eb");
  set(QPalette::Button, "#e9ebed", "#2b3137");
  set(QPalette::ButtonText, "#1d2329", "#e4e8eb");
  set(QPalette::ToolTipBase, "#1d2329", "#e4e8eb");
  set(QPalette::ToolTipText, "#ffffff", "#171a1e");
  set(QPalette::PlaceholderText, "#6b7680", "#8d98a2");
  set(QPalette::Highlight, "#0b63a5", "#3d8fd1");
  set(QPalette::HighlightedText, "#ffffff", "#0d1013");
  set(QPalette::Link, "#0b63a5", "#6ab4ee");
  set(QPalette::Mid, "#c3c9ce", "#3a4249");
  set(QPalette::Dark, "#9aa3ab", "#12151a");
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, QColor(dark ? "#6d7780" : "#98a1a9"));
  }
  return p;
}

/// Renders an SVG drawn in black in whatever the text colour is.
class TintedIcon final : public QIconEngine {
 public:
  explicit TintedIcon(QString file) : m_file(std::move(file)) {}
  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    painter->drawPixmap(rect, render(rect.size() * painter->device()->devicePixelRatio(), mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return render(size, mode); }
  QIconEngine* clone() const override { return new TintedIcon(m_file); }

 private:
  QPixmap render(const QSize& size, QIcon::Mode mode) const {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(m_file).render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    painter.fillRect(image.rect(), QApplication::palette().color(group, QPalette::ButtonText));
    painter.end();
    return QPixmap::fromImage(image);
  }
  QString m_file;
};

/// Fusion's tick boxes and fields take their frame from the window's colour and vanish on a dark one.
class HouseStyle final : public QProxyStyle {
 public:
  HouseStyle() : QProxyStyle(QStyleFactory::create("Fusion")) {}

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck) {
      QProxyStyle::drawPrimitive(element, option, painter, widget);
      if (element == PE_FrameLineEdit) drawFrame(*option, *painter);
      return;
    }
    const auto group = option->state & State_Enabled ? QPalette::Active : QPalette::Disabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option->rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter->setPen(QPen(option->palette.color(group, QPalette::Text), 1));
    painter->setBrush(option->palette.color(group, QPalette::Base));
    painter->drawRoundedRect(box, 2, 2);
    if (option->state & State_On) {
      painter->setPen(QPen(option->palette.color(group, QPalette::Text), 2, Qt::SolidLine, Qt::RoundCap));
      const QPointF corner(box.left() + box.width() * 0.42, box.bottom() - box.height() * 0.22);
      painter->drawLine(QPointF(box.left() + box.width() * 0.2, box.center().y()), corner);
      painter->drawLine(corner, QPointF(box.right() - box.width() * 0.15, box.top() + box.height() * 0.22));
    }
    painter->restore();
  }

  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox) drawFrame(*option, *painter);
  }

 private:
  /// Where the focus is, Fusion's own frame says so.
  static void drawFrame(const QStyleOption& option, QPainter& painter) {
    if (option.state & State_HasFocus) return;
    QColor line = option.palette.color(QPalette::Text);
    line.setAlphaF(0.35F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.restore();
  }
};

}  // namespace

void applyTheme(Theme theme) {
  if (QApplication::style()->objectName() != "house") {
    auto* style = new HouseStyle;
    style->setObjectName("house");
    QApplication::setStyle(style);
  }
  QApplication::setPalette(paletteFor(theme == Theme::Dark || (theme == Theme::System && desktopWantsDark())));
}

ThemeFollower::ThemeFollower(QObject* parent) : QObject(parent) {
  QDBusConnection::sessionBus().connect("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                                        "org.freedesktop.portal.Settings", "SettingChanged", this,
                                        SLOT(settingChanged(QString, QString, QDBusVariant)));
}

void ThemeFollower::settingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group != "org.freedesktop.appearance" || key != "color-scheme" || Settings::theme() != Theme::System) return;
  QApplication::setPalette(paletteFor(value.variant().toUInt() == 1));
}

QIcon themedIcon(const QString& name) {
  const QString file = ":/icons/" + name + ".svg";
  return QFile::exists(file) ? QIcon(new TintedIcon(file)) : QIcon();
}

}  // namespace adversarium
