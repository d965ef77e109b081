// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/machine.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/grad_mode.h>
#include <torch/cuda.h>

#include <time.h>

#include <algorithm>

#include "core/base/error.h"

namespace adversarium {

// One thread's processor time, so that a busy machine does not look like a slow library.
bool slowBlas() {
  const at::NoGradGuard noGradient;
  at::set_num_threads(1);
  const at::Tensor a = at::ones({384, 384}, at::kFloat);
  const auto processorSeconds = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
  };
  double best = 1;
  for (int i = 0; i < 3; ++i) {
    const double began = processorSeconds();
    const at::Tensor product = at::mm(a, a);
    best = std::min(best, processorSeconds() - began);
  }
  constexpr double kOperations = 2.0 * 384 * 384 * 384;
  return kOperations / best < 10e9;
}

std::string cpuCapability() {
  constexpr std::string_view kLabel = "CPU capability usage: ";
  const std::string report = at::show_config();
  const std::size_t start = report.find(kLabel);
  if (start == std::string::npos) return "unknown";
  const std::size_t word = start + kLabel.size();
  return report.substr(word, report.find('\n', word) - word);
}

void requireDevice(const std::string& device) {
  if (device != "cpu" && device != "cuda") throw UsageError("device " + device, "there are cpu and cuda");
  if (device == "cuda" && !torch::cuda::is_available()) {
    throw UsageError("device cuda",
                     at::hasCUDA() ? "LibTorch finds no CUDA device" : "this LibTorch computes on cpu only");
  }
}

}  // namespace adversarium
