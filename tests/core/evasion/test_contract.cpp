// SPDX-License-Identifier: GPL-3.0-or-later
// What every method promises without its author having to write a test.
#include <ATen/ATen.h>

#include <QtTest>
#include <atomic>

#include "core/evasion/runner.h"
#include "core/record/guard_request.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"
#include "tests/core/promises.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 8, 8};

/// Three classes told apart by random directions: every attack finds something, none needs long.
std::shared_ptr<LinearClassifier> victim(Access access = Access::WhiteBox) {
  at::Generator random = generatorFrom(3);
  const at::Tensor weight = at::empty({3, 192}).normal_(0, 0.5, random);
  // Zero at mid-grey, so that no class owns the noise.
  return std::make_shared<LinearClassifier>(weight, -weight.sum(1) * 0.5, kShape, access);
}

std::shared_ptr<MemoryData> samples(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(4);
  const at::Tensor images = at::rand({count, 3, 8, 8}, random, at::kFloat);
  return std::make_shared<MemoryData>(images, logitsInChunks(model, images).argmax(1));
}

/// Defaults, but small: a contract is not a benchmark.
/// The same decisions as victim()'s behind something through which a gradient does not see well.
class Veiled : public LinearClassifier {
 public:
  enum class Veil { None, Sure, Rooted, Rounded };
  Veiled(Veil veil, const at::Tensor& weight)
      : LinearClassifier(weight, -weight.sum(1) * 0.5, kShape), m_veil(veil) {}
  at::Tensor logits(const at::Tensor& images) const override {
    switch (m_veil) {
      case Veil::Sure:
        return 1000 * LinearClassifier::logits(images);
      case Veil::Rooted:  // its gradient at black is infinity times zero
        return LinearClassifier::logits(images.sqrt().square());
      case Veil::Rounded:
        return LinearClassifier::logits((images * 255).round() / 255);
      case Veil::None:
        break;
    }
    return LinearClassifier::logits(images);
  }
  static std::shared_ptr<Veiled> behind(Veil veil) {
    at::Generator random = generatorFrom(3);
    return std::make_shared<Veiled>(veil, at::empty({3, 192}).normal_(0, 0.5, random));
  }

 private:
  Veil m_veil;
};

/// Pictures of which a fifth is black, with the model's answers or without any labels.
std::shared_ptr<MemoryData> withBlack(const Classifier& model, std::int64_t count, bool labelled) {
  at::Generator random = generatorFrom(4);
  at::Tensor images = at::rand({count, 3, 8, 8}, random, at::kFloat);
  images = images.masked_fill(images < 0.2, 0);
  const at::Tensor answers = logitsInChunks(model, images).argmax(1);
  return std::make_shared<MemoryData>(images, labelled ? answers : at::full_like(answers, -1));
}

std::int64_t countSaid(const Record& record, const std::string& id) {
  for (const Caveat& caveat : record.caveats) {
    if (caveat.id == id)
      return QString::fromStdString(caveat.words.english()).remove(QRegularExpression("[^0-9]")).toLongLong();
  }
  return 0;
}

ParamMap quickParams(const CatalogueEntry& entry) {
  ParamMap params = completeParams(entry.params, {});
  const std::map<std::string, std::int64_t> small{
      {"queries", 300}, {"steps", 5}, {"initial", 10}, {"iterations", 3}};
  for (const auto& [id, value] : small) {
    if (entry.find(id)) params[id] = value;
  }
  return params;
}

Assignment assignmentFor(const CatalogueEntry& entry) {
  const auto model = victim();
  Request request;
  request.algorithm = std::string(entry.info.id);
  request.params = quickParams(entry);
  request.seed = 7;
  request.batch = 8;
  return {request, model, samples(*model, 12)};
}

void everyMethod() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue())
    QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
}

void everyAttack() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Attack) QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

}  // namespace

class TestContract : public QObject {
  Q_OBJECT

