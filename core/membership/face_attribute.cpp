// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/membership/face_attribute.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/data/drawn_kinds.h"
#include "core/inversion/inversion.h"
#include "core/membership/attribute_attack.h"
#include "core/poisoning/detection.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

/// bool, one a class: whether its person has the attribute.
std::vector<bool> carriers(const Run& run, const std::string& attribute) {
  const auto classes = classCount(run.data());
  std::vector<bool> have(static_cast<std::size_t>(classes), false);
  if (attribute == "glasses" || attribute == "beard") {
    const std::string& where = run.data().info().where;
    if (!where.starts_with("demo:faces"))
      throw UsageError("attribute",
                       "'" + attribute + "' is known of built-in faces only: name the classes that have it");
    const bool strangers = where.starts_with("demo:faces-public");
    for (int c = 0; c < static_cast<int>(classes); ++c) {
      const FaceTraits traits = strangers ? traitsOfPublicFace(c) : traitsOfFace(c);
      have[static_cast<std::size_t>(c)] = attribute == "glasses" ? traits.glasses : traits.beard;
    }
    return have;
  }
  for (const std::int64_t c : classesIn(attribute, classes)) have[static_cast<std::size_t>(c)] = true;
  return have;
}

/// Pictures (rows of the batch) of people that the attacker knows and of others, at random.
struct TwoGroups {
  std::vector<std::int64_t> known, asked;
};
TwoGroups twoGroups(const Run& run, const std::vector<std::int64_t>& labels, const std::vector<bool>& have,
                    const FaceAttack& attack) {
  std::map<std::int64_t, std::vector<std::int64_t>> pictures;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] >= 0) pictures[labels[i]].push_back(static_cast<std::int64_t>(i));
  }
  at::Generator random = run.random(4);
  std::vector<std::int64_t> known, asked;
  for (const bool carrier : {true, false}) {
    std::vector<std::int64_t> people;
    for (const auto& [person, rows] : pictures) {
      if (have[static_cast<std::size_t>(person)] == carrier) people.push_back(person);
    }
    if (people.size() < 4)
      throw UsageError("attribute", fmt::format("{} people in the data {} it: each side needs four", people.size(),
                                                carrier ? "have" : "do not have"));
    const auto order = integersOf(at::randperm(std::ssize(people), random, at::kLong));
    for (std::size_t i = 0; i < people.size(); ++i) {
      const auto& rows = pictures.at(people[static_cast<std::size_t>(order[i])]);
      auto& group = i < people.size() / 2 ? known : asked;
      group.insert(group.end(), rows.begin(), rows.end());
    }
  }
  const auto some = [&](const std::vector<std::int64_t>& rows, int most) {
    const at::Tensor shuffled =
        at::tensor(rows, at::kLong).index_select(0, at::randperm(std::ssize(rows), random, at::kLong));
    return integersOf(shuffled.slice(0, 0, most));
  };
  return {some(known, attack.known), some(asked, attack.targets)};
}

/// A mean over pictures whose 95 % interval takes the people for the sample: pictures of one person are alike.
Measure meanOverPeople(const at::Tensor& values, const std::vector<std::int64_t>& people,
                       const std::string& unit) {
  std::map<std::int64_t, std::pair<double, double>> sums;
  const std::vector<double> numbers = doublesOf(values.to(at::kDouble));
  double mean = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto& [sum, count] = sums[people[i]];
    sum += numbers[i];
    count += 1;
    mean += numbers[i] / double(numbers.size());
  }
  // A ratio's variance, each person a cluster.
  double square = 0;
  for (const auto& [person, one] : sums) square += std::pow(one.first - one.second * mean, 2);
  const auto clusters = double(sums.size());
  constexpr double kTail = 0.975;
  const double t = boost::math::quantile(boost::math::students_t(clusters - 1), kTail);
  const double half = t * std::sqrt(square * clusters / (clusters - 1)) / double(numbers.size());
  const bool rate = unit == "rate";
  return {mean, rate ? std::max(0.0, mean - half) : mean - half, rate ? std::min(1.0, mean + half) : mean + half,
          std::ssize(numbers), unit};
}

}  // namespace

