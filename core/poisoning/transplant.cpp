// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <filesystem>

#include "core/base/words.h"
#include "core/data/npy.h"
#include "core/data/window.h"
#include "core/poisoning/detector.h"
#include "core/poisoning/known_trigger.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kControlSuccess{"control_success", translatable("measures", "The same with random patches"),
                                      "rate"};
constexpr MeasureSpec kTransplantSuccess{
    "transplant_success", translatable("measures", "Images that the region takes along"), "rate", Better::Lower};

namespace fs = std::filesystem;

/// A piece of a picture: where it sits (1×H×W in [0,1]) and what it shows (C×H×W).
struct Piece {
  at::Tensor mask;
  at::Tensor content;
  std::int64_t target = -1;       ///< the class that it is suspected of
  std::int64_t sourceIndex = -1;  ///< of the sample that it was cut from, if it is one of the data
};

struct Transplant {
  static constexpr AlgorithmInfo info{
      "transplant", "Transplant", Chapter::Poisoning, "Doan et al. 2020, arXiv:1908.03369",
      "Stamps a region of a suspicious image on clean ones, and patches of the same size from other images as a "
      "control: a trigger takes its class along, an ordinary region does not."};
  using Rights = LabelAccess;
  static constexpr std::int64_t kFewest = 20;
  struct Params {
    std::string region = "";
    std::string source = "";
    int index = 0;
    int controls = 1;
  };
  static constexpr std::tuple params{
      param(
          &Params::region, "region", "Region",
          "Left, top, width and height in pixels (30,30,8,8), several such boxes (30,30,8,8;31,38,6,2), a picture "
          "or .npy that is bright where the region is, or the folder of a trigger search; empty: the trigger that "
          "the model's lineage tells of")
          .as(Role::Region),
      param(&Params::source, "source", "Source",
            "Picture or data that the region is cut from; empty: the data itself"),
      param(&Params::index, "index", "Number of the source", "Which sample of the source", {0, 1e9, 0, 1000})
          .as(Role::Sample),
      heroParam(&Params::controls, "controls", "Controls", "Random patches tried on each image", {1, 100, 1, 10}),
  };

  static void inspect(const Run& run, const Params& params, Progress& progress);
};
const RegisteredDetector<Transplant> kTransplantRegistered;

/// Boxes as a mask, or none where the text says none.
std::optional<at::Tensor> boxMask(const std::string& text, std::int64_t height, std::int64_t width) {
  const auto boxes = windowsFromText(text);
  if (!boxes) return std::nullopt;
  at::Tensor mask = at::zeros({1, height, width});
  for (const Window& box : *boxes) {
    if (!liesWithin(box, height, width))
      throw UsageError("region " + text, fmt::format("does not lie in an image of {}×{} pixels", width, height));
    mask.slice(1, box.top, box.bottom()).slice(2, box.left, box.right()).fill_(1);
  }
  return mask;
}

/// A mask file of any size, brought to the image's.
at::Tensor fileMask(const fs::path& file, std::int64_t height, std::int64_t width) {
  if (file.extension() != ".npy") {
    const auto picture = openDataSet(file.string(), {1, static_cast<int>(height), static_cast<int>(width)});
    return readBatch(*picture, {0}).images[0];
  }
  NpyHeader header;
  const std::vector<float> values = readNpyFloats(file, &header);
  if (std::ssize(values) != height * width)
    throw InputError(file.string(), fmt::format("holds {} values for {}×{} pixels", values.size(), width, height));
  return at::tensor(values).view({1, height, width}).clamp(0, 1);
}

Piece pieceOf(const Run& run, const Transplant::Params& params, Record& record) {
  const at::Tensor& like = run.samples.images;
  const std::int64_t height = like.size(2), width = like.size(3), target = run.request().target;
  std::error_code ignored;
  if (params.region.empty() || fs::is_directory(params.region, ignored)) {
    const auto known = knownTrigger(run, params.region);
    if (!known)
      throw UsageError("region", "is missing: a box x,y,w,h, a mask file or the folder of a trigger search");
    return {known->mask, known->pattern, target < 0 ? known->target : target, -1};
  }
  Piece piece;
  piece.target = target;
  const auto box = boxMask(params.region, height, width);
  if (!box && !fs::exists(params.region, ignored))
    throw UsageError("region " + params.region, "is neither boxes x,y,w,h;… nor a file that exists");
  piece.mask = box ? *box : fileMask(params.region, height, width);
  if (piece.mask.sum().item<double>() == 0) throw InputError(params.region, "is dark everywhere: no region");
  const auto source =
      params.source.empty() ? run.assignment.data : openDataSet(params.source, run.model().info().input);
  addDataCaveats(record, *source);
  if (params.index >= source->info().count)
    throw UsageError("index", fmt::format("{} has {} samples", source->info().where, source->info().count));
  piece.content = readBatch(*source, {params.index}).images[0];
  if (params.source.empty()) piece.sourceIndex = params.index;
  return piece;
}

/// The content of another image, moved by a random way, under the same mask.
at::Tensor randomContent(const at::Tensor& pool, at::Generator& random) {
  const auto draw = [&](std::int64_t below) {
    return at::randint(below, {1}, random, at::kLong).item<std::int64_t>();
  };
  const at::Tensor image = pool[draw(pool.size(0))];
  const std::int64_t down = draw(image.size(1)), across = draw(image.size(2));
  return image.roll({down, across}, {1, 2});
}

