// SPDX-License-Identifier: GPL-3.0-or-later
// The main window's parts and commands; what they do is in main_window.cpp.
#include "ui/shell/main_window.h"

#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/settings.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_editor.h"

namespace adversarium {
namespace {

constexpr QSize kUsual(1360, 860);

/// What a window may take, less the frame that the desktop puts around it: nobody knows its size before it is
/// there.
QSize roomOn(const QScreen& screen) {
  constexpr QSize kFrame(16, 48);
  return screen.availableSize() - kFrame;
}

/// With large letters or on a small screen a page may need more room than there is.
QScrollArea* scrolled(QWidget* page, QWidget* parent) {
  auto* area = new QScrollArea(parent);
  // A scroll area would give text that wraps all the height that it likes; a splitter's part gets what it needs.
  auto* part = new QSplitter(Qt::Vertical, area);
  part->setChildrenCollapsible(false);
  part->addWidget(page);
  area->setWidget(part);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setFocusPolicy(Qt::NoFocus);
  return area;
}

}  // namespace

void MainWindow::open() {
  const QSize room = roomOn(*screen());
  const bool tight = room.width() < kUsual.width() || room.height() < kUsual.height();
  if (tight && !m_arranged) {
    showMaximized();
  } else {
    show();
  }
}

void MainWindow::buildLayout() {
  m_sources = new SourceBar(this);
  m_sourceToolBar = new QToolBar(this);
  m_sourceToolBar->setObjectName("sourceToolBar");
  m_sourceToolBar->setMovable(false);
  m_sourceToolBar->addWidget(m_sources);
  m_tools = new QToolBar(this);
  m_tools->setObjectName("mainToolBar");
  m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_tools->setIconSize({18, 18});
  addToolBar(Qt::TopToolBarArea, m_tools);
  addToolBarBreak(Qt::TopToolBarArea);
  addToolBar(Qt::TopToolBarArea, m_sourceToolBar);

  m_navigation = new QTreeWidget(this);
  m_navigation->setObjectName("navigation");
  m_navigation->setHeaderHidden(true);
  m_navigation->setRootIsDecorated(false);
  m_navigation->setItemsExpandable(false);
  m_navigation->setIndentation(14);
  m_navigation->setFrameShape(QFrame::NoFrame);
  const auto item = [&](auto* parent, Page page) {
    auto* entry = new QTreeWidgetItem(parent);
    entry->setData(0, Qt::UserRole, page);
    entry->setSizeHint(0, {0, std::max(30, fontMetrics().height() + 8)});
    return entry;
  };
  item(m_navigation, Overview);
  item(m_navigation, Model);
  const auto chapter = [&](Page page) {
    auto* entry = item(m_navigation, page);
    entry->setFlags(Qt::ItemIsEnabled);  // its pages are the items below
    return entry;
  };
  const auto family = [&](QTreeWidgetItem* parent, Family which) {
    item(parent, Method)->setData(0, Qt::UserRole + 1, static_cast<int>(which));
  };
  auto* evasion = chapter(Explore);
  item(evasion, Explore);
  family(evasion, Family::Training);
  family(evasion, Family::Evaluation);
  auto* extraction = chapter(Method);
  for (const Family which : {Family::Extraction, Family::Protection}) family(extraction, which);
  auto* backdoors = chapter(Method);
  for (const Family which : {Family::Poisoning, Family::Detection, Family::Repair}) family(backdoors, which);
  family(m_navigation->invisibleRootItem(), Family::Explanation);
  item(m_navigation, Results);
  item(m_navigation, Compare);
  item(m_navigation, Report);
  m_navigation->expandAll();

  m_setup = new SetupPanel(Family::Attack, {}, this);
  m_methodSetup = new SetupPanel(Family::Detection, "method-", this);
  m_setups = new QStackedWidget(this);
  m_setups->addWidget(m_setup);
  m_setups->addWidget(m_methodSetup);
  m_setupDock = new QDockWidget(this);
  m_setupDock->setObjectName("setupDock");
  m_setupDock->setWidget(m_setups);
  addDockWidget(Qt::RightDockWidgetArea, m_setupDock);
  m_runs = new RunsDock(this);
  addDockWidget(Qt::BottomDockWidgetArea, m_runs);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);

  m_messages = new MessageBar(this);
  m_overview = new OverviewPage(this);
  m_modelPage = new ModelPage(m_bridge, this);
  m_explore = new ExplorePage(m_bridge, *m_setup, m_undo, this);
  m_methodPage = new MethodPage(m_bridge, *m_methodSetup, this);
  m_results = new ResultsPage(this);
  m_compare = new ComparePage(this);
  m_report = new ReportPage(this);
  m_pages = new QStackedWidget(this);
  m_pages->setObjectName("pages");
  for (QWidget* page : std::initializer_list<QWidget*>{m_overview, m_modelPage, m_explore, m_methodPage, m_results,
                                                       m_compare, m_report}) {
    m_pages->addWidget(scrolled(page, m_pages));
  }
  auto* column = new QWidget(this);
  auto* columnLayout = new QVBoxLayout(column);
  columnLayout->setContentsMargins(0, 0, 0, 0);
  columnLayout->setSpacing(0);
  columnLayout->addWidget(m_messages);
  columnLayout->addWidget(m_pages, 1);
  auto* centre = new QWidget(this);
  auto* centreLayout = new QHBoxLayout(centre);
  centreLayout->setContentsMargins(0, 0, 0, 0);
  centreLayout->setSpacing(0);
  centreLayout->addWidget(m_navigation);
  centreLayout->addWidget(column, 1);
  setCentralWidget(centre);

