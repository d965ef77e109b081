// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/model_sources.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/formats/sidecar/sidecar.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWeightEndings[] = {".data", ".bin", ".weight", ".bias"};

}  // namespace

std::vector<fs::path> modelSources(const std::string& where) {
  if (where.starts_with("demo:")) return {};
  std::error_code problem;
  fs::path file = where;
  if (!fs::exists(file, problem)) file = where.substr(0, where.rfind('#'));  // a part of a file
  std::vector<fs::path> sources{file, sidecarOf(file)};
  if (file.extension() != ".onnx") return sources;
  const std::string stem = file.stem().string();
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    const std::string name = at->path().filename().string();
    const bool mayHoldWeights =
        name.starts_with(stem) || std::any_of(std::begin(kWeightEndings), std::end(kWeightEndings),
                                              [&](std::string_view ending) { return name.ends_with(ending); });
    std::error_code unreadable;
    if (mayHoldWeights && at->is_regular_file(unreadable)) sources.push_back(at->path());
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

}  // namespace adversarium