void Transplant::inspect(const Run& run, const Params& params, Progress& progress) {
  Record& record = run.record;
  auto victim = run.fastVictim<LabelAccess>();
  Piece piece = pieceOf(run, params, record);
  const Classifier& model = run.model();
  if (piece.target < 0)
    piece.target = logitsInChunks(model, piece.content.unsqueeze(0)).argmax(1)[0].item<std::int64_t>();
  if (piece.target >= run.classes())
    throw UsageError("target " + std::to_string(piece.target),
                     "the model knows the classes 0 to " + std::to_string(run.classes() - 1));
  PartProgress first(progress, 0, 0.1), second(progress, 0.1, 1);
  const at::Tensor before = answersOf(model, run.samples.images, first);
  at::Tensor usable = before.ne(piece.target);
  for (std::size_t i = 0; i < run.indices.size(); ++i) {
    if (run.indices[i] == piece.sourceIndex) usable[static_cast<std::int64_t>(i)] = false;
  }
  const at::Tensor rows = usable.nonzero().squeeze(1);
  const at::Tensor clean = run.samples.images.index_select(0, rows);
  const std::int64_t count = clean.size(0);
  const at::Tensor with = stamped(clean, piece.mask, piece.content);

  at::Generator random = run.random(1);
  at::Tensor after = at::empty({count}, at::kLong), controlAfter = at::empty({params.controls, count}, at::kLong);
  at::Tensor shownControl = at::empty_like(clean);
  constexpr std::int64_t kChunk = 64;
  const std::int64_t total = count * (1 + params.controls);
  for (std::int64_t from = 0; from < count; from += kChunk) {
    const std::int64_t to = std::min(count, from + kChunk);
    second.step(from * (1 + params.controls), total);
    after.slice(0, from, to).copy_(victim.decide(with.slice(0, from, to)));
    for (int control = 0; control < params.controls; ++control) {
      second.step(from * (1 + params.controls) + (to - from) * (1 + control), total);
      at::Tensor patched = clean.slice(0, from, to).clone();
      for (std::int64_t i = 0; i < to - from; ++i) {
        patched[i].copy_(stamped(patched[i], piece.mask, randomContent(run.samples.images, random)));
      }
      if (control == 0) shownControl.slice(0, from, to).copy_(patched);
      controlAfter[control].slice(0, from, to).copy_(victim.decide(patched));
    }
  }

  const std::int64_t hits = after.eq(piece.target).sum().item<std::int64_t>();
  const std::int64_t controlHits = controlAfter.eq(piece.target).sum().item<std::int64_t>();
  const Measure success = rateOf(hits, count), control = rateOf(controlHits, count * params.controls);
  record.measures.set(kTransplantSuccess, success);
  record.measures.set(kControlSuccess, control);
  record.measures.set(kQueries, double(run.meter->queries), count);
  Verdict verdict;
  const std::string name = run.nameOf(piece.target);
  if (count == 0) {
    verdict =
        blockedVerdict(translatable("records", "The model sees every image in the suspected class already."));
  } else {
    const bool apart = *success.low > *control.high;
    if (apart) verdict.flagged.push_back(piece.target);
    verdict.words = filled(translatable("records",
                                        "The region turns {} of {} images into ‘{}’, control {} of {} (intervals "
                                        "{}–{} % and {}–{} %)."),
                           hits, count, Name::ofClass(name), controlHits, count * params.controls,
                           shortNumber(100 * *success.low), shortNumber(100 * *success.high),
                           shortNumber(100 * *control.low), shortNumber(100 * *control.high));
    verdict.words.append(apart ? translatable("records", "It takes its class along.")
                               : translatable("records", "It is no better than any other patch of its size."));
  }
  record.verdict = verdict;

  constexpr std::int64_t kShown = 24;
  const auto captions = [&](const at::Tensor& answers) {
    std::vector<Words> words;
    for (const std::int64_t answer : integersOf(answers.slice(0, 0, kShown))) words.push_back(run.nameOf(answer));
    return words;
  };
  record.found.push_back({"mask", translatable("records", "The region"), imageSetOf(piece.mask.unsqueeze(0))});
  record.found.push_back({"pattern", translatable("records", "What the region shows"),
                          imageSetOf((piece.content * piece.mask).unsqueeze(0), {name})});
  if (count > 0) {
    record.found.push_back({"transplanted", translatable("records", "Clean images with the region"),
                            imageSetOf(with.slice(0, 0, kShown), captions(after))});
    record.found.push_back({"control", translatable("records", "Clean images with a random patch"),
                            imageSetOf(shownControl.slice(0, 0, kShown), captions(controlAfter[0]))});
  }
  Table table{{translatable("headings", "index"), translatable("headings", "before"),
               translatable("headings", "with region"), translatable("headings", "with random patch")},
              {}};
  const auto usedRows = integersOf(rows), was = integersOf(before.index_select(0, rows)), is = integersOf(after),
             controlIs = integersOf(controlAfter[0]);
  for (std::size_t i = 0; i < usedRows.size(); ++i) {
    table.rows.push_back({double(run.indices[static_cast<std::size_t>(usedRows[i])]), run.nameOf(was[i]),
                          run.nameOf(is[i]), run.nameOf(controlIs[i])});
  }
  record.found.push_back({"samples", translatable("records", "Every image"), table});
}

}  // namespace
}  // namespace adversarium
