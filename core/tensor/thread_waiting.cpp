// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/thread_waiting.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>

#include "core/tensor/convert.h"

namespace adversarium {

void waitWithoutSpinning() {
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) return;
  static std::promise<void> parked;
  static const std::shared_future<void> ready = parked.get_future().share();
  // Its team lives as long as the thread that made it.
  static const std::jthread host([](const std::stop_token& stop) {
    const at::NoGradGuard noGradient;
    constexpr std::int64_t kShared = 1 << 17;  // more than LibTorch leaves to one thread
    at::set_num_threads(processors());
    at::zeros({kShared}).add_(1);
    parked.set_value();
    std::mutex mutex;
    std::condition_variable_any asleep;
    std::unique_lock lock(mutex);
    asleep.wait(lock, stop, [] { return false; });
  });
  ready.wait();
}

}  // namespace adversarium
