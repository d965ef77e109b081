// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the memory of large tensors goes when they are freed.
#pragma once

namespace adversarium {

enum class FreedMemory {
  Returned,  ///< to the system above 32 MiB, as the C library settles to by itself
  Kept,      ///< in the process, to be used again
};

/// Layers of a batch take tens of megabytes each and free them at once. Returned memory must be cleared by the
/// system before every use, which takes up to a third of an attack's time. Call first thing in a program, before
/// threads start. Nothing happens where the C library is not glibc.
void setFreedMemory(FreedMemory freed);

}  // namespace adversarium
