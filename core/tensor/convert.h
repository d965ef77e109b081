// SPDX-License-Identifier: GPL-3.0-or-later
/// Between plain pictures and tensors; the only place that does it.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/data_set.h"
#include "core/data/image.h"

namespace adversarium {

/// float32 1×C×H×W on the CPU.
at::Tensor tensorFromImage(const Image& image);
/// One picture of N×C×H×W, or a C×H×W tensor.
Image imageFromTensor(const at::Tensor& image);

/// Samples of a data set: images float32 n×C×H×W, labels int64 n (−1 where unknown).
struct Batch {
  at::Tensor images;
  at::Tensor labels;
};
Batch readBatch(const DataSet& data, const std::vector<std::int64_t>& indices);

/// All values of a float or int64 tensor in row-major order.
std::vector<float> floatsOf(const at::Tensor& tensor);
std::vector<double> doublesOf(const at::Tensor& tensor);
std::vector<std::int64_t> integersOf(const at::Tensor& tensor);

/// A generator of its own for every run, so that nothing else draws from it.
at::Generator generatorFrom(std::uint64_t seed);

/// Runs what follows with one thread for a single image and all threads for a batch: OpenMP's spinning costs a
/// small forward more than a second thread gives. Restores nothing; cheap when the count is already right.
void useThreadsFor(std::int64_t images);
/// How many this process may use: a container, `taskset` or OMP_NUM_THREADS can grant fewer than there are.
int processors();
/// The user's thread count, or (0) that of the processors which this process may use; set once before computing
/// starts.
void setThreadLimit(int threads);
int threadLimit();

}  // namespace adversarium
