// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the memory of large tensors goes when they are freed.
#pragma once

namespace adversarium {

/// Freed memory stays in the process, to be used again. Layers of a batch take tens of megabytes each and free
/// them at once; returned memory must be cleared by the system before every use, which takes a third of an
/// attack's time on some machines and most of it on others. Call first thing in a program, before threads start.
/// Nothing happens where the C library is not glibc.
void keepFreedMemory();

}  // namespace adversarium
