// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/attack.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/words.h"
#include "core/tensor/log_odds.h"

namespace adversarium {

at::Tensor Goal::reached(const at::Tensor& decisions) const {
  return targeted ? decisions.eq(labels) : decisions.ne(labels);
}

at::Tensor Goal::logOdds(const at::Tensor& logits) const {
  const at::Tensor against = logOddsAgainst(logits, labels);
  return targeted ? -against : against;
}

at::Tensor Goal::margin(const at::Tensor& scores) const {
  const at::Tensor named = scores.gather(1, labels.unsqueeze(1)).squeeze(1);
  const at::Tensor others =
      std::get<0>(scores.scatter(1, labels.unsqueeze(1), -std::numeric_limits<double>::infinity()).max(1));
  return targeted ? named - others : others - named;
}

Goal Goal::rows(const at::Tensor& index) const {
  return {labels.index_select(0, index), targeted, ball.rows(index), random, {}, {}, pictures};
}

Caveat caveatOf(const Remark& remark) {
  const bool counts = remark.words.find("{}") != std::string::npos;
  return {remark.id, counts ? filled(remark.words.c_str(), remark.count) : Words(remark.words)};
}

void Notes::add(const Notes& more) {
  for (const Remark& remark : more.remarks) {
    const auto known =
        std::find_if(remarks.begin(), remarks.end(), [&](const Remark& r) { return r.id == remark.id; });
    if (known == remarks.end()) {
      remarks.push_back(remark);
    } else {
      known->count += remark.count;
    }
  }
  for (const StageOutcome& stage : more.stages) {
    const auto known =
        std::find_if(stages.begin(), stages.end(), [&](const StageOutcome& s) { return s.name == stage.name; });
    if (known == stages.end()) {
      stages.push_back(stage);
    } else {
      known->tried += stage.tried;
      known->fell += stage.fell;
    }
  }
}

at::Tensor craftInStages(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                         const std::vector<Stage>& stages, std::vector<StageOutcome>& outcomes,
                         Progress& progress) {
  at::Tensor result = images.clone();
  at::Tensor standing = at::arange(images.size(0));
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const Stage& stage = stages[s];
    StageOutcome outcome{std::string(stage.name), standing.numel(), 0};
    if (standing.numel() > 0) {
      const at::Tensor clean = images.index_select(0, standing);
      const Oracle part(oracle.model, standing.numel());
      Goal wanted = goal.rows(standing);
      wanted.onStep = goal.onStep;
      const double total = static_cast<double>(stages.size());
      PartProgress own(progress, double(s) / total, double(s + 1) / total);
      const at::Tensor made = wanted.ball.enforce(stage.attack->craft(part, clean, wanted, own), clean);
      const at::Tensor fallen = wanted.reached(LabelAccess(part.model, part.meter).decide(made));
      oracle.meter->add(*part.meter, standing);
      const at::Tensor gone = fallen.nonzero().squeeze(1);
      result.index_copy_(0, standing.index_select(0, gone), made.index_select(0, gone));
      standing = standing.index_select(0, fallen.logical_not().nonzero().squeeze(1));
      outcome.fell = gone.numel();
    }
    outcomes.push_back(std::move(outcome));
  }
  return result;
}

std::shared_ptr<const BoundAttack> boundAttack(std::string_view id, const ParamMap& given) {
  const auto* attack = dynamic_cast<const AttackMethod*>(&methodFor(id));
  if (!attack) throw UsageError(std::string(id), "is no attack");
  return attack->bound(given);
}

std::shared_ptr<const BoundAttack> attackWith(const CatalogueEntry& attack, const RoleValues& values) {
  return boundAttack(attack.info.id, attack.with(values));
}

}  // namespace adversarium
