// SPDX-License-Identifier: GPL-3.0-or-later
// The main window's parts and commands; what they do is in main_window.cpp.
#include <QApplication>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenuBar>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/settings.h"
#include "ui/base/theme.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
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

void MainWindow::buildActions() {
  const auto add = [this](const ActionText& text, auto run) { return m_actions.add(text, run); };
  const auto browse = [this](const char* kind) { return Settings::folder(kind); };

  add({"openModel", QT_TRANSLATE_NOOP("actions", "&Open model…"),
       QT_TRANSLATE_NOOP("actions", "Open an ONNX, PyTorch, safetensors or Adversarium model"), "model",
       QKeySequence(Qt::CTRL | Qt::Key_O)},
      [this, browse] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Open model"), browse("model"),
                                         tr("Models (*.onnx *.pt *.pth *.adv *.safetensors);;All files (*)"));
        if (file.isEmpty()) return;
        Settings::setFolder("model", QFileInfo(file).path());
        openModel(file);
      });
  add({"openData", QT_TRANSLATE_NOOP("actions", "Open &image or data file…"),
       QT_TRANSLATE_NOOP("actions", "Open one image, an IDX file or a saved figure"), "data",
       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
      [this, browse] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open image or data"), browse("data"));
        if (file.isEmpty()) return;
        Settings::setFolder("data", QFileInfo(file).path());
        openPath(file);
      });
  add({"openDataFolder", QT_TRANSLATE_NOOP("actions", "Open data &folder…"),
       QT_TRANSLATE_NOOP("actions", "Open a folder of images, CIFAR-10 files, arrays, or a saved run"), "folder"},
      [this, browse] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open data folder"), browse("data"));
        if (!folder.isEmpty()) openPath(folder);
      });
  add({"export", QT_TRANSLATE_NOOP("actions", "&Export…"),
       QT_TRANSLATE_NOOP("actions", "Save the result as a picture, array, table, record or report"), "export",
       QKeySequence(Qt::CTRL | Qt::Key_E)},
      [this] { askExport(); });
  add({"exportFolder", QT_TRANSLATE_NOOP("actions", "Save as &folder…"),
       QT_TRANSLATE_NOOP("actions", "Save everything that the run found into a new folder"), "folder"},
      [this] { askFolder(); });
  add({"quit", QT_TRANSLATE_NOOP("actions", "&Quit"), QT_TRANSLATE_NOOP("actions", "Close the window"), "",
       QKeySequence(Qt::CTRL | Qt::Key_Q)},
      [this] { close(); });

  auto* undo = add({"undo", QT_TRANSLATE_NOOP("actions", "&Undo"),
                    QT_TRANSLATE_NOOP("actions", "Take the last change of parameters back"), "undo",
                    QKeySequence(Qt::CTRL | Qt::Key_Z)},
                   [this] { m_undo.undo(); });
  auto* redo = add({"redo", QT_TRANSLATE_NOOP("actions", "&Redo"),
                    QT_TRANSLATE_NOOP("actions", "Make the change again that was taken back"), "redo",
                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
                   [this] { m_undo.redo(); });
  undo->setEnabled(false);
  redo->setEnabled(false);
  connect(&m_undo, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
  connect(&m_undo, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
  add({"copy", QT_TRANSLATE_NOOP("actions", "&Copy picture"),
       QT_TRANSLATE_NOOP("actions", "Copy the captioned picture to the clipboard"), "copy",
       QKeySequence(Qt::CTRL | Qt::Key_C)},
      [this] { copy(); });

  add({"showOverview", QT_TRANSLATE_NOOP("actions", "&Overview"),
       QT_TRANSLATE_NOOP("actions", "What there is, by chapter of the guideline"), "overview",
       QKeySequence(Qt::CTRL | Qt::Key_1)},
      [this] { showPage(Overview); });
  add({"showModel", QT_TRANSLATE_NOOP("actions", "&Model"),
       QT_TRANSLATE_NOOP("actions", "What the open model is made of, and whether it is fed as it was trained"),
       "model", QKeySequence(Qt::CTRL | Qt::Key_4)},
      [this] { showPage(Model); });
  add({"showExplore", QT_TRANSLATE_NOOP("actions", "&Explore"),
       QT_TRANSLATE_NOOP("actions", "One image under one attack, live"), "explore",
       QKeySequence(Qt::CTRL | Qt::Key_2)},
      [this] { showPage(Explore); });
  add({"showResults", QT_TRANSLATE_NOOP("actions", "&Results"),
       QT_TRANSLATE_NOOP("actions", "Everything that the last opened run found"), "results",
       QKeySequence(Qt::CTRL | Qt::Key_3)},
      [this] { showPage(Results); });
  add({"showReport", QT_TRANSLATE_NOOP("actions", "Re&port"),
       QT_TRANSLATE_NOOP("actions", "Make one report of several runs"), "report",
       QKeySequence(Qt::CTRL | Qt::Key_5)},
      [this] { showPage(Report); });
  add({"fitImage", QT_TRANSLATE_NOOP("actions", "&Fit the image"),
       QT_TRANSLATE_NOOP("actions", "Show the whole image in every pane"), "fit",
       QKeySequence(Qt::CTRL | Qt::Key_0)},
      [this] { m_explore->stage().view().fit(); });
  add({"sideBySide", QT_TRANSLATE_NOOP("actions", "Panes &side by side"),
       QT_TRANSLATE_NOOP("actions", "Clean, change and attacked beside each other"), ""},
      [this] { m_explore->stage().setMode(PaneStage::Mode::SideBySide); });
  add({"split", QT_TRANSLATE_NOOP("actions", "S&plit pane"),
       QT_TRANSLATE_NOOP("actions", "Clean and attacked in one pane with a divider"), ""},
      [this] { m_explore->stage().setMode(PaneStage::Mode::Split); });
  add({"single", QT_TRANSLATE_NOOP("actions", "Si&ngle pane"),
       QT_TRANSLATE_NOOP("actions", "Only the attacked image; hold Space for the clean one"), ""},
      [this] { m_explore->stage().setMode(PaneStage::Mode::Single); });
  auto* heat =
      add({"heatMaps", QT_TRANSLATE_NOOP("actions", "&Heat maps"),
           QT_TRANSLATE_NOOP("actions", "What decides, before and after the attack"), "", QKeySequence(Qt::Key_H)},
          [this] { m_explore->setHeatMaps(!m_explore->heatLook().isVisible()); });
  add({"resetLayout", QT_TRANSLATE_NOOP("actions", "Reset &layout"),
       QT_TRANSLATE_NOOP("actions", "Put every dock back where it was"), ""},
      [this] { resetLayout(); });

  add({"runSet", QT_TRANSLATE_NOOP("actions", "&Run set"),
       QT_TRANSLATE_NOOP("actions", "Attack many images with these settings and measure"), "run",
       QKeySequence(Qt::CTRL | Qt::Key_R)},
      [this] { runSet(); });
  auto* pinned = add({"pin", QT_TRANSLATE_NOOP("actions", "&Pin as run"),
                      QT_TRANSLATE_NOOP("actions", "Keep what is on the stage in the list of runs"), "pin",
                      QKeySequence(Qt::Key_P)},
                     [this] { pin(); });
  add({"cancelJob", QT_TRANSLATE_NOOP("actions", "&Cancel the job"),
       QT_TRANSLATE_NOOP("actions", "Stop the running job and keep what it finished"), "cancel",
       QKeySequence(Qt::Key_Escape)},
      [this] { m_jobs->cancelCurrent(); });
  auto* previous =
      add({"previousImage", QT_TRANSLATE_NOOP("actions", "P&revious image"),
           QT_TRANSLATE_NOOP("actions", "The image before this one"), "", QKeySequence(Qt::Key_PageUp)},
          [this] { m_explore->stepSample(-1); });
  auto* next = add({"nextImage", QT_TRANSLATE_NOOP("actions", "&Next image"),
                    QT_TRANSLATE_NOOP("actions", "The image after this one"), "", QKeySequence(Qt::Key_PageDown)},
                   [this] { m_explore->stepSample(1); });
  auto* weaker = add({"weaker", QT_TRANSLATE_NOOP("actions", "&Weaker"),
                      QT_TRANSLATE_NOOP("actions", "One step of 1/255 down"), "", QKeySequence(Qt::Key_Left)},
                     [this] { m_explore->stepStrength(-1); });
  auto* stronger = add({"stronger", QT_TRANSLATE_NOOP("actions", "&Stronger"),
                        QT_TRANSLATE_NOOP("actions", "One step of 1/255 up"), "", QKeySequence(Qt::Key_Right)},
                       [this] { m_explore->stepStrength(1); });
  auto* compared = add({"compare", QT_TRANSLATE_NOOP("actions", "&Compare runs"),
                        QT_TRANSLATE_NOOP("actions", "The ticked runs side by side, or all of them"), "compare",
                        QKeySequence(Qt::Key_C)},
                       [this] { compare(); });
  // Single keys would steal letters from text fields: they act only where the eyes are.
  for (QAction* single : {pinned, previous, next, weaker, stronger, compared, heat}) {
    removeAction(single);
    single->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_explore->stage().addAction(single);
    m_explore->heatLook().addAction(single);
    const bool moves = single == weaker || single == stronger;  // the slider has these keys itself
    if (!moves) m_explore->slider().addAction(single);
  }

  add({"palette", QT_TRANSLATE_NOOP("actions", "&Find a command…"),
       QT_TRANSLATE_NOOP("actions", "Every command and every method by a few letters of its name"), "search",
       QKeySequence(Qt::CTRL | Qt::Key_K)},
      [this] {
        CommandPalette palette(m_actions, this);
        connect(&palette, &CommandPalette::methodChosen, this, &MainWindow::showMethod);
        palette.exec();
      });
  add({"shortcuts", QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts…"),
       QT_TRANSLATE_NOOP("actions", "See and change the keys of every command"), "keyboard"},
      [this] { ShortcutEditor(m_actions, this).exec(); });
  add({"settings", QT_TRANSLATE_NOOP("actions", "&Settings…"),
       QT_TRANSLATE_NOOP("actions", "Language, appearance, threads and folders"), "settings",
       QKeySequence(Qt::CTRL | Qt::Key_Comma)},
      [this] { SettingsDialog(this).exec(); });
  add({"methodCard", QT_TRANSLATE_NOOP("actions", "About this &method"),
       QT_TRANSLATE_NOOP("actions", "Summary, source and every parameter of the chosen method"), "help",
       QKeySequence(Qt::Key_F1)},
      [this] {
        const int page = m_pages->currentIndex();
        if (page != Method && page != Explore) return showManual("index.md");
        showCard(QString::fromStdString(page == Method ? m_methodPage->method() : m_explore->state().algorithm));
      });
  add({"manual", QT_TRANSLATE_NOOP("actions", "&Manual"),
       QT_TRANSLATE_NOOP("actions", "Guide, command line, formats, figures and a page for every method"), "help"},
      [this] { showManual("index.md"); });
  add({"about", QT_TRANSLATE_NOOP("actions", "&About Adversarium"),
       QT_TRANSLATE_NOOP("actions", "Version and licence"), ""},
      [this] { showAbout(); });
}

void MainWindow::buildMenus() {
  const auto menu = [this](const char* name, std::initializer_list<const char*> ids) {
    auto* made = menuBar()->addMenu(QString());
    made->setObjectName(name);
    for (const char* id : ids) {
      if (*id == 0) {
        made->addSeparator();
      } else {
        made->addAction(m_actions.find(id));
      }
    }
    m_menus.push_back(made);
    return made;
  };
  menu("fileMenu", {"openModel", "openData", "openDataFolder", "", "export", "exportFolder", "", "quit"});
  menu("editMenu", {"undo", "redo", "", "copy"});
  QMenu* view = menu("viewMenu", {"showOverview", "showModel", "showExplore", "showResults", "showReport", "",
                                  "sideBySide", "split", "single", "heatMaps", "fitImage", ""});
  view->addAction(m_setupDock->toggleViewAction());
  view->addAction(m_runs->toggleViewAction());
  view->addAction(m_actions.find("resetLayout"));
  menu("runMenu", {"runSet", "pin", "cancelJob", "", "previousImage", "nextImage", "weaker", "stronger"});
  menu("compareMenu", {"compare"});
  menu("toolsMenu", {"palette", "shortcuts", "settings"});
  menu("helpMenu", {"manual", "methodCard", "about"});
  for (const char* id : {"openModel", "openData", "runSet", "pin", "compare", "export"}) {
    m_tools->addAction(m_actions.find(id));
  }
  m_defaultLayout = saveState(kLayoutVersion);
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
