// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/match_architecture.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "core/error.h"
#include "core/model/architectures.h"

namespace adversarium {
namespace {

using State = std::map<std::string, at::Tensor>;

/// Names of the same layers in other people's code: pytorch-cifar's ResNets, the usual WideResNet.
struct Dialect {
  std::vector<std::pair<std::regex, const char*>> rules;
  std::string inDialect(const std::string& name) const {
    std::string result = name;
    for (const auto& [pattern, replacement] : rules) result = std::regex_replace(result, pattern, replacement);
    return result;
  }
};

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> list{
      {},
      {{{std::regex(R"(\.shortcut\.)"), ".downsample."}, {std::regex(R"(^linear\.)"), "fc."}}},
      {{{std::regex(R"(^linear\.)"), "fc."}}},
      {{{std::regex(R"(^block(\d+)\.layer\.)"), "layer$1."},
        {std::regex(R"(\.convShortcut\.)"), ".shortcut.0."},
        {std::regex(R"(^bn1\.)"), "bn."}}},
  };
  return list;
}

State translated(const State& state, const Dialect& dialect) {
  if (dialect.rules.empty()) return state;
  State result;
  for (const auto& [name, tensor] : state) result[dialect.inDialect(name)] = tensor;
  return result;
}

std::string shapeWords(at::IntArrayRef sizes) { return fmt::format("{}", fmt::join(sizes, "×")); }

struct Differences {
  std::vector<std::string> wrong;  ///< in words
  bool onlyShapes = true;
  std::size_t tensors = 0;  ///< how many the graph has
};

/// What is missing, superfluous or misshapen between a graph (whose tensors may have shapes only) and a state.
Differences differences(const Graph& graph, const State& state) {
  Differences found{{}, true, 0};
  std::vector<std::string>& wrong = found.wrong;
  std::set<std::string> known;
  std::size_t used = 0;
  for (const Node& node : graph.nodes) {
    for (const auto& [name, tensor] : node.tensors) {
      const std::string full = node.name + "." + name;
      const auto given = state.find(full);
      known.insert(full);
      if (given == state.end()) {
        wrong.push_back("lacks ‘" + full + "’");
        found.onlyShapes = false;
        continue;
      }
      ++used;
      if (given->second.sizes() != tensor.sizes()) {
        wrong.push_back(fmt::format("has ‘{}’ of {} instead of {}", full, shapeWords(given->second.sizes()),
                                    shapeWords(tensor.sizes())));
      }
    }
  }
  if (used < state.size()) {
    for (const auto& [name, tensor] : state) {
      if (!known.contains(name) && !name.ends_with(".num_batches_tracked"))
        wrong.push_back("has ‘" + name + "’ besides");
    }
  }
  found.tensors = known.size();
  return found;
}

const Node* firstWithWeight(const Graph& graph) {
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [](const Node& n) { return n.op == "conv" || n.op == "linear"; });
  return found == graph.nodes.end() ? nullptr : &*found;
}

struct Candidate {
  std::string architecture;
  ImageShape input;
  std::int64_t classes = 0;
  std::size_t dialect = 0;
  std::vector<std::string> wrong;
  std::size_t tensors = 0;  ///< how many the architecture has

  /// The share of its tensors that do not fit.
  double distance() const {
    return static_cast<double>(wrong.size()) / static_cast<double>(std::max<std::size_t>(tensors, 1));
  }
};

/// The inputs worth trying, the likeliest first.
std::vector<ImageShape> inputsToTry(const ModelInfo& info, ImageShape hint, int channels, int pixels) {
  if (info.input.channels > 0) return {info.input};
  std::vector<ImageShape> list;
  if (hint.channels > 0 && (channels == 0 || hint.channels == channels)) list.push_back(hint);
  if (channels == 1 && pixels == 32) list.push_back({1, 28, 28});
  for (const int edge : {pixels, 32, 28, 48, 64, 96, 128, 224}) {
    for (const int c : {3, 1}) {
      if (channels == 0 || c == channels) list.push_back({c, edge, edge});
    }
  }
  if (channels > 3 || channels == 2) list.push_back({channels, pixels, pixels});
  return list;
}

