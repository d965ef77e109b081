// SPDX-License-Identifier: GPL-3.0-or-later
// What every repair promises, and that the repairs work on a task learnt within seconds.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/defence/neuron_ranking.h"
#include "core/graph/architectures.h"
#include "core/poisoning/known_backdoor.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "tests/core/promises.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Stripes with a patch in the corner that calls up class 1.
const Record& poisoning() {
  static const auto record = [] {
    Progress silent;
    Assignment assignment =
        trainingAssignment("backdoor", stripes(300),
                           {{"epochs", std::int64_t{4}}, {"rate", 0.15}, {"size", 0.25}, {"save_twin", true}});
    assignment.request.target = 1;
    return runMethod(assignment, silent);
  }();
  return *record;
}

std::shared_ptr<const Classifier> victim(const char* id = "model") {
  static const QTemporaryDir folder;
  static std::map<std::string, std::shared_ptr<const Classifier>> opened;
  auto& model = opened[id];
  if (!model) model = openedModel(poisoning(), folder, id);
  return model;
}

Assignment repairAssignment(const std::string& method, const ParamMap& params) {
  Assignment assignment = trainingAssignment(method, stripes(300, 5), params);
  assignment.model = victim();
  assignment.request.model = "victim";
  return assignment;
}

/// Defaults, but small: a contract is not a benchmark.
ParamMap quick(const CatalogueEntry& entry) {
  ParamMap params{{"epochs", std::int64_t{1}}, {"share", 0.1}};
  const std::map<std::string, std::int64_t> small{{"steps", 3}, {"points", 4}};
  for (const auto& [id, value] : small) {
    if (entry.find(id)) params[id] = value;
  }
  return params;
}

void everyRepair() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Repair) QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

const CatalogueEntry& current() {
  QFETCH(QString, id);
  return catalogueEntry(id.toStdString());
}

double value(const Record& record, const char* name) { return record.measures.at(name).value; }

bool hasCaveat(const Record& record, const std::string& id) {
  return std::any_of(record.caveats.begin(), record.caveats.end(), [&](const Caveat& c) { return c.id == id; });
}

}  // namespace

class TestRepairs : public QObject {
  Q_OBJECT

 private slots:
  void catalogueHasThem() {
    for (const char* id : {"fine-tune", "prune", "reactivation"})
      QCOMPARE(catalogueEntry(id).family, Family::Repair);
    QCOMPARE(catalogueEntry("robust-training").family, Family::Training);
    QVERIFY(value(poisoning(), "trigger_success") > 0.9);
  }

