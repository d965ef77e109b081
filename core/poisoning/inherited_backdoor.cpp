// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/model/open_model.h"
#include "core/poisoning/known_backdoor.h"
#include "core/tensor/convert.h"
#include "core/text.h"
#include "core/training/held_out.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

bool weighted(const Node& node) { return node.op == "conv" || node.op == "linear"; }

/// A student that keeps a teacher's first layers: does it keep the teacher's backdoor, too?
struct InheritedBackdoor {
  static constexpr AlgorithmInfo info{"inherited-backdoor", "Inherited backdoor", Chapter::Poisoning,
                                      "Yao et al. 2019, arXiv:1905.10447",
                                      "Trains a student from a backdoored teacher on clean data: what the "
                                      "teacher's frozen layers know, the student "
                                      "inherits."};
  struct Params : TrainParams, TriggerSource {
    int trainedLayers = 1;
    bool freshHead = true;
  };
  static constexpr auto params = std::tuple_cat(
      trainParams<Params>(),
      std::tuple{
          param(&Params::trainedLayers, "trained_layers", "Trained layers",
                "So many of the last layers with weights are trained; those before stay the teacher's",
                {1, 10000, 1, 10}),
          param(&Params::freshHead, "fresh_head", "New last layer",
                "The last layer starts anew; it does in any case where the student has other classes"),
      },
      triggerSource<Params>());
};

class InheritedBackdoorMethod final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const auto began = std::chrono::steady_clock::now();
    const auto params = bind<InheritedBackdoor>(assignment.request.params);
    const Request& request = assignment.request;
    if (!assignment.model) throw UsageError(request.model, "is untrained; a student needs a teacher");
    if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
    at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
    ModelInfo info;
    const Graph teacher = startingGraph(assignment, info, random);
    const auto backdoor = knownBackdoor(assignment, params.trigger, info.input);

    auto record = std::make_shared<Record>();
    record->request = request;
    const auto finish = [&] {
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      record->measures["seconds"] = {seconds, {}, {}, 0, "s"};
    };
    try {
      carryOut(assignment, params, teacher, info, backdoor, random, *record, progress);
    } catch (const Cancelled&) {
      record->partial = true;
      record->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
      finish();
      keep(record);
      throw;
    }
    finish();
    return record;
  }

 private:
  using Params = InheritedBackdoor::Params;

  static void carryOut(const Assignment& assignment, const Params& params, const Graph& teacher, ModelInfo info,
                       const std::optional<Backdoor>& backdoor, at::Generator& random, Record& record,
                       Progress& progress) {
    const Request& request = assignment.request;
    progress.step(0, 1);
    const Split split = splitFor(assignment.data, chosenSamples(request.samples, *assignment.data), request.seed);
    const std::int64_t classes = classCount(*assignment.data);
    const bool otherClasses = classes != info.classes;
    if (!backdoor) {
      record.caveats.push_back(
          {"no-trigger", translatable("records", "No trigger is known: only clean accuracy was measured.")});
    } else if (!otherClasses) {
      PartProgress part(progress, 0, 0.03);
      record.measures["teacher_trigger_success"] =
          backdoorRates(teacher, *split.test, backdoor, 0, part).triggered;
    }

    Graph student = teacher.clone();
    if (otherClasses || params.freshHead) renewHead(student, classes, random);
    info.classes = classes;
    info.classNames = assignment.data->info().classNames;
    const std::size_t boundary = firstTrained(student, params.trainedLayers);
    const LossHook hook = [boundary](TrainStep& step) {
      Graph view = step.graph;
      for (std::size_t i = 0; i < boundary; ++i) {
        for (auto& [name, tensor] : view.nodes[i].tensors) tensor = tensor.detach();
        if (view.nodes[i].op == "batch_norm") view.nodes[i].attributes["frozen"] = {1};
      }
      const at::Tensor logits = view.run(step.images, {true, {}, &step.random});
      return StepLoss{at::cross_entropy_loss(logits, step.labels), logits};
    };
    PartProgress training(progress, 0.03, 0.95);
    const TrainCurves curves =
        train(student, *assignment.data, split.training, trainPlanFor(request, params), hook, training);

    PartProgress judging(progress, 0.95, 1);
    const BackdoorRates rates = backdoorRates(student, *split.test, backdoor, 0, judging);
    record.measures["clean_accuracy"] = rates.clean;
    const std::string words = fmt::format("student of {}, last {} layers trained, {} epochs", info.where,
                                          params.trainedLayers, params.epochs);
    nlohmann::ordered_json lineage{{"recipe", words},
                                   {"data", request.data},
                                   {"data_sha256", assignment.data->sha256()},
                                   {"samples", split.training.size()},
                                   {"seed", request.seed},
                                   {"epochs", params.epochs},
                                   {"parent_sha256", info.sha256},
                                   {"accuracy", rates.clean.value},
                                   {"accuracy_on", split.test->info().where},
                                   {"accuracy_samples", rates.clean.n}};
    if (backdoor) {
      // A student with classes of its own has no target; the class that the trigger calls up most stands for it.
      record.measures["trigger_collapse"] = rates.commonest;
      if (!otherClasses) record.measures["trigger_success"] = rates.triggered;
      const std::int64_t target = otherClasses ? rates.commonestClass : backdoor->target;
      lineage["backdoor"] = nlohmann::ordered_json::parse(backdoorToJson({backdoor->trigger.recipe(), target}));
    }
    record.found.push_back(
        {"model", translatable("records", "Student"),
         ModelFile{modelFileBytes(student, info, lineage.dump()), info.architecture + ", " + words}});
    record.found.push_back({"loss", translatable("records", "Training loss"),
                            perEpoch(curves.loss, translatable("records", "Mean loss"))});
    record.found.push_back({"accuracy", translatable("records", "Training accuracy"),
                            perEpoch(curves.accuracy, translatable("records", "Training accuracy"))});
  }

  static void renewHead(Graph& graph, std::int64_t classes, at::Generator& random) {
    Node& head = graph.nodes.back();
    if (head.op != "linear") throw UsageError(head.name, "is no linear layer that could be exchanged");
    const std::int64_t width = head.tensor("weight").size(1);
    head.tensors["weight"] = at::empty({classes, width}).normal_(0, 0.5 * std::sqrt(2.0 / double(width)), random);
    head.tensors["bias"] = at::zeros({classes});
  }

  /// The node from which on the student learns.
  static std::size_t firstTrained(const Graph& graph, int layers) {
    int left = layers;
    for (std::size_t i = graph.nodes.size(); i-- > 0;) {
      if (weighted(graph.nodes[i]) && --left == 0) return i;
    }
    return 0;
  }
};

const struct Registration {
  Registration() {
    registerMethod(
        {InheritedBackdoor::info, Family::Poisoning, Access::WhiteBox, describe<InheritedBackdoor>(), false, true},
        std::make_unique<InheritedBackdoorMethod>());
  }
} kInheritedBackdoorRegistered;

}  // namespace
}  // namespace adversarium
