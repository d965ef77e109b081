// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/match_architecture.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/graph/architectures.h"

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

/// What training keeps beside the weights: losses with parameters, counters of averaging and of operations.
bool isBookkeeping(const std::string& name) {
  static const std::set<std::string_view> modules{"criterion",   "criteria",  "loss",          "losses",
                                                  "loss_fn",     "loss_func", "loss_function", "criterion_cent",
                                                  "center_loss", "metric",    "metrics",       "optimizer"};
  static const std::set<std::string_view> counters{"total_ops", "total_params", "n_averaged"};
  const std::size_t first = name.find('.'), last = name.rfind('.');
  return modules.contains(std::string_view(name).substr(0, first)) ||
         counters.contains(std::string_view(name).substr(last == std::string::npos ? 0 : last + 1));
}

/// A network that another one was averaged, attacked or taught with: the plain one of the same shape goes first.
bool isSecond(std::string_view prefix) {
  for (const std::string_view word : {"ema", "teacher", "attacker", "average", "averaged", "momentum", "target",
                                      "shadow", "swa", "ma", "old", "best"}) {
    for (std::size_t at = prefix.find(word); at != std::string_view::npos; at = prefix.find(word, at + 1)) {
      const auto edge = [&](std::size_t i) { return i >= prefix.size() || prefix[i] == '.' || prefix[i] == '_'; };
      if ((at == 0 || edge(at - 1)) && edge(at + word.size())) return true;
    }
  }
  return false;
}

State under(const State& state, const std::string& prefix) {
  State inner;
  for (auto at = state.lower_bound(prefix); at != state.end() && at->first.starts_with(prefix); ++at)
    inner[at->first.substr(prefix.size())] = at->second;
  return inner;
}

bool sameShapes(const State& a, const State& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](const auto& left, const auto& right) {
           return left.first == right.first && left.second.sizes() == right.second.sizes();
         });
}

/// How many tensors stand below each name: "model.", "model.layer1.", ….
std::map<std::string, std::size_t> sizesOf(const State& state) {
  constexpr std::size_t kDeepest = 4;
  std::map<std::string, std::size_t> sizes;
  for (const auto& [name, tensor] : state) {
    std::size_t depth = 0;
    for (std::size_t dot = name.find('.'); dot != std::string::npos && depth < kDeepest;
         dot = name.find('.', dot + 1), ++depth) {
      ++sizes[name.substr(0, dot + 1)];
    }
  }
  return sizes;
}

/// The parts of a file that may be a network of their own, the likeliest first: "" for all of it, "model.", ….
std::vector<std::string> partsOf(const State& state) {
  constexpr std::size_t kFewest = 4, kMost = 8;
  std::map<std::string, std::size_t> sizes = sizesOf(state);
  std::vector<std::string> parts;
  for (const auto& [prefix, count] : sizes) {
    if (count >= kFewest) parts.push_back(prefix);
  }
  std::stable_sort(parts.begin(), parts.end(), [&](const std::string& a, const std::string& b) {
    if (isSecond(a) != isSecond(b)) return isSecond(b);
    return sizes[a] > sizes[b];
  });
  if (parts.size() > kMost) parts.resize(kMost);
  parts.insert(parts.begin(), std::string());
  return parts;
}

/// Whole copies of the network below a name of their own ("ema.conv1.weight" beside "conv1.weight"), taken out.
std::vector<std::string> takeCopies(State& state) {
  std::set<std::string> tops;
  for (const auto& [name, tensor] : state) {
    if (const std::size_t dot = name.find('.'); dot != std::string::npos) tops.insert(name.substr(0, dot + 1));
  }
  std::vector<std::string> copies;
  constexpr std::size_t kMostTops = 64;
  if (tops.size() > kMostTops) return copies;
  for (const std::string& top : tops) {
    const State inner = under(state, top);
    State rest = state;
    std::erase_if(rest, [&](const auto& e) { return e.first.starts_with(top); });
    if (inner.size() < 4 || !sameShapes(inner, rest)) continue;
    copies.push_back(top);
    state = std::move(rest);
  }
  return copies;
}

std::optional<Candidate> closest(const State& state, const ModelInfo& info, ImageShape hint) {
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
  return best;
}

