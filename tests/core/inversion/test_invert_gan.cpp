// SPDX-License-Identifier: GPL-3.0-or-later
// A generator of pictures, its training, and the search of its codes for what a model was trained on.
#include <ATen/ATen.h>

#include <QtTest>
#include <algorithm>
#include <fstream>
#include <numeric>

#include "core/formats/open_model.h"
#include "core/inversion/code_search.h"
#include "core/inversion/surrogate_pictures.h"
#include "core/record/artefact/frames.h"
#include "core/run/guard.h"
#include "tests/core/blobs.h"
#include "tests/core/fakes.h"
#include "tests/core/promises.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

std::string written(const QTemporaryDir& folder, const QString& name, const std::string& bytes) {
  const std::string file = folder.filePath(name).toStdString();
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

/// Under the first condition.
Codes codesOf(std::int64_t count, std::uint64_t seed) {
  at::Generator random = generatorFrom(seed);
  return {at::empty({count, ImageGenerator::kCode}).normal_(0, 1, random), at::zeros({count}, at::kLong)};
}

Assignment inversion(const ParamMap& more) {
  Assignment assignment;
  Request& request = assignment.request;
  request.algorithm = "invert-gan";
  request.data = "blobs";
  request.seed = 5;
  ParamMap small{{"steps", std::int64_t{6}},     {"drawn", std::int64_t{20}},    {"restarts", std::int64_t{2}},
                 {"gan_steps", std::int64_t{4}}, {"gan_batch", std::int64_t{4}}, {"around", std::int64_t{4}}};
  for (const auto& [id, value] : more) small[id] = value;
  request.params = completeParams(catalogueEntry("invert-gan").params, small);
  assignment.model = blobNetwork();
  assignment.data = blobs(40, 0.2);
  return assignment;
}

bool warnsOf(const Record& record, const std::string& id) {
  return std::any_of(record.caveats.begin(), record.caveats.end(), [&](const Caveat& c) { return c.id == id; });
}

}  // namespace

class TestInvertGan : public QObject {
  Q_OBJECT

