// SPDX-License-Identifier: GPL-3.0-or-later
/// How threads wait for each other while they compute together.
#pragma once

namespace adversarium {

/// By default libgomp's threads spin at every barrier, for hundreds of thousands of rounds, and so take the
/// processor from the very thread that they wait for as soon as another program computes, too: runs then take a
/// multiple of their time. Where there are more OpenMP threads than processors, libgomp spins for a hundred rounds
/// only and then sleeps. This starts as many that do nothing, so that there are always more. A person's own
/// OMP_WAIT_POLICY or GOMP_SPINCOUNT is left to decide. Once, at the start of the program.
void waitWithoutSpinning();

}  // namespace adversarium