[[noreturn]] void refuse(const Candidate& best, const ModelInfo& info) {
  std::string words = fmt::format(
      "{}",
      fmt::join(best.wrong.begin(),
                best.wrong.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(best.wrong.size(), 3)),
                ", "));
  if (best.wrong.size() > 3) words += fmt::format(" (and {} more)", best.wrong.size() - 3);
  if (!info.architecture.empty()) {
    throw InputError(info.where, "does not fit the architecture '" + info.architecture + "': " + words);
  }
  throw InputError(info.where, fmt::format("fits no architecture here; the closest is '{}', but it {}. Export the "
                                           "model to ONNX instead",
                                           best.architecture, words));
}

/// One part of the file and what it is closest to.
struct Fit {
  std::string prefix;
  State state;
  std::optional<Candidate> candidate;
};

/// Says what of the file was not taken.
void remarkRest(const State& whole, const Fit& fit, const std::vector<std::string>& copies, ModelInfo& info) {
  std::vector<std::string> twins = copies;
  if (!fit.prefix.empty()) {
    const State own = under(whole, fit.prefix);
    for (const auto& [part, count] : sizesOf(whole)) {
      if (part != fit.prefix && count == own.size() && sameShapes(under(whole, part), own)) twins.push_back(part);
    }
  }
  for (const std::string& twin : twins) {
    info.remarks.push_back(
        filled(translatable(
                   "records",
                   "the part ‘{}’ of the file would fit as well: it is left aside for the network that it copies"),
               twin.substr(0, twin.size() - 1)));
  }
  std::size_t left = 0;
  std::string example;
  for (const auto& [name, tensor] : whole) {
    if (name.ends_with(".num_batches_tracked") || (name.starts_with(fit.prefix) && !isBookkeeping(name))) continue;
    if (std::any_of(twins.begin(), twins.end(), [&](const std::string& t) { return name.starts_with(t); }))
      continue;
    if (left++ == 0) example = name;
  }
  if (left == 0) return;
  info.remarks.push_back(filled(
      translatable("records", "{} tensors of the file are no part of the network and left aside: ‘{}’ for one"),
      left, example));
}

}  // namespace

Graph matchArchitecture(State state, ModelInfo& info, ImageShape hint) {
  takeNormalisation(state, info);
  const State whole = state;
  std::erase_if(state, [](const auto& e) { return isBookkeeping(e.first); });
  const std::vector<std::string> copies = takeCopies(state);
  Fit best;
  for (const std::string& prefix : partsOf(state)) {
    State part = prefix.empty() ? state : under(state, prefix);
    std::erase_if(part, [](const auto& e) { return isBookkeeping(e.first); });
    takeNormalisation(part, info);
    part = unwrapped(std::move(part));
    auto candidate = closest(part, info, hint);
    if (candidate && (!best.candidate || candidate->distance() < best.candidate->distance()))
      best = {prefix, std::move(part), std::move(candidate)};
    if (best.candidate && best.candidate->wrong.empty()) break;
  }
  if (!best.candidate) {
    // An unknown architecture, or an input too small: say it as the builder does.
    (void)buildArchitecture(info.architecture, info.input.channels > 0 ? info.input : ImageShape{3, 224, 224}, 2,
                            {}, {}, at::kMeta);
    throw InputError(info.where, "does not fit the architecture '" + info.architecture + "'");
  }
  const Candidate& found = *best.candidate;
  if (!found.wrong.empty()) refuse(found, info);
  // A normalisation that stands beside the part, not in it.
  for (std::size_t dot = best.prefix.rfind('.', best.prefix.size() - 2); info.mean.empty() && !best.prefix.empty();
       dot = dot == 0 ? std::string::npos : best.prefix.rfind('.', dot - 1)) {
    State beside = under(state, dot == std::string::npos ? std::string() : best.prefix.substr(0, dot + 1));
    takeNormalisation(beside, info);
    if (dot == std::string::npos) break;
  }
  info.architecture = found.architecture;
  info.input = found.input;
  info.classes = found.classes;
  remarkRest(whole, best, copies, info);
  Graph graph = buildArchitecture(found.architecture, found.input, found.classes, info.mean, info.deviation);
  const std::vector<std::string> wrong = graph.loadStateDict(translated(best.state, dialects()[found.dialect]));
  if (!wrong.empty()) throw InputError(info.where, wrong.front());
  return graph;
}

}  // namespace adversarium
