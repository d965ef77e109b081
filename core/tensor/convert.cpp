// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convert.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace adversarium {
namespace {
int g_threadLimit = 0;  // written once before the computing thread starts
}  // namespace

int processors() {
  // A cpu_set_t holds 1 024; where there are more, all count.
  cpu_set_t set;
  CPU_ZERO(&set);
  const bool known = sched_getaffinity(0, sizeof set, &set) == 0;
  const int granted = known ? CPU_COUNT(&set) : static_cast<int>(std::thread::hardware_concurrency());
  const char* said = std::getenv("OMP_NUM_THREADS");
  const int wanted = said ? std::atoi(said) : 0;
  return std::max(1, wanted > 0 ? std::min(wanted, granted) : granted);
}

at::Tensor tensorFromImage(const Image& image) {
  at::Tensor tensor = at::empty({1, image.channels, image.height, image.width}, at::kFloat);
  std::copy(image.planes.begin(), image.planes.end(), tensor.data_ptr<float>());
  return tensor;
}

Image imageFromTensor(const at::Tensor& image) {
  const at::Tensor planes = (image.dim() == 4 ? image[0] : image).to(at::kCPU, at::kFloat).contiguous();
  Image result(static_cast<int>(planes.size(0)), static_cast<int>(planes.size(1)),
               static_cast<int>(planes.size(2)));
  std::copy_n(planes.data_ptr<float>(), planes.numel(), result.planes.begin());
  return result;
}

Batch readBatch(const DataSet& data, const std::vector<std::int64_t>& indices) {
  const DataInfo& info = data.info();
  const auto count = static_cast<std::int64_t>(indices.size());
  Batch batch{at::empty({count, info.channels, info.height, info.width}, at::kFloat),
              at::empty({count}, at::kLong)};
  const std::int64_t pixels = std::int64_t{info.channels} * info.height * info.width;
  float* images = batch.images.data_ptr<float>();
  std::int64_t* labels = batch.labels.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < count; ++i) {
    data.read(indices[static_cast<std::size_t>(i)], {images + i * pixels, static_cast<std::size_t>(pixels)});
    labels[i] = data.label(indices[static_cast<std::size_t>(i)]);
  }
  return batch;
}

std::vector<float> floatsOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

std::vector<double> doublesOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.detach().to(at::kCPU, at::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

std::vector<std::int64_t> integersOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.detach().to(at::kCPU, at::kLong).contiguous();
  return {flat.data_ptr<std::int64_t>(), flat.data_ptr<std::int64_t>() + flat.numel()};
}

at::Generator generatorFrom(std::uint64_t seed) { return at::detail::createCPUGenerator(seed); }

void setThreadLimit(int threads) { g_threadLimit = threads > 0 ? threads : processors(); }

int threadLimit() {
  if (g_threadLimit == 0) setThreadLimit(0);
  return g_threadLimit;
}

void useThreadsFor(std::int64_t images) {
  const int wanted = images <= 1 ? 1 : threadLimit();
  if (at::get_num_threads() == wanted) return;
  // at::set_num_threads also renews a pool that nothing here uses; its newborn threads spin for 30 ms beside ours.
  using SetThreads = void (*)(int);
  static const auto setOpenMp = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
  if (setOpenMp) setOpenMp(wanted);
  if (at::get_num_threads() != wanted) at::set_num_threads(wanted);
}

}  // namespace adversarium
