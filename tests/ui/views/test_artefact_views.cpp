// SPDX-License-Identifier: GPL-3.0-or-later
/// Views are found by kind: whatever an artefact is called, it is seen.
#include <QtTest>
#include <memory>
#include <set>

#include "core/record/artefact/bars.h"
#include "core/record/artefact/frames.h"
#include "core/record/artefact/kinds.h"
#include "core/record/artefact/triggers.h"
#include "tests/suite.h"
#include "ui/views/artefact_views.h"
#include "ui/views/bars_view.h"
#include "ui/views/class_triggers_view.h"
#include "ui/views/record_view.h"

using namespace adversarium;

namespace {

std::shared_ptr<const Record> recordOfAll() {
  ImageSet images{{2, 1, 2, 2}, std::vector<float>(8, 0.5F), {"stop", "yield"}, false, 0};
  Triggers triggers{{}, true, "a", "b", "c", {3, 7}};
  triggers.searches = {{3, "stop", 12, 4, 5, 0.01, true, 11, 0.9, 0.8, 0.95, 40, 9},
                       {7, "yield", 80, 0, 0, 1, false, 11, 0.1, 0, 0.2, 40, 30}};
  auto record = std::make_shared<Record>();
  record->found = {{"a", "Where", images},
                   {"b", "What", images},
                   {"c", "Worn", images},
                   {"d", "Found", triggers},
                   {"e", "Bars", Bars{"Class", "Pixels", {3, 7}, {"stop", "yield"}, {12, 80}, {11, 70}, {13, 90}}},
                   {"f", "Film", Frames{images}},
                   {"g", "Map", HeatMaps{{1, 2, 2}, {0, 0.1F, 0.2F, 1}, {}, "drop", false, "a"}},
                   {"h", "Classes", Labels{{3, 7}}},
                   {"i", "Curve", Curve{"x", "y", {0, 1}, {0, 1}, {}, {}}},
                   {"j", "Table", Table{{"name"}, {{std::string("stop")}}}},
                   {"k", "Model", ModelFile{"bytes", "lenet"}}};
  record->verdict = Verdict{{3}, "Class ‘stop’ stands out.", {}};
  return record;
}

}  // namespace

class TestArtefactViews : public QObject {
  Q_OBJECT

 private slots:
  void everyKindIsSeen() {
    const auto record = recordOfAll();
    std::set<std::string_view> tried;
    for (const Artefact& artefact : record->found) {
      QWidget* lasting = nullptr;
      const std::unique_ptr<QWidget> view(viewOf({record, artefact, lasting, [](int, const PixelMask&) {}}));
      QVERIFY2(view || artefact.get<Labels>(), artefact.id.c_str());  // a table says labels readably
      tried.insert(artefact.content.kind().name);
    }
    QCOMPARE(tried.size(), artefactKinds().size());
  }

  void triggersAreFoundWhateverTheyAreCalled() {
    const auto record = recordOfAll();
    RecordView page;
    page.setRecord(record);
    auto* view = page.findChild<ClassTriggersView*>();
    QVERIFY(view);
    QCOMPARE(view->shownClass(), std::int64_t{3});  // the one that stands out
    QVERIFY(view->words().contains("12"));
    view->showClass(7);
    QVERIFY(view->words().contains("80"));
    QVERIFY(view->nameOf(5).isEmpty());
  }

  void barsAreDrawnInProportion() {
    BarsView view;
    view.setBars(*recordOfAll()->get<Bars>("e"));
    view.resize(400, view.sizeHint().height());
    QVERIFY(view.accessibleDescription().contains("stop") && view.accessibleDescription().contains("yield"));
    const QImage drawn = view.grab().toImage();
    const auto coloured = [&](int bar) {  // pixels of the line that are neither paper nor ink
      const int y = view.sizeHint().height() * (2 * bar + 3) / 6 - 4;
      int count = 0;
      for (int x = 0; x < drawn.width(); ++x) count += QColor(drawn.pixel(x, y)).hsvSaturation() > 40;
      return count;
    };
    QVERIFY2(coloured(1) > 4 * coloured(0) && coloured(0) > 0,
             qPrintable(QString("%1, %2").arg(coloured(0)).arg(coloured(1))));
  }
};

ADVERSARIUM_SUITE(TestArtefactViews)
#include "test_artefact_views.moc"
