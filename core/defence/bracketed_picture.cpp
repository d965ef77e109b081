// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/bracketed_picture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/defence/certified_radius.h"
#include "core/evasion/attack.h"
#include "core/evasion/runner.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {
namespace {

/// Quick ones that look for the nearest example, each good where the other is not: straight and curved boundaries.
constexpr std::array kNearest{"deepfool", "fmn"};

Norm normAskedFor(const ExploreRequest& request) {
  const CatalogueEntry* entry = knownMethod(request.algorithm);
  const auto* name = entry ? entry->get<std::string>(request.params, Role::Norm) : nullptr;
  const auto place = name ? std::find(kNormNames.begin(), kNormNames.end(), *name) : kNormNames.begin();
  return place == kNormNames.end() ? Norm::Linf : static_cast<Norm>(place - kNormNames.begin());
}

bool measuresIn(const CatalogueEntry& attack, std::string_view norm) {
  const ParamSpec* spec = attack.find(Role::Norm);
  return spec && std::find(spec->choices.begin(), spec->choices.end(), norm) != spec->choices.end();
}

std::optional<double> nearestExample(const char* id, const ExploreRequest& request, const Classifier& model,
                                     const at::Tensor& image, const at::Tensor& answer, Norm norm,
                                     Progress& progress) {
  const std::string name(kNormNames[static_cast<std::size_t>(norm)]);
  if (model.info().access < catalogueEntry(id).access || !measuresIn(catalogueEntry(id), name))
    return std::nullopt;
  AttackSettings settings;
  settings.target = request.target;
  settings.leaveOwnAnswer = true;
  const auto random = std::make_shared<at::Generator>(generatorFrom(request.seed));
  const AttackedBatch made = attackBatch(*attackWith(catalogueEntry(id), {{Role::Norm, name}}), model, image,
                                         answer, settings, random, progress);
  if (!made.succeeded[0].item<bool>()) return std::nullopt;
  return normOf(made.adversarial.to(at::kDouble) - image.to(at::kDouble), norm)[0].item<double>();
}

}  // namespace

std::shared_ptr<const PictureBracket> bracketedPicture(
    const ExploreRequest& request, const Classifier& model, const DataSet& data, Progress& progress,
    const std::function<void(std::shared_ptr<const PictureBracket>)>& better) {
  const at::NoGradGuard noGradient;
  if (request.index < 0 || request.index >= data.info().count)
    throw UsageError("sample " + std::to_string(request.index), "is not in " + request.data);
  const at::Tensor image = readBatch(data, {request.index}).images;
  const at::Tensor answer = logitsInChunks(model, image).argmax(1);
  const Norm norm = normAskedFor(request);
  PictureBracket sofar;
  sofar.request = request;
  const auto tell = [&] { better(std::make_shared<const PictureBracket>(sofar)); };

  for (std::size_t i = 0; i < kNearest.size(); ++i) {
    const double parts = 2 * double(kNearest.size());
    PartProgress attacking(progress, double(i) / parts, double(i + 1) / parts);
    const auto found = nearestExample(kNearest[i], request, model, image, answer, norm, attacking);
    if (!found || (sofar.found && *found >= *sofar.found)) continue;
    sofar.found = found;
    sofar.attack = kNearest[i];
    tell();
  }
  PartProgress proving(progress, 0.5, 1);
  if (!model.graph()) {
    sofar.unprovable = translatable("records", "The model's inside is not known: nothing can be proven.");
  } else {
    try {
      const CertifiedBounds bounds(*model.graph());
      // Fine enough for proofs that reach a thousandth of the example.
      constexpr int kHalvings = 12;
      const double most = norm == Norm::Linf && sofar.found && request.target < 0 ? *sofar.found : 0.25;
      for (const Proof proof : {Proof::Ibp, Proof::CrownIbp}) {
        const double radius =
            certifiedRadii(bounds, image, answer, proof, most, kHalvings, proving)[0].item<float>();
        if (radius <= sofar.proven) continue;
        sofar.proven = radius;
        sofar.proof = Choices<Proof>::names[static_cast<std::size_t>(proof)];
        tell();
      }
    } catch (const UsageError& notKnown) {
      sofar.unprovable =
          filled(translatable("records", "For this model no proof is known: ‘{}’."), notKnown.what());
    }
    if (sofar.proof.empty() && sofar.unprovable.empty())
      sofar.unprovable = translatable("records", "The quick proofs are too loose for this model.");
  }
  sofar.finished = true;
  return std::make_shared<const PictureBracket>(sofar);
}

}  // namespace adversarium
