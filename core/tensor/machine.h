// SPDX-License-Identifier: GPL-3.0-or-later
/// What LibTorch finds on this machine: devices, instruction sets, how fast its BLAS is.
#pragma once

#include <string>

namespace adversarium {

/// Whether matrix products come from the reference BLAS, a factor of 30 slower than an optimised one. Takes some
/// milliseconds of one thread, and leaves LibTorch with one.
bool slowBlas();

/// The instruction set that LibTorch uses, in its own word: "AVX512".
std::string cpuCapability();

/// Throws UsageError unless it is "cpu", or "cuda" and there is such a device.
void requireDevice(const std::string& device);

}  // namespace adversarium
