// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace adversarium {

void keepFreedMemory() {
#ifdef __GLIBC__
  constexpr int kGibibyte = 1 << 30;
  // Arenas of other threads grow to 64 MiB only, so all threads share the one that has no limit.
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, kGibibyte);
  mallopt(M_TRIM_THRESHOLD, kGibibyte);
#endif
}

}  // namespace adversarium
