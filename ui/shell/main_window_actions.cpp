// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can do in the window: commands with their keys, and the menus that hold them.
#include "ui/shell/main_window.h"

#include <QFileDialog>
#include <QMenuBar>

#include "ui/base/settings.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_editor.h"

namespace adversarium {

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

}  // namespace adversarium