  m_jobs = new JobsStrip(m_bridge.jobs(), this);
  statusBar()->addPermanentWidget(m_jobs);
  m_sources->setDevice(QString::fromStdString(m_bridge.session().options().device),
                       m_bridge.session().options().threads);
  resize(kUsual.boundedTo(roomOn(*screen())));
  constexpr int kRuns = 130, kFewRuns = 96;
  resizeDocks({m_runs}, {roomOn(*screen()).height() < kUsual.height() ? kFewRuns : kRuns}, Qt::Vertical);
  resizeDocks({m_setupDock}, {310}, Qt::Horizontal);
}

void MainWindow::retranslate() {
  m_actions.retranslate();
  const QStringList titles{tr("&File"),    tr("&Edit"),  tr("&View"), tr("&Run"),
                           tr("&Compare"), tr("&Tools"), tr("&Help")};
  for (std::size_t i = 0; i < m_menus.size(); ++i) m_menus[i]->setTitle(titles[static_cast<int>(i)]);
  m_tools->setWindowTitle(tr("Tools"));
  m_sourceToolBar->setWindowTitle(tr("Model and data"));
  m_setupDock->setWindowTitle(tr("Setup"));
  m_navigation->setAccessibleName(tr("Pages"));
  const std::map<int, QString> pages{{Overview, tr("Overview")}, {Model, tr("Model")},
                                     {Explore, tr("Explore")},   {Results, tr("Results")},
                                     {Compare, tr("Compare")},   {Report, tr("Report")}};
  for (QTreeWidgetItemIterator item(m_navigation); *item; ++item) {
    const QVariant family = (*item)->data(0, Qt::UserRole + 1);
    if ((*item)->childCount() > 0) {
      const QVariant first = (*item)->child(0)->data(0, Qt::UserRole + 1);
      const bool extraction = first.isValid() && first.toInt() == static_cast<int>(Family::Extraction);
      (*item)->setText(0, !first.isValid() ? tr("3 Evasion")
                          : extraction     ? tr("4 Extraction")
                                           : tr("5 Backdoors"));
    } else {
      (*item)->setText(0, family.isValid() ? MethodPage::titleOf(static_cast<Family>(family.toInt()))
                                           : pages.at((*item)->data(0, Qt::UserRole).toInt()));
    }
  }
  constexpr int kNavigation = 150, kMargins = 28;
  int widest = kNavigation;
  for (QTreeWidgetItemIterator item(m_navigation); *item; ++item) {
    const int indented = (*item)->parent() ? m_navigation->indentation() : 0;
    widest = std::max(widest, fontMetrics().horizontalAdvance((*item)->text(0)) + indented + kMargins);
  }
  m_navigation->setFixedWidth(widest);
  if (!m_model) setWindowTitle("Adversarium");
}

void MainWindow::showPage(Page page) {
  m_pages->setCurrentIndex(page);
  m_setups->setCurrentIndex(page == Method ? 1 : 0);
  m_setupDock->setVisible(page == Explore || page == Method);
  for (QTreeWidgetItemIterator item(m_navigation, QTreeWidgetItemIterator::Selectable); *item; ++item) {
    const QVariant family = (*item)->data(0, Qt::UserRole + 1);
    if ((*item)->data(0, Qt::UserRole).toInt() != page) continue;
    if (family.isValid() && family.toInt() != static_cast<int>(m_methodPage->family())) continue;
    const QSignalBlocker quiet(m_navigation);  // the page is the one asked for already
    m_navigation->setCurrentItem(*item);
    break;
  }
  if (page == Report) m_report->setRuns(m_runs->all());
  if (page == Compare && m_compare->isEmpty() && m_runs->count() > 0) compare();
}

void MainWindow::showFamily(Family family) {
  m_methodPage->showFamily(family);
  showPage(Method);
}

void MainWindow::showMethod(const QString& id) {
  if (!id.isEmpty() && catalogueEntry(id.toStdString()).family != Family::Attack) {
    m_methodPage->chooseMethod(id);
    showPage(Method);
    return;
  }
  showPage(Explore);
  if (!id.isEmpty()) m_explore->chooseMethod(id);
}

void MainWindow::saveLayout() {
  QSettings settings;
  settings.setValue("layout/geometry", saveGeometry());
  settings.setValue("layout/state", saveState(kLayoutVersion));
  for (const QSplitter* splitter : findChildren<QSplitter*>()) {
    if (!splitter->objectName().isEmpty())
      settings.setValue("layout/" + splitter->objectName(), splitter->saveState());
  }
}

void MainWindow::restoreLayout() {
  const QSettings settings;
  m_arranged = restoreGeometry(settings.value("layout/geometry").toByteArray());
  restoreState(settings.value("layout/state").toByteArray(), kLayoutVersion);
  for (QSplitter* splitter : findChildren<QSplitter*>()) {
    splitter->restoreState(settings.value("layout/" + splitter->objectName()).toByteArray());
  }
  m_setupDock->setVisible(m_pages->currentIndex() == Explore || m_pages->currentIndex() == Method);
}

void MainWindow::resetLayout() {
  QSettings().remove("layout");
  restoreState(m_defaultLayout, kLayoutVersion);
  showPage(static_cast<Page>(m_pages->currentIndex()));
}

}  // namespace adversarium
