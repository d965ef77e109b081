// SPDX-License-Identifier: GPL-3.0-or-later
/// Many owners pulling at one worker; meant to be run under the thread sanitizer, too.
#include <QtTest>
#include <random>
#include <thread>

#include "core/job/worker.h"
#include "tests/suite.h"

using namespace adversarium;

class TestWorkerStress : public QObject {
  Q_OBJECT

 private slots:
  void everyJobEndsAndSaysSoOnce() {
    constexpr int kOwners = 4, kRounds = 300;
    std::atomic<int> finished = 0;
    std::vector<std::vector<std::shared_ptr<Job>>> jobs(kOwners);
    const auto job = [&] {
      return std::make_shared<Task<int>>(
          "job",
          [](Progress& progress, const Task<int>::Keep& keep) {
            for (int i = 0; i < 20; ++i) {
              progress.step(i, 20);
              progress.show({"at work", {{"i", i}}});
              keep(std::make_shared<const int>(i));
            }
            return std::make_shared<const int>(20);
          },
          [&] { ++finished; });
    };
    {
      Worker worker;
      std::vector<std::jthread> owners;
      for (int owner = 0; owner < kOwners; ++owner) {
        owners.emplace_back([&, owner] {
          std::mt19937 random(static_cast<unsigned>(owner));
          auto& mine = jobs[static_cast<std::size_t>(owner)];
          for (int round = 0; round < kRounds; ++round) {
            mine.push_back(job());
            if (random() % 2 == 0) {
              worker.submit(mine.back());
            } else {
              worker.preview(random() % 2 == 0 ? "pane" : "ribbon", mine.back());
            }
            Job& any = *mine[random() % mine.size()];
            switch (random() % 6) {
              case 0:
                any.cancel();
                break;
              case 1:
                any.pause();
                break;
              case 2:
                any.resume();
                break;
              case 3:
                any.snapshot();
                break;
              case 4:
                any.secondsLeft();
                break;
              default:
                static_cast<Task<int>&>(any).result();
            }
          }
          for (const auto& one : mine) one->resume();
          if (owner % 2 == 0) {  // the others leave, and their last jobs meet the worker's end
            for (const auto& one : mine) one->wait();
          }
        });
      }
      owners.clear();
    }
    QCOMPARE(finished.load(), kOwners * kRounds);
    for (const auto& mine : jobs) {
      for (const auto& one : mine) QVERIFY(one->finished());
    }
  }
};

ADVERSARIUM_SUITE(TestWorkerStress)
#include "test_worker_stress.moc"
