// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace adversarium {

void setFreedMemory([[maybe_unused]] FreedMemory freed) {
#ifdef __GLIBC__
  constexpr int kMebibyte = 1 << 20;
  const bool kept = freed == FreedMemory::Kept;
  // Arenas of other threads grow to 64 MiB only, so all threads share the one that has no limit.
  if (kept) mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, kept ? 1024 * kMebibyte : 32 * kMebibyte);
  mallopt(M_TRIM_THRESHOLD, kept ? 1024 * kMebibyte : 64 * kMebibyte);
#endif
}

}  // namespace adversarium