 private slots:
  void picturesDependOnNothingButTheCode_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("multiples of eight") << 16 << 24;
    QTest::newRow("odd") << 9 << 5;
    QTest::newRow("tiny") << 1 << 2;
  }
  void picturesDependOnNothingButTheCode() {
    QFETCH(int, height);
    QFETCH(int, width);
    at::Generator random = generatorFrom(1);
    const ImageGenerator generator({3, height, width}, {{4, 0}}, random);
    const Codes codes = codesOf(5, 2);
    const at::Tensor all = generator.images(codes);
    QCOMPARE(all.sizes().vec(), (std::vector<std::int64_t>{5, 3, height, width}));
    QVERIFY(all.gt(0).all().item<bool>() && all.lt(1).all().item<bool>());
    QVERIFY(generator.images(codes.rows(at::tensor({3}))).allclose(all.slice(0, 3, 4), 1e-4, 1e-5));
    for (const std::int64_t other : {std::int64_t{1}, generator.any()})
      QVERIFY(!generator.images({codes.places, at::full({5}, other, at::kLong)}).allclose(all, 1e-3, 1e-3));
    GanTraining training({3, height, width}, {{4, 0}}, random);
    QVERIFY(std::isfinite(training.step(all.detach(), codes.conditions, 1e-3, random).critic));
  }

  void aFileHoldsTheGenerator() {
    at::Generator random = generatorFrom(1);
    const Conditions conditions{{3, 0, 12}, "a1b2"};
    const ImageGenerator generator({1, 8, 8}, conditions, random);
    QTemporaryDir folder;
    const std::string file = written(folder, "a", generator.bytes("words"));
    const Codes codes = codesOf(4, 2);
    const ImageGenerator back = ImageGenerator::open(file, {1, 8, 8});
    QVERIFY(back.conditions() == conditions);
    const ImageGenerator plain({1, 8, 8}, {}, random);
    QVERIFY(ImageGenerator::open(written(folder, "p", plain.bytes("")), {1, 8, 8}).conditions() == Conditions{});
    QVERIFY(back.images(codes).equal(generator.rounded().images(codes)));
    QVERIFY(back.images(codes).allclose(generator.images(codes), 0, 0.01));
    QVERIFY_EXCEPTION_THROWN(ImageGenerator::open(file, {3, 8, 8}), InputError);
    QVERIFY_EXCEPTION_THROWN(ImageGenerator::open(written(folder, "b", "nonsense"), {1, 8, 8}), InputError);
    QVERIFY_EXCEPTION_THROWN(GanTraining::resume(file, {1, 8, 8}, conditions), InputError);
    at::Tensor(generator.weights()[1])[0] = std::nan("");
    QVERIFY_EXCEPTION_THROWN(ImageGenerator::open(written(folder, "c", generator.bytes("")), {1, 8, 8}),
                             InputError);
  }

  /// Pictures of two greys: what the generator makes comes near them; under a condition it makes the grey that
  /// goes by it, under none both.
  void trainingBringsItToTheData() {
    at::Generator random = generatorFrom(1);
    GanTraining training({1, 8, 8}, {{1, 1}}, random);
    const Codes codes = codesOf(64, 2);
    const auto greyUnder = [&](std::int64_t condition) {
      return training.generator().images({codes.places, at::full({64}, condition, at::kLong)}).mean({1, 2, 3});
    };
    const auto distance = [&] {
      const at::Tensor grey = greyUnder(2);
      return at::minimum((grey - 0.2).abs(), (grey - 0.8).abs()).mean().item<double>();
    };
    const double before = distance();
    for (int step = 0; step < 300; ++step) {
      const at::Tensor bright = at::empty({16}).bernoulli_(0.5, random);
      training.step((0.2 + 0.6 * bright.view({16, 1, 1, 1})).expand({16, 1, 8, 8}).contiguous(),
                    bright.to(at::kLong), 1e-3, random);
    }
    QVERIFY2(distance() < 0.5 * before, qPrintable(QString("%1 before, %2 after").arg(before).arg(distance())));
    const at::Tensor any = greyUnder(2);
    QVERIFY(any.min().item<double>() < 0.4 && any.max().item<double>() > 0.6);
    const double dark = greyUnder(0).mean().item<double>(), bright = greyUnder(1).mean().item<double>();
    QVERIFY2(dark < 0.35 && bright > 0.65, qPrintable(QString("%1 and %2").arg(dark).arg(bright)));
    QCOMPARE(training.steps(), std::int64_t{300});
  }

  void aTrainingGoesOnWhereItStopped() {
    const at::Tensor real = at::rand({4, 1, 8, 8}), conditions = at::tensor({0, 1, 0, 1});
    const auto go = [&](GanTraining& training, std::int64_t to) {
      while (training.steps() < to) {
        at::Generator random = generatorFrom(std::uint64_t(training.steps()));
        training.step(real, conditions, 1e-3, random);
      }
    };
    at::Generator random = generatorFrom(1);
    GanTraining whole({1, 8, 8}, {{2, 2}}, random);
    go(whole, 3);
    QTemporaryDir folder;
    const std::string file = written(folder, "a", whole.checkpoint());
    GanTraining resumed = GanTraining::resume(file, {1, 8, 8}, {{2, 2}});
    QCOMPARE(resumed.steps(), std::int64_t{3});
    go(whole, 6);
    go(resumed, 6);
    QVERIFY(resumed.checkpoint() == whole.checkpoint());
    QVERIFY_EXCEPTION_THROWN(GanTraining::resume(file, {1, 8, 8}, {{3, 1}}), InputError);
  }

  void searchingRaisesTheLead_data() {
    QTest::addColumn<int>("right");
    QTest::newRow("gradients") << int(SearchRight::Gradients);
    QTest::newRow("scores") << int(SearchRight::Scores);
    QTest::newRow("labels") << int(SearchRight::Labels);
  }
  /// In a generator that was never trained there still are codes that a linear model takes for each class.
  void searchingRaisesTheLead() {
    QFETCH(int, right);
    at::Generator random = generatorFrom(3);
    const ImageGenerator generator({1, 8, 8}, {{1}}, random);
    const at::Tensor weight = at::empty({3, 64}).normal_(0, 3, random);
    const at::Tensor mean = at::linear(generator.images(codesOf(60, 9)).flatten(1), weight).mean(0);
    const Oracle victim(std::make_shared<LinearClassifier>(weight, -mean, ImageShape{1, 8, 8}), 0);
    const at::Tensor labels = at::arange(6).remainder(3);
    SearchPlan plan;
    plan.right = static_cast<SearchRight>(right);
    plan.steps = 60;
    plan.drawn = 40;
    plan.restarts = 2;
    plan.around = 16;
    Progress silent;
    Codes first;
    int seen = 0;
    const FoundCodes found =
        searchCodes(generator, victim, labels, plan, random, silent, [&](int step, const Codes& c) {
          QCOMPARE(step, seen++);
          if (step == 0) first = {c.places.clone(), c.conditions.clone()};
        });
    const Codes& codes = found.codes;
    QVERIFY(found.refusal.empty());
    QCOMPARE(found.steps, 60);
    QCOMPARE(codes.places.sizes().vec(), (std::vector<std::int64_t>{6, ImageGenerator::kCode}));
    QVERIFY(
        codes.places.norm(2, {1}).allclose(at::full({6}, std::sqrt(double(ImageGenerator::kCode)), at::kFloat)));
    const auto confidence = [&](const Codes& c) {
      const at::Tensor scores = victim.model->logits(generator.images(c)).softmax(1);
      return scores.gather(1, labels.unsqueeze(1)).mean().item<double>();
    };
    QVERIFY2(confidence(codes) > confidence(first),
             qPrintable(QString("%1 to %2").arg(confidence(first)).arg(confidence(codes))));
    QCOMPARE(victim.meter->gradients, right == int(SearchRight::Gradients) ? std::int64_t{6 * 2 * 60} : 0);
    // Drawn once, asked in each step, and nine looks at each result.
    const std::int64_t each = right == int(SearchRight::Gradients) ? 1 : 16;
    QCOMPARE(victim.meter->queries, std::int64_t{40 + 6 * 2 * 60 * each + 6 * 2 * 9});
  }

  /// A guard that answers no more ends the asking, not the method: what was found until then is kept.
  void whatARefusalLeavesIsKept_data() {
    QTest::addColumn<QString>("right");
    QTest::addColumn<int>("answers");
    QTest::addColumn<int>("frames");
    for (const char* right : {"gradients", "scores", "labels"}) {
      // Forty public pictures, twenty drawn codes, then two searches a class, each asking so often in a step.
      const int each = std::string(right) == "gradients" ? 1 : 4;
      QTest::addRow("%s, in the third step", right) << right << 40 + 20 + 2 * 8 * each + 1 << 4;
      QTest::addRow("%s, at the first code", right) << right << 40 << 1;
      QTest::addRow("%s, among the public pictures", right) << right << 1 << 1;
    }
  }
  void whatARefusalLeavesIsKept() {
    QFETCH(QString, right);
    QFETCH(int, answers);
    QFETCH(int, frames);
    Assignment assignment = inversion({{"right", right.toStdString()}, {"restarts", std::int64_t{2}}});
    assignment.request.guards = {parseGuard("query-guard:prada=false,budget=" + std::to_string(answers))};
    assignment = guarded(assignment);
    const auto record = carriedOut(assignment);
    QVERIFY(!record->partial);
    QCOMPARE(std::count_if(record->caveats.begin(), record->caveats.end(),
                           [](const Caveat& c) { return c.id == "refused"; }),
             std::ptrdiff_t{1});
    QVERIFY(record->get<ImageSet>("inverted") && record->get<ModelFile>("generator"));
    QCOMPARE(record->get<Frames>("frames")->pictures.count(), kBlobClasses * frames);
  }

  /// Public pictures without answers belong to no class; the classes that were answered are looked for first.
  void conditionsAreTheVictimsAnswers() {
    for (const char* source : {"answers", "labels", "none"}) {
      const auto record = carriedOut(inversion({{"conditions", std::string(source)}}));
      QTemporaryDir folder;
      const auto generator =
          ImageGenerator::open(written(folder, "g", record->get<ModelFile>("generator")->bytes), {1, 6, 6});
      const Conditions& conditions = generator.conditions();
      const bool none = std::string(source) == "none", answers = std::string(source) == "answers";
      QCOMPARE(conditions.count(), none ? 0 : kBlobClasses);
      QCOMPARE(std::accumulate(conditions.pictures.begin(), conditions.pictures.end(), std::int64_t{0}),
               std::int64_t{none ? 0 : 40});
      QCOMPARE(conditions.victim, answers ? blobNetwork()->info().sha256 : std::string());
      QCOMPARE(record->get<ImageSet>("samples")->captions.front().empty(), none);
      const double asked = record->measures.at("queries").value;
      QCOMPARE(asked, double(20 + 2 * kBlobClasses * (6 + 9) + (answers ? 40 : 0)));
    }
    at::Generator random = generatorFrom(1);
    const ImageGenerator generator({1, 6, 6}, {{5, 0, 2}, "victim"}, random);
    QCOMPARE(integersOf(conditionsToSearch(generator, {1, 2}, "victim")), (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(integersOf(conditionsToSearch(generator, {1, 2}, "other")), (std::vector<std::int64_t>{0, 2, 3}));
    QCOMPARE(integersOf(conditionsOf(generator, at::tensor({0, 1}), "victim")), (std::vector<std::int64_t>{0, 3}));
    QCOMPARE(integersOf(conditionsOf(generator, at::tensor({0, 1}), "other")), (std::vector<std::int64_t>{3, 3}));
  }

  void whoMaySeeLabelsOnlySearchesByLabels() {
    class LabelsOnly final : public Classifier {
     public:
      LabelsOnly() : Classifier(blobNetwork()->info()), m_model(blobNetwork()) { m_info.access = Access::Labels; }
      at::Tensor logits(const at::Tensor& images) const override { return m_model->logits(images); }

     private:
      std::shared_ptr<const Classifier> m_model;
    };
    for (const char* right : {"gradients", "scores"}) {
      Assignment assignment = inversion({{"right", std::string(right)}});
      assignment.model = std::make_shared<LabelsOnly>();
      QVERIFY_EXCEPTION_THROWN(carriedOut(assignment), UsageError);
    }
    Assignment assignment = inversion({{"right", std::string("labels")}});
    assignment.model = std::make_shared<LabelsOnly>();
    QVERIFY(carriedOut(assignment)->get<ImageSet>("inverted"));
  }

  void theRecordShowsHowItCameAbout() {
    Assignment assignment = inversion({{"classes", std::string("2,0")}});
    const auto record = carriedOut(assignment);
    QVERIFY(warnsOf(*record, "no-separation"));
    QVERIFY(warnsOf(*record, "no-evaluator"));
    QCOMPARE(record->get<Labels>("labels")->values, (std::vector<std::int64_t>{2, 0}));
    const ImageSet& frames = record->get<Frames>("frames")->pictures;
    QCOMPARE(frames.count(), std::int64_t{2 * 7});  // every step, and what was kept
    QCOMPARE(frames.captions[0].english(), std::string("0"));
    QCOMPARE(frames.captions[1].english(), std::string("0"));
    QCOMPARE(frames.captions[13].english(), std::string("6"));
    QCOMPARE(record->get<Curve>("critic_loss")->x.back(), 4.0);
    // The generator is an artefact that the next run takes.
    QTemporaryDir folder;
    const std::string file = written(folder, "g.adv", record->get<ModelFile>("generator")->bytes);
    const auto again = carriedOut(inversion({{"classes", std::string("2,0")}, {"generator", file}}));
    QVERIFY(!warnsOf(*again, "no-separation"));
    QVERIFY(again->get<ImageSet>("inverted")->values == record->get<ImageSet>("inverted")->values);
  }
};

ADVERSARIUM_SUITE(TestInvertGan)
#include "test_invert_gan.moc"
