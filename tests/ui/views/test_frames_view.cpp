// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/record/artefact/frames.h"
#include "tests/suite.h"
#include "ui/views/frames_view.h"
#include "ui/views/image_grid.h"
#include "ui/views/record_view.h"
#include "ui/views/trajectory_scrubber.h"

using namespace adversarium;

namespace {

/// Pictures of 1×2×2, one a caption.
std::shared_ptr<Record> recordOf(std::vector<Words> captions) {
  auto record = std::make_shared<Record>();
  const auto count = std::int64_t(captions.size());
  record->found.push_back(
      {"frames", "How the pictures came about",
       Frames{{{count, 1, 2, 2}, std::vector<float>(std::size_t(4 * count), 0.5F), std::move(captions), false}}});
  return record;
}

}  // namespace

class TestFramesView : public QObject {
  Q_OBJECT

 private slots:
  void picturesOfOneStepStandTogether() {
    RecordView page;
    page.setRecord(recordOf({"0", "0", "20", "20", "40", "40"}));
    auto* view = page.findChild<FramesView*>();
    QVERIFY(view);
    QCOMPARE(view->count(), 3);
    QCOMPARE(view->grid().shownCount(), 2);
    QCOMPARE(view->scrubber().step(), 2);  // the end comes first
    view->scrubber().setStep(0);
    QCOMPARE(view->grid().shownCount(), 2);
    // A film that grows leaves the step that a person looks at.
    page.updateRecord(recordOf({"0", "0", "20", "20", "40", "40", "60", "60"}));
    QCOMPARE(page.findChild<FramesView*>(), view);
    QCOMPARE(view->count(), 4);
    QCOMPARE(view->scrubber().step(), 0);
    view->scrubber().setStep(3);
    page.updateRecord(recordOf({"0", "20", "40", "60", "80"}));
    QCOMPARE(view->scrubber().step(), 4);
  }

  void withoutCaptionsEveryPictureIsAStep() {
    auto record = recordOf({"", "", ""});
    Frames frames = *record->get<Frames>("frames");
    frames.pictures.captions.clear();
    record->found.front().content = frames;
    FramesView view;
    view.setFrames(record, record->get<Frames>("frames")->pictures, "frames");
    QCOMPARE(view.count(), 3);
  }

  void oneStepNeedsNoScrubber() {
    auto record = recordOf({"0"});
    FramesView view;
    view.setFrames(record, record->get<Frames>("frames")->pictures, "frames");
    QVERIFY(view.scrubber().isHidden());
    auto empty = recordOf({});
    FramesView nothing;
    nothing.setFrames(empty, empty->get<Frames>("frames")->pictures, "frames");
    QCOMPARE(nothing.count(), 0);
    QCOMPARE(nothing.grid().shownCount(), 0);
  }
};

ADVERSARIUM_SUITE(TestFramesView)
#include "test_frames_view.moc"