void attackFaces(const Run& run, const FaceAttack& attack, Record& record, Progress& progress) {
  if (run.fresh())
    throw UsageError("attribute", "of faces needs a model that is there: train one on other people first");
  if (!run.data().info().labelled) throw InputError(run.request().data, "has no labels that say who is who");
  PartProgress reading(progress, 0, 0.2), asking(progress, 0.2, 0.5), learning(progress, 0.5, 1);
  const std::vector<bool> have = carriers(run, attack.attribute);
  const Batch samples = readSamples(run.data(), run.indices, reading);
  const std::vector<std::int64_t> labels = integersOf(samples.labels);
  const TwoGroups groups = twoGroups(run, labels, have, attack);
  ScoreAccess access = run.victim<ScoreAccess>();
  const auto answered = [&](const std::vector<std::int64_t>& rows) {
    constexpr double kFloor = -20, kScale = 0.2;
    return inChunks(samples.images.index_select(0, at::tensor(rows, at::kLong)), asking,
                    [&](const at::Tensor& chunk) { return access.logScores(chunk); })
               .clamp_min(kFloor) *
           kScale;
  };
  const auto truthOf = [&](const std::vector<std::int64_t>& rows) {
    std::vector<std::int64_t> truth;
    for (const std::int64_t row : rows)
      truth.push_back(have[static_cast<std::size_t>(labels[static_cast<std::size_t>(row)])] ? 1 : 0);
    return at::tensor(truth, at::kLong);
  };
  const at::Tensor known = truthOf(groups.known), truth = truthOf(groups.asked);
  const Guesser guesser =
      learntGuesser(answered(groups.known), known, 2, attack.epochs, run.request().seed ^ 0x1319ULL, learning);
  const at::Tensor guesses = guesser(answered(groups.asked));
  const at::Tensor right = guesses.argmax(1).eq(truth);
  const at::Tensor baseline = truth.eq(known.sum().item<std::int64_t>() * 2 > known.numel() ? 1 : 0);

  std::vector<std::int64_t> people;
  for (const std::int64_t row : groups.asked) people.push_back(labels[static_cast<std::size_t>(row)]);
  record.measures.set(kAttributeAccuracy, meanOverPeople(right, people, "rate"));
  record.measures.set(kImputationAccuracy, meanOverPeople(baseline, people, "rate"));
  record.measures.set(kAttributeGain,
                      meanOverPeople(right.to(at::kDouble) - baseline.to(at::kDouble), people, "share"));
  const at::Tensor lead = guesses.select(1, 1) - guesses.select(1, 0);
  Table table{{translatable("headings", "person"), translatable("headings", "has it"),
               translatable("headings", "pictures"), translatable("headings", "right with the model"),
               translatable("headings", "right without it")},
              {}};
  const std::vector<double> leads = doublesOf(lead);
  std::map<std::int64_t, std::array<double, 4>> byPerson;
  for (std::size_t i = 0; i < people.size(); ++i) {
    auto& [count, with, without, led] = byPerson[people[i]];
    const auto row = static_cast<std::int64_t>(i);
    count += 1;
    with += right[row].item<bool>() ? 1 : 0;
    without += baseline[row].item<bool>() ? 1 : 0;
    led += leads[i];
  }
  std::vector<double> withIt, withoutIt;
  const auto& names = run.data().info().classNames;
  for (const auto& [person, sums] : byPerson) {
    const auto c = static_cast<std::size_t>(person);
    (have[c] ? withIt : withoutIt).push_back(sums[3] / sums[0]);
    table.rows.push_back({c < names.size() ? names[c] : std::to_string(person), have[c] ? 1.0 : 0.0, sums[0],
                          sums[1] / sums[0], sums[2] / sums[0]});
  }
  const Roc roc(withoutIt, withIt);
  const Interval area = roc.areaInterval();
  record.measures.set(kAuc, {roc.area(), area.low, area.high, std::ssize(byPerson), "area"});
  record.found.push_back(
      {"attribute", translatable("records", "Guesses right with and without the model"), table});
  record.caveats.push_back(
      {"few-people",
       filled(translatable(
                  "records",
                  "Learnt from {} pictures and asked about {} of {} other people: the intervals count people."),
              groups.known.size(), groups.asked.size(), byPerson.size())});
}

}  // namespace adversarium