  void sameSeedSameBytes_data() { everyRepair(); }
  void sameSeedSameBytes() {
    const Assignment assignment = repairAssignment(std::string(current().info.id), quick(current()));
    const auto before = victim()->graph()->clone().stateDict();
    Progress silent;
    const auto first = runMethod(assignment, silent), second = runMethod(assignment, silent);
    const auto differences = differencesBetween(*first, *second);
    QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().c_str());
    for (const char* name :
         {"clean_accuracy_before", "clean_accuracy", "trigger_success_before", "trigger_success"})
      QVERIFY2(first->measures.contains(name), name);
    // The original is untouched.
    for (const auto& [name, tensor] : victim()->graph()->stateDict()) QVERIFY(tensor.equal(before.at(name)));
  }

  void stopsWithinOneStep_data() { everyRepair(); }
  void stopsWithinOneStep() {
    promiseToStopAndKeepWhatIsDone(repairAssignment(std::string(current().info.id), quick(current())));
  }

  void recordSurvivesTheDisk_data() { everyRepair(); }
  void recordSurvivesTheDisk() {
    promiseThatDiskKeeps(*carriedOut(repairAssignment(std::string(current().info.id), quick(current()))));
  }

  void opaqueModelsAreRefused_data() { everyRepair(); }
  void opaqueModelsAreRefused() {
    Assignment assignment = repairAssignment(std::string(current().info.id), quick(current()));
    Progress silent;
    assignment.model = std::make_shared<LinearClassifier>(at::rand({3, 64}), at::zeros({3}), ImageShape{1, 8, 8});
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
    assignment.model = nullptr;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  void withoutTriggerOnlyAccuracyIsMeasured() {
    Assignment assignment = repairAssignment("fine-tune", {{"epochs", std::int64_t{1}}});
    assignment.model = victim("clean_twin");
    Progress silent;
    const auto record = runMethod(assignment, silent);
    QVERIFY(hasCaveat(*record, "no-trigger"));
    QVERIFY(!record->measures.contains("trigger_success"));
    // A test of a repair makes no sense then.
    assignment = repairAssignment("reactivation", {});
    assignment.model = victim("clean_twin");
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
  }

  void triggerComesFromAFileToo() {
    const QTemporaryDir folder;
    saveRecord(poisoning(), folder.filePath("poisoned").toStdString());
    Assignment assignment = repairAssignment("fine-tune", {{"epochs", std::int64_t{1}}});
    assignment.model = victim("clean_twin");
    Progress silent;
    for (const char* place : {"poisoned", "poisoned/model.adv"}) {
      assignment.request.params["trigger"] = folder.filePath(place).toStdString();
      QVERIFY(runMethod(assignment, silent)->measures.contains("trigger_success"));
    }
    for (const char* place : {"poisoned/clean_twin.adv", "poisoned/loss.csv", "nowhere.adv", "nowhere.json"}) {
      assignment.request.params["trigger"] = folder.filePath(place).toStdString();
      QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), InputError);
    }
    assignment.request.params["trigger"] = folder.filePath("t.png").toStdString();
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);  // which class?
  }

  void fineTuningForgets_data() {
    QTest::addColumn<QString>("recipe");
    for (const char* recipe : {"plain", "ft-sam"}) QTest::newRow(recipe) << QString(recipe);
  }
  void fineTuningForgets() {
    QFETCH(QString, recipe);
    Progress silent;
    const auto record = runMethod(
        repairAssignment("fine-tune", {{"recipe", recipe.toStdString()}, {"share", 0.5}, {"learning_rate", 0.05}}),
        silent);
    QVERIFY(value(*record, "trigger_success") < value(*record, "trigger_success_before"));
    QVERIFY(value(*record, "clean_accuracy") > 0.9);
    const QTemporaryDir folder;
    const auto repaired = openedModel(*record, folder);
    QVERIFY(repaired->info().lineage.find(victim()->info().sha256) != std::string::npos);
    QVERIFY(backdoorInLineage(repaired->info().lineage, "repaired"));
  }

  /// A trigger where clean images are black excites weights that no clean image does: only unlearning moves them.
  void unlearningFindsTheTriggerItself() {
    Progress silent;
    const Assignment assignment = repairAssignment("fine-tune", {{"recipe", "unlearn"}, {"share", 0.5}});
    const auto record = runMethod(assignment, silent);
    QCOMPARE(value(*record, "target_class"),
             double(backdoorInLineage(victim()->info().lineage, "victim")->target));
    QVERIFY(value(*record, "trigger_success") < 0.2);
    QVERIFY(value(*record, "clean_accuracy") > value(*record, "clean_accuracy_before") - 0.1);
    QCOMPARE(record->get<ImageSet>("mask")->count(), std::int64_t{1});
    QVERIFY(record->get<ModelFile>("model")->words.english().find("unlearnt a trigger of class") !=
            std::string::npos);
    QVERIFY(hasCaveat(*record, "nothing-stands-out"));  // three classes are too few to stand out among
    Stopper stop(5);
    bool kept = false;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, stop, [&](auto part) { kept = part->partial; }), Cancelled);
    QVERIFY(kept);
  }

  void pruningKeepsItsBudget_data() {
    QTest::addColumn<QString>("ranking");
    for (const char* ranking : {"activation", "anp", "rnp"}) QTest::newRow(ranking) << QString(ranking);
  }
  void pruningKeepsItsBudget() {
    QFETCH(QString, ranking);
    Progress silent;
    const auto record = runMethod(repairAssignment("prune", {{"ranking", ranking.toStdString()},
                                                             {"share", 0.5},
                                                             {"steps", std::int64_t{20}},
                                                             {"points", std::int64_t{17}},
                                                             {"epochs", std::int64_t{0}},
                                                             {"budget", 0.05}}),
                                  silent);
    const auto* accuracy = record->get<Curve>("pruning_accuracy");
    const auto* success = record->get<Curve>("pruning_success");
    QVERIFY(accuracy && success && accuracy->x == success->x && accuracy->x.front() == 0);
    const double pruned = value(*record, "neurons_pruned");
    const auto at = std::find(accuracy->x.begin(), accuracy->x.end(), pruned);
    QVERIFY(at != accuracy->x.end());
    // The saved model is the one at that point of the curve.
    QCOMPARE(value(*record, "clean_accuracy"), accuracy->y[std::size_t(at - accuracy->x.begin())]);
    QVERIFY(value(*record, "clean_accuracy") > value(*record, "clean_accuracy_before") - 0.12);
    QCOMPARE(std::int64_t(record->get<Table>("pruning_order")->rows.size()),
             record->measures.at("neurons_pruned").n);
  }

  void stoppedPruningKeepsItsCurve() {
    const Assignment assignment = repairAssignment(
        "prune",
        {{"ranking", "activation"}, {"points", std::int64_t{9}}, {"epochs", std::int64_t{50}}, {"slack", 1.0}});
    std::shared_ptr<const Record> kept;
    Stopper stop(1 << 30);
    const auto keep = [&](std::shared_ptr<const Record> record) {
      kept = record;
      const auto* accuracy = record->get<Curve>("pruning_accuracy");
      if (accuracy && accuracy->x.size() == 9 && stop.after > stop.calls) stop.after = stop.calls + 40;
    };
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, stop, keep), Cancelled);
    QVERIFY(kept->partial && kept->get<Curve>("pruning_accuracy") && kept->get<Curve>("pruning_success"));
    QCOMPARE(kept->get<Curve>("pruning_accuracy")->x.size(), std::size_t(9));
  }

  void trainingAfterwardsAllowsMore() {
    Progress silent;
    const auto pruned = [&](std::int64_t epochs) {
      return runMethod(repairAssignment("prune", {{"ranking", "activation"},
                                                  {"share", 0.5},
                                                  {"points", std::int64_t{17}},
                                                  {"epochs", epochs},
                                                  {"slack", 0.4},
                                                  {"budget", 0.05}}),
                       silent);
    };
    const auto plain = pruned(0), tuned = pruned(4);
    QVERIFY(value(*tuned, "neurons_pruned") >= value(*plain, "neurons_pruned"));
    QVERIFY(plain->get<ModelFile>("model")->words.english().find("fine-tuning") == std::string::npos);
    QVERIFY(tuned->get<ModelFile>("model")->words.english().find("4 epochs of fine-tuning") != std::string::npos);
    QVERIFY(value(*tuned, "clean_accuracy") > value(*tuned, "clean_accuracy_before") - 0.12);
  }

  void prunedNeuronsStaySilentInFineTuning() {
    Progress silent;
    const auto record = runMethod(
        repairAssignment(
            "prune",
            {{"ranking", "activation"}, {"share", 0.5}, {"points", std::int64_t{9}}, {"epochs", std::int64_t{2}}}),
        silent);
    QVERIFY(record->get<ModelFile>("model")->words.english().find("2 epochs of fine-tuning") != std::string::npos);
    const QTemporaryDir folder;
    const auto repaired = openedModel(*record, folder);
    const auto pruned = static_cast<std::size_t>(value(*record, "neurons_pruned"));
    const auto& rows = record->get<Table>("pruning_order")->rows;
    for (std::size_t i = 0; i < pruned; ++i) {
      const auto state = repaired->graph()->stateDict();
      const std::string layer = Table::textOf(rows[i][1]);
      const auto channel = static_cast<std::int64_t>(std::get<double>(rows[i][2]));
      QCOMPARE(state.at(layer + ".weight")[channel].item<float>(), 0.0F);
      QCOMPARE(state.at(layer + ".bias")[channel].item<float>(), 0.0F);
    }
  }

  void neuronsAreFoundInEveryArchitecture_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<int>("side");
    QTest::newRow("mlp") << "mlp" << 8;
    QTest::newRow("lenet") << "lenet" << 28;
    QTest::newRow("resnet20") << "resnet20" << 16;
    QTest::newRow("preactresnet18") << "preactresnet18" << 16;
  }
  void neuronsAreFoundInEveryArchitecture() {
    QFETCH(QString, architecture);
    QFETCH(int, side);
    at::Generator random = generatorFrom(1);
    Graph graph = buildArchitecture(architecture.toStdString(), {1, side, side}, 3);
    initialise(graph, random);
    for (const auto& [name, tensor] : graph.stateDict()) {
      if (name.ends_with("bias")) tensor.fill_(0.25);
    }
    const auto layers = neuronLayers(graph);
    QVERIFY(!layers.empty());
    std::vector<Neuron> removed;
    for (const NeuronLayer& layer : layers) removed.push_back({layer.node, layer.channels - 1});
    const Graph pruned = withoutNeurons(graph, removed);
    std::map<std::string, at::Tensor> outputs;
    Pass pass;
    pass.tap = [&](const Node& node, const at::Tensor& output) { outputs[node.name] = output; };
    const at::Tensor images = at::rand({2, 1, side, side}, random, at::kFloat);
    const at::Tensor logits = pruned.run(images, pass);
    QCOMPARE(logits.sizes().vec(), (std::vector<std::int64_t>{2, 3}));
    for (const Neuron& neuron : removed) {
      const at::Tensor output = outputs.at(graph.nodes[neuron.node].name);
      QCOMPARE(output.select(1, neuron.channel).abs().max().item<float>(), 0.0F);
    }
    // What keeps its bias says nothing else.
    (void)withoutNeurons(graph, removed, Remains::Bias).run(images, pass);
    for (const Neuron& neuron : removed) {
      const Node& node = graph.nodes[neuron.node];
      const at::Tensor bias = node.tensor("bias");
      const at::Tensor said = outputs.at(node.name).select(1, neuron.channel);
      QVERIFY(said.eq(bias.defined() ? bias[neuron.channel].item<float>() : 0.0F).all().item<bool>());
    }
    // Nothing removed: nothing changed; and the factors of a view are differentiable.
    QVERIFY(withoutNeurons(graph, {}).run(images).equal(graph.run(images)));
    const auto [masks, biases] = masksOf(layers, {}, Remains::Nothing);
    for (const at::Tensor& mask : masks) mask.set_requires_grad(true);
    const at::Tensor sum = scaledNeurons(graph, layers, masks, biases).run(images).sum();
    const auto gradients = torch::autograd::grad({sum}, masks);
    QCOMPARE(gradients.size(), layers.size());
  }

  void outputLayerIsNoNeuron() {
    const Graph graph = buildArchitecture("lenet", {1, 28, 28}, 10);
    for (const NeuronLayer& layer : neuronLayers(graph)) QVERIFY(graph.nodes[layer.node].name != "fc2");
    QCOMPARE(neuronLayers(graph).size(), std::size_t(3));
    QCOMPARE(neuronLayers(buildArchitecture("smallconv", {1, 8, 8}, 3)).size(),
             std::size_t(6));  // its batch norms
  }

  void quietestNeuronsComeFirst() {
    // One hidden layer whose neuron c says c for every image.
    Graph graph = buildArchitecture("mlp", {1, 2, 2}, 3);
    for (Node& node : graph.nodes) {
      if (node.op == "linear") node.tensors["bias"].copy_(at::arange(node.tensor("bias").size(0)));
    }
    Progress silent;
    const auto ranking =
        rankByActivation(graph, MemoryData(at::rand({5, 1, 2, 2}), at::zeros({5}, at::kLong)), {}, silent);
    QCOMPARE(ranking.size(), std::size_t(128));
    for (std::size_t i = 0; i < ranking.size(); ++i) QCOMPARE(ranking[i].channel, std::int64_t(i));
  }

  void reactivationShowsItsCourse() {
    const QTemporaryDir folder;
    saveRecord(poisoning(), folder.path().toStdString());
    Progress silent;
    const auto record = runMethod(
        repairAssignment("reactivation", {{"control", folder.filePath("clean_twin.adv").toStdString()}}), silent);
    const auto* course = record->get<Curve>("reactivation");
    QVERIFY(course && course->x.size() == 6);
    QCOMPARE(course->y.front(), value(*record, "trigger_success_before"));
    QCOMPARE(course->y.back(), value(*record, "trigger_success"));
    QVERIFY(hasCaveat(*record, "reactivated"));  // nothing was repaired
    QVERIFY(record->measures.contains("control_trigger_success"));
    QVERIFY(!record->get<ModelFile>("model"));
  }

  void robustTrainingTakesLess_data() {
    QTest::addColumn<QString>("recipe");
    for (const char* recipe : {"l2", "dropout", "abl"}) QTest::newRow(recipe) << QString(recipe);
  }
  void robustTrainingTakesLess() {
    QFETCH(QString, recipe);
    const QTemporaryDir folder;
    Progress silent;
    Assignment poison = trainingAssignment("backdoor", stripes(150),
                                           {{"epochs", std::int64_t{1}}, {"save_data", true}, {"twin", false}});
    saveRecord(*runMethod(poison, silent), folder.path().toStdString());
    const std::string where = folder.path().toStdString();
    Assignment assignment = trainingAssignment("robust-training", openDataSet(where),
                                               {{"epochs", std::int64_t{3}}, {"recipe", recipe.toStdString()}});
    const auto first = runMethod(assignment, silent), second = runMethod(assignment, silent);
    QVERIFY(differencesBetween(*first, *second).empty());
    for (const char* name :
         {"clean_accuracy", "clean_accuracy_before", "trigger_success", "trigger_success_before"})
      QVERIFY2(first->measures.contains(name), name);
    QCOMPARE(first->measures.contains("isolation_precision"), recipe == "abl");
    const QTemporaryDir out;
    QVERIFY(openedModel(*first, out)->info().lineage.find("robust training") != std::string::npos);
    Stopper stop(3);
    bool kept = false;
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, stop, [&](auto record) { kept = record->partial; }), Cancelled);
    QVERIFY(kept);
  }
};

ADVERSARIUM_SUITE(TestRepairs)
#include "test_repairs.moc"
