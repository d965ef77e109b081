// SPDX-License-Identifier: GPL-3.0-or-later
/// The classifiers that Adversarium can build itself, with torchvision's parameter names where it has them.
#pragma once

#include <ATen/core/Generator.h>
#include <c10/core/Device.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"
#include "core/graph/model_info.h"

namespace adversarium {

struct ArchitectureInfo {
  std::string_view name;     ///< after "new:" on the command line
  std::string_view summary;  ///< in one line
  int pixels = 32;           ///< the usual edge of its images
};
const std::vector<ArchitectureInfo>& architectures();

/// The graph with zero tensors (batch norm neutral). A mean and deviation, if given, become its first node. On the
/// "meta" device its tensors have shapes only. Throws UsageError for an unknown name or an input too small for it.
Graph buildArchitecture(std::string_view name, ImageShape input, std::int64_t classes,
                        const std::vector<float>& mean = {}, const std::vector<float>& deviation = {},
                        at::Device device = at::kCPU);

/// Fresh weights: He et al. 2015 for layers followed by a rectifier, zero biases, neutral batch norm.
void initialise(Graph& graph, at::Generator& random);

}  // namespace adversarium