 private slots:
  void catalogueIsFull() {
    // A linker that drops self-registering files shows here first: what the sources declare is there.
    QSet<QString> declared, registered;
    const QRegularExpression declaration(R"re(AlgorithmInfo \w+\{\s*"([a-z0-9-]+)")re");
    QDirIterator sources(ADVERSARIUM_SOURCE_DIR "/core", {"*.cpp", "*.h"}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (sources.hasNext()) {
      QFile source(sources.next());
      QVERIFY(source.open(QIODevice::ReadOnly));
      for (auto found = declaration.globalMatch(QString::fromUtf8(source.readAll())); found.hasNext();)
        declared.insert(found.next().captured(1));
    }
    for (const CatalogueEntry& entry : catalogue()) registered.insert(QString(entry.info.id.data()));
    QVERIFY(declared.size() > 50);
    QCOMPARE(registered, declared);
    QVERIFY_EXCEPTION_THROWN(catalogueEntry("no-such-method"), UsageError);
  }

  void declarationIsComplete_data() { everyMethod(); }
  void declarationIsComplete() {
    const CatalogueEntry& entry = current();
    QVERIFY(QRegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$").match(QString(entry.info.id.data())).hasMatch());
    QVERIFY(!entry.info.name.empty() && !entry.info.summary.empty() && !entry.info.reference.empty());
    QVERIFY(entry.info.summary.back() == '.');
    QVERIFY(entry.hero() != nullptr || entry.family == Family::Explanation);  // a map needs no slider
    std::set<std::string_view> ids;
    for (const ParamSpec& spec : entry.params) {
      QVERIFY2(ids.insert(spec.id).second, spec.id.data());
      QVERIFY2(!spec.label.empty() && !spec.help.empty(), spec.id.data());
      QCOMPARE(checkedParam(spec, spec.fallback), spec.fallback);
      if (std::holds_alternative<std::string>(spec.fallback) || std::holds_alternative<bool>(spec.fallback))
        continue;
      QVERIFY2(spec.limits.softMin < spec.limits.softMax, spec.id.data());
      QVERIFY2(spec.limits.min <= spec.limits.softMin && spec.limits.softMax <= spec.limits.max, spec.id.data());
      QVERIFY_EXCEPTION_THROWN(checkedParam(spec, std::nan("")), UsageError);
      if (std::isfinite(spec.limits.min)) {
        QVERIFY_EXCEPTION_THROWN(checkedParam(spec, spec.limits.min - 1), UsageError);
      }
    }
    QVERIFY_EXCEPTION_THROWN(completeParams(entry.params, {{"no_such_parameter", true}}), UsageError);
  }

  /// Command line and window take the samples that the catalogue says.
  void scopeFollowsWhatIsDone_data() { everyMethod(); }
  void scopeFollowsWhatIsDone() {
    const CatalogueEntry& entry = current();
    const bool trains = learns(entry.family) || entry.family == Family::Extraction;
    QCOMPARE(entry.scope == Scope::TrainingPart, trains);
    // Who can be told which samples are poison has to see all of them.
    QCOMPARE(entry.scope == Scope::WholeData, entry.find(Role::KnownPoison) != nullptr);
    QCOMPARE(usualSamples(entry.scope) == 0, entry.scope != Scope::FirstN);
  }

  /// What is called alike means the same, and nothing else is called so: the house asks by the role alone.
  void rolesSayWhatIsMeant_data() { everyMethod(); }
  void rolesSayWhatIsMeant() {
    const std::map<std::string_view, Role> roles{
        {"epsilon", Role::Strength}, {"norm", Role::Norm},         {"queries", Role::Queries},
        {"steps", Role::Steps},      {"restarts", Role::Restarts}, {"stop_at_success", Role::EarlyStop}};
    const CatalogueEntry& entry = current();
    for (const ParamSpec& spec : entry.params) {
      const auto named = roles.find(spec.id);
      if (named != roles.end()) QVERIFY2(spec.role == named->second, spec.id.data());
      if (spec.role != Role::None) QCOMPARE(entry.find(spec.role), &spec);  // no two of one role
      if (spec.role == Role::Strength) QVERIFY(std::holds_alternative<double>(spec.fallback));
      if (spec.place != Place::None) QVERIFY(std::holds_alternative<std::string>(spec.fallback));
      QCOMPARE(spec.role == Role::Method, spec.offers != nullptr);
      if (!spec.offers) continue;
      for (const std::string_view choice : spec.choices) QVERIFY(spec.offers(catalogueEntry(choice)));
      QVERIFY(checkedParam(spec, spec.fallback) == spec.fallback);
    }
    ParamMap params = completeParams(entry.params, {});
    QCOMPARE(entry.strength(params).has_value(), entry.find(Role::Strength) != nullptr);
    QCOMPARE(entry.set(params, Role::Strength, 0.01), entry.find(Role::Strength) != nullptr);
    if (entry.find(Role::Strength)) QCOMPARE(entry.strength(params), std::optional(0.01));
    entry.erase(params, Role::Strength);
    QVERIFY(!entry.strength(params));
  }

  void everyAccessHasItsYardstick() {
    for (const Access access : {Access::Labels, Access::Scores, Access::Gradients}) {
      const CatalogueEntry& entry = standardAttack(access);
      QCOMPARE(entry.access, access);
      QCOMPARE(entry.family, Family::Attack);
    }
    QCOMPARE(&standardAttack(Access::None), &standardAttack(Access::Labels));
    QCOMPARE(&standardAttack(Access::WhiteBox), &standardAttack(Access::Gradients));
  }

  /// One entry says all that is known of a method.
  void entriesCarryTheirMethods_data() { everyMethod(); }
  void entriesCarryTheirMethods() {
    const CatalogueEntry& entry = current();
    QVERIFY(entry.method);
    QCOMPARE(&methodFor(entry.info.id), entry.method.get());
    QCOMPARE(knownMethod(entry.info.id), &entry);
    const auto guards = guardIds();
    QCOMPARE(std::count(guards.begin(), guards.end(), entry.info.id) == 1, entry.guards);
    if (entry.tellsCost) return;
    Progress silent;
    QVERIFY_EXCEPTION_THROWN((void)entry.method->cost({Request{}, nullptr, nullptr}, silent), UsageError);
  }

  void staysInItsBall_data() { everyAttack(); }
  void staysInItsBall() {
    const CatalogueEntry& entry = current();
    const auto model = victim();
    const auto data = samples(*model, 10);
    const Batch batch = readBatch(*data, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    int tried = 0;
    for (const char* norm : {"linf", "l2", "l1"}) {
      ParamMap params = quickParams(entry);
      entry.set(params, Role::Norm, norm);
      // Strengths that no float32 holds exactly: rounding must not let a pixel out.
      const double strength = std::string(norm) == "linf" ? 0.1 : std::string(norm) == "l2" ? 0.7 : 3.3;
      const bool bounded = entry.set(params, Role::Strength, strength);
      Progress silent;
      AttackedBatch result;
      std::shared_ptr<const BoundAttack> attack;
      try {
        attack = boundAttack(entry.info.id, params);
        result = attackBatch(*attack, *model, batch.images, batch.labels, {},
                             std::make_shared<at::Generator>(generatorFrom(1)), silent);
      } catch (const UsageError& refused) {
        QVERIFY(std::string(refused.what()).find("norm") != std::string::npos);  // not every attack has every norm
        continue;
      }
      ++tried;
      QVERIFY(result.adversarial.ge(0).logical_and(result.adversarial.le(1)).all().item<bool>());
      QCOMPARE(result.adversarial.scalar_type(), at::kFloat);
      QCOMPARE(attack->strength().has_value(), bounded);
      if (!bounded) continue;
      const at::Tensor change = result.adversarial.to(at::kDouble) - batch.images.to(at::kDouble);
      const double radius = static_cast<float>(strength);
      QVERIFY(normOf(change, attack->norm()).le(radius).all().item<bool>());
      QVERIFY(result.succeeded.any().item<bool>());
    }
    QVERIFY(tried > 0);
  }

  void sameSeedSameBytes_data() { everyAttack(); }
  void sameSeedSameBytes() { promiseSameSeedSameBytes(assignmentFor(current())); }

  void stopsWithinOneStepAndKeepsWhatIsDone_data() { everyAttack(); }
  void stopsWithinOneStepAndKeepsWhatIsDone() {
    const Assignment assignment = assignmentFor(current());
    const Method& method = methodFor(assignment.request.algorithm);
    Stopper at(0);
    std::shared_ptr<const Record> kept;
    QVERIFY_EXCEPTION_THROWN(method.run(assignment, at, [&](auto record) { kept = record; }), Cancelled);
    QCOMPARE(at.calls, 1);
    QVERIFY(kept && kept->partial);
    QVERIFY(std::any_of(kept->caveats.begin(), kept->caveats.end(),
                        [](const Caveat& c) { return c.id == "partial"; }));
  }

  /// Wherever it is stopped, what was finished before is handed over, once.
  void keepsWhatIsFinished_data() { everyAttack(); }
  void keepsWhatIsFinished() {
    const CatalogueEntry& entry = current();
    const Method& method = methodFor(entry.info.id);
    Assignment assignment = assignmentFor(entry);
    assignment.request.batch = 4;
    for (int after = 0;; after += 1 + after / 2) {
      Stopper at(after);
      int kept = 0;
      try {
        (void)method.run(assignment, at, [&](auto) { ++kept; });
        QVERIFY(after > 0);
        break;
      } catch (const Cancelled&) {
        QVERIFY2(kept == 1, qPrintable(QString("stopped after %1 steps").arg(after)));
      }
    }
  }

  void refusedWithoutItsAccess_data() { everyAttack(); }
  void refusedWithoutItsAccess() {
    const CatalogueEntry& entry = current();
    if (entry.access == Access::Labels) QSKIP("nothing grants less than it needs");
    const auto poorer = static_cast<Access>(static_cast<int>(entry.access) - 1);
    const auto model = victim(poorer);
    const auto data = samples(*model, 2);
    const Batch batch = readBatch(*data, {0, 1});
    Progress silent;
    QVERIFY_EXCEPTION_THROWN(
        attackBatch(*boundAttack(entry.info.id, quickParams(entry)), *model, batch.images, batch.labels, {},
                    std::make_shared<at::Generator>(generatorFrom(1)), silent),
        UsageError);
  }

  void queriesAreCounted_data() { everyAttack(); }
  void queriesAreCounted() {
    const CatalogueEntry& entry = current();
    /// Counts what really reaches the model.
    class Counting : public LinearClassifier {
     public:
      using LinearClassifier::LinearClassifier;
      at::Tensor logits(const at::Tensor& images) const override {
        asked += images.size(0);
        return LinearClassifier::logits(images);
      }
      mutable std::int64_t asked = 0;
    };
    at::Generator random = generatorFrom(3);
    const at::Tensor weight = at::empty({3, 192}).normal_(0, 0.5, random);
    const Counting model(weight, -weight.sum(1) * 0.5, kShape);
    const auto data = samples(model, 6);
    const Batch batch = readBatch(*data, {0, 1, 2, 3, 4, 5});
    model.asked = 0;
    Progress silent;
    const AttackedBatch result =
        attackBatch(*boundAttack(entry.info.id, quickParams(entry)), model, batch.images, batch.labels, {},
                    std::make_shared<at::Generator>(generatorFrom(1)), silent);
    const std::int64_t counted = std::accumulate(result.queries.begin(), result.queries.end(), std::int64_t{0});
    constexpr std::int64_t kJudging = 2 * 6;  // the runner looks at every image before and after
    QCOMPARE(counted + kJudging, model.asked);
    QVERIFY(counted > 0);
    if (entry.access >= Access::Gradients) QVERIFY(result.gradients > 0);
    if (entry.access < Access::Gradients) QCOMPARE(result.gradients, std::int64_t{0});
  }

  /// What a gradient does not show must not pass for robustness: success is what it is without the veil, or the
  /// record says for how many images the gradient was blind.
  void noVeilIsTakenForRobustness_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("veil");
    const std::pair<const char*, Veiled::Veil> veils[] = {
        {"sure", Veiled::Veil::Sure}, {"rooted", Veiled::Veil::Rooted}, {"rounded", Veiled::Veil::Rounded}};
    for (const CatalogueEntry& entry : catalogue()) {
      if (entry.family != Family::Attack || entry.access < Access::Scores) continue;
      for (const auto& [name, veil] : veils) {
        if (veil != Veiled::Veil::Sure && entry.access < Access::Gradients) continue;
        QTest::addRow("%s %s", entry.info.id.data(), name) << QString(entry.info.id.data()) << int(veil);
      }
    }
  }
  void noVeilIsTakenForRobustness() {
    QFETCH(int, veil);
    const CatalogueEntry& entry = current();
    const auto model = Veiled::behind(Veiled::Veil::None);
    const auto data = withBlack(*model, 16, true);
    Request request;
    request.algorithm = std::string(entry.info.id);
    request.params = quickParams(entry);
    entry.set(request.params, Role::Strength, 0.1);
    if (entry.find("area")) request.params["area"] = 0.5;
    request.batch = 8;
    const auto open = carriedOut({request, model, data});
    const auto hidden = carriedOut({request, Veiled::behind(static_cast<Veiled::Veil>(veil)), data});
    const double success = open->measures.at("success_rate").value;
    QVERIFY(success > 0);
    const bool same = hidden->measures.at("success_rate").value >= success;
    const std::int64_t blind = countSaid(*hidden, "zero-gradient");
    QVERIFY2(same || blind > 0, qPrintable(QString("%1 instead of %2, and nothing said")
                                               .arg(hidden->measures.at("success_rate").value)
                                               .arg(success)));
    QCOMPARE(countSaid(*open, "zero-gradient") + countSaid(*open, "undefined-gradient"), std::int64_t{0});
    if (static_cast<Veiled::Veil>(veil) == Veiled::Veil::Rooted)
      QVERIFY(countSaid(*hidden, "undefined-gradient") > 0 && blind == 0);
    if (static_cast<Veiled::Veil>(veil) == Veiled::Veil::Rounded) QVERIFY(blind > 0);
  }

  /// For a label that is missing the model's own answer stands, and the record says so.
  void picturesWithoutLabelsAreAttacked_data() { everyAttack(); }
  void picturesWithoutLabelsAreAttacked() {
    const CatalogueEntry& entry = current();
    const auto model = Veiled::behind(Veiled::Veil::None);
    for (const int target : {-1, 1}) {
      Request request;
      request.algorithm = std::string(entry.info.id);
      request.params = quickParams(entry);
      request.target = target;
      request.seed = 7;
      request.batch = 8;
      const auto known = carriedOut({request, model, withBlack(*model, 12, true)});
      const auto unknown = carriedOut({request, model, withBlack(*model, 12, false)});
      QVERIFY(known->measures.at("success_rate").n > 0);
      QVERIFY(unknown->measures.at("success_rate") == known->measures.at("success_rate"));
      QVERIFY(unknown->measures.at("robust_accuracy") == known->measures.at("robust_accuracy"));
      QVERIFY(!unknown->measures.contains("clean_accuracy"));
      QCOMPARE(countSaid(*unknown, "unlabelled"), std::ssize(unknown->get<Labels>("labels")->values));
      QCOMPARE(countSaid(*known, "unlabelled"), std::int64_t{0});
    }
  }

  void recordSurvivesTheDisk_data() { everyAttack(); }
  void recordSurvivesTheDisk() { promiseThatDiskKeeps(*carriedOut(assignmentFor(current()))); }
};

ADVERSARIUM_SUITE(TestContract)
#include "test_contract.moc"
