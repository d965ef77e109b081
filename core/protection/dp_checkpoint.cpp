// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/dp_checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/formats/safetensors.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {

constexpr const char* kIdentity = "private training";
constexpr std::int64_t kNumbers = 5;  // of an epoch

}  // namespace

std::string dpIdentity(const DpPlan& plan, const DataSet& data, const std::vector<std::int64_t>& indices) {
  Sha256 hash;
  hash.add(data.sha256());
  hash.add(indices.data(), indices.size() * sizeof(std::int64_t));
  return fmt::format("samples {}, batch {}, learning rate {}, momentum {}, clip {}, noise {} from the {}, seed {}",
                     hash.hex(), plan.batch, plan.learningRate, plan.momentum, plan.clip, plan.noise,
                     Choices<NoiseFrom>::names[static_cast<std::size_t>(plan.noiseFrom)], plan.seed);
}

void saveDpCheckpoint(const std::filesystem::path& file, const std::string& identity, const Graph& graph,
                      const OptimiserState& optimiser, const at::Generator& random, const NoiseSource& source,
                      const std::vector<DpEpoch>& epochs) {
  Safetensors content;
  content.metadata[kIdentity] = identity;
  for (const auto& [name, tensor] : graph.stateDict())
    content.tensors["model." + name] = tensor.detach().contiguous();
  for (const auto& [name, tensor] : optimiser.save()) content.tensors["optimiser." + name] = tensor;
  content.tensors["random"] = random.get_state();
  if (const at::Tensor state = source.state(); state.defined()) content.tensors["noise"] = state;
  std::vector<double> numbers;
  for (const DpEpoch& epoch : epochs) {
    for (const double number :
         {double(epoch.epoch), double(epoch.steps), epoch.loss, epoch.accuracy, epoch.clippedShare})
      numbers.push_back(number);
  }
  content.tensors["epochs"] = at::tensor(numbers, at::kDouble).view({-1, kNumbers});
  replaceBytes(file, safetensorsBytes(content));
}

std::vector<DpEpoch> loadDpCheckpoint(const std::filesystem::path& file, const std::string& identity, Graph& graph,
                                      OptimiserState& optimiser, at::Generator& random, NoiseSource& source) {
  const Safetensors content = readSafetensors(file);
  const auto other = [&](const std::string& why) {
    return InputError(file.string(), "is a checkpoint of another training (" + why + "); remove it to begin anew");
  };
  const auto said = content.metadata.find(kIdentity);
  if (said == content.metadata.end()) throw other("not a private one");
  if (said->second != identity) throw other(said->second);
  try {
    const at::NoGradGuard noGradient;
    std::map<std::string, at::Tensor> steps;
    for (const auto& [name, tensor] : content.tensors) {
      if (name.starts_with("optimiser.")) steps[name.substr(10)] = tensor;
    }
    for (auto& [name, tensor] : graph.stateDict()) {
      const at::Tensor& saved = content.tensors.at("model." + name);
      if (saved.sizes() != tensor.sizes()) throw other("tensor " + name + " has another shape");
      tensor.copy_(saved);
    }
    optimiser.load(steps);
    random.set_state(content.tensors.at("random"));
    if (source.state().defined()) source.restore(content.tensors.at("noise"));
    const std::vector<double> numbers = doublesOf(content.tensors.at("epochs"));
    std::vector<DpEpoch> epochs;
    for (std::size_t at = 0; at + kNumbers <= numbers.size(); at += kNumbers) {
      epochs.push_back({static_cast<int>(numbers[at]), static_cast<std::int64_t>(numbers[at + 1]), numbers[at + 2],
                        numbers[at + 3], numbers[at + 4]});
    }
    return epochs;
  } catch (const std::out_of_range&) {
    throw other("a tensor is missing");
  } catch (const c10::Error&) {
    throw other("a tensor does not fit");
  }
}

}  // namespace adversarium
