// SPDX-License-Identifier: GPL-3.0-or-later
/// Jobs on the computing thread: order, stopping, pausing, previews that overtake, and errors that become words.
#include <c10/util/Exception.h>

#include <QtTest>
#include <chrono>
#include <latch>
#include <new>
#include <vector>

#include "core/job/worker.h"
#include "tests/suite.h"

using namespace adversarium;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::function<void()>)

namespace {

using Integer = Task<int>;

/// Polls, because a job never calls back; false after ten seconds.
bool eventually(const auto& condition) {
  for (const auto end = std::chrono::steady_clock::now() + 10s; !condition(); std::this_thread::sleep_for(1ms)) {
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

template <class State>
bool is(const Job& job) {
  return std::holds_alternative<State>(job.state());
}

std::shared_ptr<Integer> quick(int result) {
  return std::make_shared<Integer>(
      "quick", [result](Progress&, const Integer::Keep&) { return std::make_shared<const int>(result); });
}

/// Steps until it is stopped.
std::shared_ptr<Integer> endless(Integer::Finished finished = {}) {
  return std::make_shared<Integer>(
      "endless",
      [](Progress& progress, const Integer::Keep&) -> std::shared_ptr<const int> {
        for (;;) {
          progress.step(1, 4);
          std::this_thread::sleep_for(100us);
        }
      },
      std::move(finished));
}

std::shared_ptr<Integer> failing(const std::function<void()>& fail) {
  return std::make_shared<Integer>("failing",
                                   [fail](Progress&, const Integer::Keep&) -> std::shared_ptr<const int> {
                                     fail();
                                     return nullptr;
                                   });
}

}  // namespace

class TestJob : public QObject {
  Q_OBJECT

 private slots:
  void jobsRunInOrderOnOneThreadAfterSetUp() {
    std::vector<std::string> order;  // written on the computing thread alone, read after wait()
    std::vector<std::thread::id> threads;
    Worker worker([&] { order.emplace_back("set up"); });
    std::vector<std::shared_ptr<Integer>> jobs;
    for (int i = 0; i < 5; ++i) {
      jobs.push_back(std::make_shared<Integer>("job", [&, i](Progress&, const Integer::Keep&) {
        order.push_back(std::to_string(i));
        threads.push_back(std::this_thread::get_id());
        return std::make_shared<const int>(i * i);
      }));
      worker.submit(jobs.back());
    }
    jobs.back()->wait();
    QVERIFY((order == std::vector<std::string>{"set up", "0", "1", "2", "3", "4"}));
    QVERIFY(std::all_of(threads.begin(), threads.end(), [&](auto id) { return id == threads.front(); }));
    QVERIFY(threads.front() != std::this_thread::get_id());
    QVERIFY(is<Done>(*jobs[3]));
    QCOMPARE(*jobs[3]->result(), 9);
    QCOMPARE(jobs[3]->fraction(), 1.0);
  }

  void aNewJobWaits() {
    const auto job = quick(1);
    QVERIFY(is<Waiting>(*job) && !job->finished());
    QCOMPARE(job->title(), std::string("quick"));
    QCOMPARE(job->secondsRunning(), 0.0);
    QVERIFY(job->secondsLeft() < 0);
    QVERIFY(!job->result());
  }

  void progressIsSeenFromOutside() {
    Worker worker;
    const auto job = std::make_shared<Integer>("job", [](Progress& progress, const Integer::Keep&) {
      progress.show({"epoch 1", {{"loss", 0.5}}});
      for (;;) {
        progress.step(1, 4);
        std::this_thread::sleep_for(1ms);
      }
      return std::shared_ptr<const int>();
    });
    worker.submit(job);
    QVERIFY(eventually([&] { return job->fraction() == 0.25 && job->secondsRunning() > 0.02; }));
    QVERIFY(is<Running>(*job));
    QCOMPARE(job->snapshot().words.english(), std::string("epoch 1"));
    QCOMPARE(job->snapshot().values.at("loss"), 0.5);
    const double before = job->secondsRunning(), left = job->secondsLeft(), after = job->secondsRunning();
    QVERIFY(left >= before * 3 && left <= after * 3);
    job->cancel();
    job->wait();
    const double ran = job->secondsRunning();
    std::this_thread::sleep_for(5ms);
    QCOMPARE(job->secondsRunning(), ran);
    QVERIFY(job->secondsLeft() < 0);
  }

  void cancelStopsARunningJob() {
    Worker worker;
    int finished = 0;
    const auto job = endless([&] { ++finished; });
    const auto next = quick(2);
    worker.submit(job);
    worker.submit(next);
    QVERIFY(eventually([&] { return is<Running>(*job); }));
    job->cancel();
    next->wait();
    QVERIFY(is<Stopped>(*job) && is<Done>(*next));
    QVERIFY(!job->result());
    QCOMPARE(finished, 1);
  }

  void cancelStopsAWaitingJobBeforeItRuns() {
    Worker worker;
    const auto first = endless();
    bool ran = false, finished = false;
    const auto waiting = std::make_shared<Integer>(
        "waiting",
        [&](Progress&, const Integer::Keep&) {
          ran = true;
          return std::make_shared<const int>(1);
        },
        [&] { finished = true; });
    const auto last = quick(3);
    worker.submit(first);
    worker.submit(waiting);
    worker.submit(last);
    waiting->cancel();
    first->cancel();
    last->wait();
    QVERIFY(is<Stopped>(*waiting));
    QVERIFY(!ran && finished);
    QCOMPARE(waiting->secondsRunning(), 0.0);
  }

  void pauseHoldsAndResumeGoesOn() {
    Worker worker;
    std::atomic<int> steps = 0;
    const auto job = std::make_shared<Integer>("job", [&](Progress& progress, const Integer::Keep&) {
      for (int i = 0; i < 1000; ++i) {
        progress.step(i, 1000);
        ++steps;
        std::this_thread::sleep_for(200us);
      }
      return std::make_shared<const int>(7);
    });
    worker.submit(job);
    QVERIFY(eventually([&] { return steps > 3; }));
    job->pause();
    QVERIFY(eventually([&] { return is<Paused>(*job); }));
    const int held = steps;
    std::this_thread::sleep_for(30ms);
    QCOMPARE(steps.load(), held);
    QVERIFY(!job->finished());
    job->resume();
    job->wait();
    QVERIFY(is<Done>(*job));
    QCOMPARE(*job->result(), 7);
    QCOMPARE(steps.load(), 1000);
  }

  void cancelWakesAPausedJob() {
    Worker worker;
    const auto job = endless();
    job->pause();
    worker.submit(job);
    QVERIFY(eventually([&] { return is<Paused>(*job); }));
    job->cancel();
    job->wait();
    QVERIFY(is<Stopped>(*job));
  }

  void aStoppedJobKeepsItsPart() {
    Worker worker;
    const auto job = std::make_shared<Integer>("job", [](Progress& progress, const Integer::Keep& keep) {
      for (int i = 0;; ++i) {
        keep(std::make_shared<const int>(i));
        progress.step(0, 0);
      }
      return std::shared_ptr<const int>();
    });
    worker.submit(job);
    QVERIFY(eventually([&] { return job->result() && *job->result() > 2; }));
    job->cancel();
    job->wait();
    QVERIFY(is<Stopped>(*job));
    QVERIFY(*job->result() > 2);
  }

  /// Work may round off its part and return it; that is still no whole result.
  void aCancelledRunCannotBecomeDone() {
    Worker worker;
    const auto job = std::make_shared<Integer>("job", [](Progress& progress, const Integer::Keep&) {
      try {
        for (;;) progress.step(1, 2);
      } catch (const Cancelled&) {
      }
      return std::make_shared<const int>(5);
    });
    worker.submit(job);
    QVERIFY(eventually([&] { return job->fraction() > 0; }));
    job->cancel();
    job->wait();
    QVERIFY(is<Stopped>(*job));
    QCOMPARE(*job->result(), 5);
    QCOMPARE(job->fraction(), 0.5);
  }

  void aPreviewOvertakesInsideTheRunningJob() {
    Worker worker;
    const auto job = endless();
    worker.submit(job);
    QVERIFY(eventually([&] { return is<Running>(*job); }));
    std::thread::id jobThread, previewThread;
    bool duringJob = false;
    const auto preview = std::make_shared<Integer>("preview", [&](Progress& progress, const Integer::Keep&) {
      previewThread = std::this_thread::get_id();
      duringJob = !job->finished();
      progress.step(1, 1);
      return std::make_shared<const int>(1);
    });
    worker.preview("pane", preview);
    preview->wait();
    QVERIFY(is<Done>(*preview) && is<Running>(*job));
    QVERIFY(duringJob);
    job->cancel();
    const auto last = std::make_shared<Integer>("last", [&](Progress&, const Integer::Keep&) {
      jobThread = std::this_thread::get_id();
      return std::shared_ptr<const int>();
    });
    worker.submit(last);
    last->wait();
    QCOMPARE(previewThread, jobThread);
  }

  void aPausedJobStillLetsPreviewsThrough() {
    Worker worker;
    const auto job = endless();
    job->pause();
    worker.submit(job);
    QVERIFY(eventually([&] { return is<Paused>(*job); }));
    const auto preview = quick(4);
    worker.preview("pane", preview);
    preview->wait();
    QVERIFY(is<Done>(*preview) && is<Paused>(*job));
  }

  void theNewestPreviewOfALaneWins() {
    Worker worker;
    std::latch started(1), go(1);
    const auto blocking = std::make_shared<Integer>("blocking", [&](Progress&, const Integer::Keep&) {
      started.count_down();
      go.wait();
      return std::shared_ptr<const int>();
    });
    worker.submit(blocking);
    started.wait();
    std::atomic<int> finished = 0;
    bool ran = false;
    const auto older = std::make_shared<Integer>(
        "older",
        [&](Progress&, const Integer::Keep&) {
          ran = true;
          return std::make_shared<const int>(1);
        },
        [&] { ++finished; });
    const auto newer = quick(2), other = quick(3);
    worker.preview("pane", older);
    worker.preview("ribbon", other);
    worker.preview("pane", newer);
    QVERIFY(is<Stopped>(*older));  // at once, though the computing thread is busy
    QVERIFY(is<Waiting>(*newer) && is<Waiting>(*other));
    go.count_down();
    newer->wait();
    other->wait();
    QVERIFY(is<Done>(*newer) && is<Done>(*other));
    QVERIFY(!ran);
    QVERIFY(eventually([&] { return finished == 1; }));
  }

  void aNewerPreviewStopsTheRunningOne() {
    Worker worker;
    const auto older = endless(), elsewhere = quick(1), newer = quick(2);
    worker.preview("pane", older);
    QVERIFY(eventually([&] { return is<Running>(*older); }));
    worker.preview("ribbon", elsewhere);
    std::this_thread::sleep_for(5ms);
    QVERIFY(is<Running>(*older) && is<Waiting>(*elsewhere));  // never one preview inside another
    worker.preview("pane", newer);
    newer->wait();
    elsewhere->wait();
    QVERIFY(is<Stopped>(*older) && is<Done>(*newer) && is<Done>(*elsewhere));
  }

  void aPreviewThatCanWaitIsOvertaken() {
    Worker worker;
    const auto patient = endless(), urgent = quick(1), next = quick(2);
    worker.preview("ribbon", patient, Worker::Urgency::CanWait);
    QVERIFY(eventually([&] { return is<Running>(*patient); }));
    worker.preview("pane", urgent);
    urgent->wait();
    QVERIFY(is<Done>(*urgent) && is<Running>(*patient));
    worker.preview("ribbon", next, Worker::Urgency::CanWait);
    next->wait();
    QVERIFY(is<Stopped>(*patient) && is<Done>(*next));
  }

  void anIdlePreviewIsOvertakenByAllOthers() {
    Worker worker;
    const auto idle = endless(), patient = endless(), urgent = quick(1), next = quick(2);
    worker.preview("bracket", idle, Worker::Urgency::Idle);
    QVERIFY(eventually([&] { return is<Running>(*idle); }));
    worker.preview("ribbon", patient, Worker::Urgency::CanWait);
    QVERIFY(eventually([&] { return is<Running>(*patient); }));
    worker.preview("pane", urgent);
    urgent->wait();
    QVERIFY(is<Done>(*urgent) && is<Running>(*patient) && is<Running>(*idle));
    patient->cancel();
    patient->wait();
    QVERIFY(is<Running>(*idle));
    worker.preview("bracket", next, Worker::Urgency::Idle);
    next->wait();
    QVERIFY(is<Stopped>(*idle) && is<Done>(*next));
  }

  void errorsBecomeWords_data() {
    QTest::addColumn<std::function<void()>>("fail");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("kind");
    const auto add = [](const char* name, std::function<void()> fail, const char* words, Error::Kind kind) {
      QTest::newRow(name) << fail << words << static_cast<int>(kind);
    };
    add(
        "input", [] { throw InputError("a.pt", "is no model"); }, "a.pt: is no model", Error::Kind::Input);
    add(
        "usage", [] { throw UsageError("epsilon", "-1 is below 0"); }, "epsilon: -1 is below 0",
        Error::Kind::Usage);
    add(
        "refused", [] { throw Error(Error::Kind::Refused, "", "no"); }, "no", Error::Kind::Refused);
    add(
        "memory", [] { throw std::bad_alloc(); }, "out of memory: choose a smaller batch", Error::Kind::Failure);
    add(
        "torch", [] { TORCH_CHECK(false, "sizes differ", "\nsecond line"); }, "sizes differ",
        Error::Kind::Failure);
    add(
        "other", [] { throw std::runtime_error("odd"); }, "odd", Error::Kind::Failure);
    add(
        "foreign", [] { throw 1; }, "an exception that is no std::exception", Error::Kind::Failure);
  }

  void errorsBecomeWords() {
    QFETCH(std::function<void()>, fail);
    QFETCH(QString, words);
    QFETCH(int, kind);
    Worker worker;
    const auto job = failing(fail), next = quick(1);
    worker.submit(job);
    worker.submit(next);
    next->wait();
    const JobState state = job->state();
    QVERIFY(std::holds_alternative<Failed>(state));
    QCOMPARE(QString::fromStdString(std::get<Failed>(state).message), words);
    QCOMPARE(static_cast<int>(std::get<Failed>(state).kind), kind);
    QVERIFY(is<Done>(*next));
  }

  void finishedIsCalledOnceAfterTheEndIsVisible() {
    Worker worker;
    std::vector<bool> seen;
    std::shared_ptr<Integer> job;
    const auto number = std::make_shared<int>(3);
    job = std::make_shared<Integer>(
        "job", [number](Progress&, const Integer::Keep&) { return number; },
        [&] { seen.push_back(job->finished() && job->result() == number); });
    worker.submit(job);
    const auto next = quick(1);
    worker.submit(next);
    next->wait();
    QVERIFY((seen == std::vector<bool>{true}));
    QCOMPARE(number.use_count(), 2L);  // here and as the result: the work has let go of it
  }

  void destructionStopsEverythingSoon() {
    const auto running = endless(), waiting = quick(1), preview = quick(2);
    const auto paused = endless();
    const auto begin = std::chrono::steady_clock::now();
    {
      Worker worker;
      worker.submit(running);
      worker.submit(paused);
      worker.submit(waiting);
      QVERIFY(eventually([&] { return is<Running>(*running); }));
    }
    QVERIFY(is<Stopped>(*running) && is<Stopped>(*paused) && is<Stopped>(*waiting));
    {
      Worker worker;
      const auto held = endless();
      held->pause();
      worker.submit(held);
      QVERIFY(eventually([&] { return is<Paused>(*held); }));
    }
    { Worker idle; }
    {
      Worker worker;
      worker.preview("pane", preview);
    }
    QVERIFY(preview->finished());
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
  }

  void aPartMapsItsStepsOntoTheWhole() {
    struct Seen : Progress {
      void step(std::int64_t done, std::int64_t total) override {
        fractions.push_back(static_cast<double>(done) / static_cast<double>(total));
      }
      void show(Snapshot snapshot) override { words = snapshot.words.english(); }
      std::vector<double> fractions;
      std::string words;
    } whole;
    PartProgress part(whole, 0.5, 0.75);
    part.step(0, 10);
    part.step(5, 10);
    part.step(10, 10);
    part.step(1, 0);
    part.show({"half", {}});
    QVERIFY((whole.fractions == std::vector<double>{0.5, 0.625, 0.75, 0.5}));
    QCOMPARE(whole.words, std::string("half"));
  }
};

ADVERSARIUM_SUITE(TestJob)
#include "test_job.moc"
