// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/defence/repair.h"
#include "core/formats/open_model.h"
#include "core/poisoning/poisoned_data.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kControlTriggerSuccess{"control_trigger_success",
                                             translatable("measures", "The same with a control trigger"), ""};

/// Min et al. 2024: a backdoor that a repair only hid comes back with a handful of poisoned images. A clean model
/// as control shows what these few images teach a model that never had it.
struct Reactivation {
  static constexpr AlgorithmInfo info{
      "reactivation", "Reactivation test", Chapter::Poisoning, "Min et al. 2024, arXiv:2410.09838",
      "Trains a repaired model briefly with five poisoned images, to see whether the backdoor comes back."};
  struct Params : TrainParams, RepairParams {
    Params() {
      epochs = 5;
      learningRate = 0.01;
      optimiser = Optimiser::Sgd;
      schedule = Schedule::Constant;
    }
    int images = 5;
    std::string control;
    double low = 0.1;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          param(&Params::images, "images", "Poisoned images", "So many triggered images are shown again",
                {1, 10000, 1, 50}),
          param(&Params::control, "control", "Control model",
                "A model of the same shape that never had the backdoor, trained in the same way; empty for none")
              .as(Place::Model),
          param(&Params::low, "low", "Stays low below", "The repair counts while the trigger succeeds less often",
                {0, 1, 0, 0.5}),
      },
      trainParams<Params>(), repairParams<Params>());

  static Repaired repair(Patient& patient, const Params& params, Progress& progress) {
    if (!patient.backdoor) throw UsageError("trigger", "must be known: name the recipe or the backdoored model");
    const auto data = poisonedAgain(patient, params);
    const bool controlled = !params.control.empty();
    Repaired repaired;
    PartProgress first(progress, 0, controlled ? 0.5 : 1), second(progress, 0.5, 1);
    const Measure after = course(
        patient, params, patient.graph, *data, "reactivation",
        translatable("records", "Trigger success while a few poisoned images teach it again"), repaired, first);
    repaired.measures.set(kTriggerSuccess, after);
    if (controlled) {
      const auto model = openModel(params.control);
      if (!model->graph()) throw UsageError(params.control, "cannot be trained: its inside is not known");
      if (model->info().classes != patient.classes || !(model->info().input == patient.info.input))
        throw UsageError(params.control, "has another input or other classes than the model");
      repaired.measures.set(
          kControlTriggerSuccess,
          course(patient, params, model->graph()->clone(), *data, "control",
                 translatable("records", "The same with a model that never had the backdoor"), repaired, second));
    }
    repaired.caveats.push_back(after.value >= params.low
                                   ? Caveat{"reactivated", filled(translatable("records",
                                                                               "The backdoor came back: "
                                                                               "the trigger succeeds on "
                                                                               "{} of {} images again."),
                                                                  hits(after), after.n)}
                                   : Caveat{"stays-low", filled(translatable("records",
                                                                             "The backdoor did not "
                                                                             "come back: the trigger "
                                                                             "succeeds on {} of {} "
                                                                             "images."),
                                                                hits(after), after.n)});
    return repaired;
  }

 private:
  static std::int64_t hits(const Measure& rate) { return std::llround(rate.value * double(rate.n)); }

  /// The defender's clean images, the first few of other classes exchanged for triggered ones with the target's
  /// label.
  static std::shared_ptr<PoisonedData> poisonedAgain(const Patient& patient, const Params& params) {
    auto data = std::make_shared<PoisonedData>(patient.clean);
    int left = params.images;
    for (std::int64_t i = 0; i < patient.clean->info().count && left > 0; ++i) {
      if (patient.clean->label(i) == patient.backdoor->target) continue;
      const Batch batch = readBatch(*patient.clean, {i});
      data->exchange(i, patient.backdoor->trigger.apply(batch.images)[0], patient.backdoor->target);
      --left;
    }
    if (left > 0) throw UsageError("images", "are more than the defender has of other classes");
    return data;
  }

  static Measure course(Patient& patient, const Params& params, Graph graph, const DataSet& data,
                        const std::string& id, const char* title, Repaired& repaired, Progress& progress) {
    Curve curve{translatable("records", "Epoch"), translatable("records", "Trigger success"), {}, {}, {}, {}};
    TrainPlan plan = trainPlanFor(patient.request(), params);
    plan.checkpoint.clear();  // an epoch at a time
    const int epochs = params.epochs;
    plan.epochs = 1;
    Measure last;
    for (int epoch = 0; epoch <= epochs; ++epoch) {
      PartProgress trains(progress, double(epoch) / (epochs + 1), (epoch + 0.7) / (epochs + 1)),
          judges(progress, (epoch + 0.7) / (epochs + 1), (epoch + 1.0) / (epochs + 1));
      if (epoch > 0) {
        plan.seed = patient.request().seed + static_cast<std::uint64_t>(epoch);
        (void)train(graph, data, patient.allClean(), plan, plainLoss, trains);
      }
      const BackdoorRates rates = patient.judge(graph, 0, judges);
      last = rates.triggered;
      addRate(curve, epoch, last);
      if (id == "reactivation") repaired.measures.set(kCleanAccuracy, rates.clean);
    }
    repaired.found.push_back({id, title, std::move(curve)});
    return last;
  }
};
const RegisteredRepair<Reactivation> kReactivationRegistered;

}  // namespace
}  // namespace adversarium