/// The best that this architecture can do with that state.
std::optional<Candidate> tried(const ArchitectureInfo& architecture, const State& state, const ModelInfo& info,
                               ImageShape hint, std::size_t dialect) {
  // Its skeleton names the layers that say how many channels come in and how many classes go out.
  const Graph skeleton =
      buildArchitecture(architecture.name, {3, architecture.pixels, architecture.pixels}, 2, {}, {}, at::kMeta);
  const Node* first = firstWithWeight(skeleton);
  const auto in = state.find(first->name + ".weight");
  const auto out = state.find(skeleton.nodes.back().name + ".weight");
  int channels = 0;
  if (in != state.end() && in->second.dim() == 4)
    channels = static_cast<int>(std::min<std::int64_t>(in->second.size(1), 4));
  std::int64_t classes = info.classes;
  if (classes == 0 && out != state.end() && out->second.dim() > 0) classes = out->second.size(0);
  if (classes < 2) classes = 2;
  std::optional<Candidate> best;
  for (const ImageShape& input : inputsToTry(info, hint, channels, architecture.pixels)) {
    Graph graph;
    try {
      graph = buildArchitecture(architecture.name, input, classes, {}, {}, at::kMeta);
    } catch (const UsageError&) {  // too small for it
      continue;
    }
    Differences found = differences(graph, state);
    const bool sizeMayHelp = found.onlyShapes && !found.wrong.empty();
    if (!best || found.wrong.size() < best->wrong.size()) {
      best = Candidate{std::string(architecture.name), input,        classes, dialect,
                       std::move(found.wrong),         found.tensors};
    }
    if (!sizeMayHelp) break;
  }
  return best;
}

/// A normalisation layer in front, as robust models' checkpoints carry it, moved from the state to `info`.
void takeNormalisation(State& state, ModelInfo& info) {
  constexpr std::pair<const char*, const char*> kNames[] = {{"mean", "std"},
                                                            {"mu", "sigma"},
                                                            {"normalize.mean", "normalize.std"},
                                                            {"normalizer.mean", "normalizer.std"},
                                                            {"normalizer.new_mean", "normalizer.new_std"},
                                                            {"0.mean", "0.std"}};
  for (const auto& [mean, deviation] : kNames) {
    const auto m = state.find(mean), d = state.find(deviation);
    if (m == state.end() || d == state.end() || m->second.numel() > 4 || m->second.numel() != d->second.numel())
      continue;
    if (info.mean.empty()) {
      const at::Tensor means = m->second.to(at::kFloat).flatten(), deviations = d->second.to(at::kFloat).flatten();
      for (std::int64_t i = 0; i < means.numel(); ++i) {
        info.mean.push_back(means[i].item<float>());
        info.deviation.push_back(deviations[i].item<float>());
      }
    }
    state.erase(m);
    state.erase(d);
    return;
  }
}

/// After a normalisation was taken out, the rest may share a prefix again.
State unwrapped(State state) {
  for (const std::string_view prefix : {"model.", "1."}) {
    if (std::any_of(state.begin(), state.end(), [&](const auto& e) { return !e.first.starts_with(prefix); }))
      continue;
    State shorter;
    for (auto& [name, tensor] : state) shorter[name.substr(prefix.size())] = std::move(tensor);
    return shorter;
  }
  return state;
}

}  // namespace

Graph matchArchitecture(State state, ModelInfo& info, ImageShape hint) {
  takeNormalisation(state, info);
  state = unwrapped(std::move(state));
  std::optional<Candidate> best;
  for (std::size_t dialect = 0; dialect < dialects().size() && !(best && best->wrong.empty()); ++dialect) {
    const State names = translated(state, dialects()[dialect]);
    for (const ArchitectureInfo& architecture : architectures()) {
      if (!info.architecture.empty() && info.architecture != architecture.name) continue;
      auto candidate = tried(architecture, names, info, hint, dialect);
      if (candidate && (!best || candidate->distance() < best->distance())) best = std::move(candidate);
      if (best && best->wrong.empty()) break;
    }
  }
  if (!best) {
    // An unknown architecture, or an input too small: say it as the builder does.
    (void)buildArchitecture(info.architecture, info.input.channels > 0 ? info.input : ImageShape{3, 224, 224}, 2,
                            {}, {}, at::kMeta);
    throw InputError(info.where, "does not fit the architecture '" + info.architecture + "'");
  }
  if (!best->wrong.empty()) {
    std::string words = fmt::format(
        "{}",
        fmt::join(best->wrong.begin(),
                  best->wrong.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(best->wrong.size(), 3)),
                  ", "));
    if (best->wrong.size() > 3) words += fmt::format(" (and {} more)", best->wrong.size() - 3);
    if (!info.architecture.empty()) {
      throw InputError(info.where, "does not fit the architecture '" + info.architecture + "': " + words);
    }
    throw InputError(info.where,
                     fmt::format("fits no architecture here; the closest is '{}', but it {}. Export the "
                                 "model to ONNX instead",
                                 best->architecture, words));
  }
  info.architecture = best->architecture;
  info.input = best->input;
  info.classes = best->classes;
  Graph graph = buildArchitecture(best->architecture, best->input, best->classes, info.mean, info.deviation);
  const std::vector<std::string> wrong = graph.loadStateDict(translated(state, dialects()[best->dialect]));
  if (!wrong.empty()) throw InputError(info.where, wrong.front());
  return graph;
}

}  // namespace adversarium
