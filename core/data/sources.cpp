// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sources.h"

#include <sys/stat.h>
#include <time.h>

#include <chrono>
#include <cstdint>
#include <thread>

#include "core/base/hash.h"

namespace adversarium {

Stamp stampOf(const std::vector<std::filesystem::path>& sources) {
  constexpr double kTick = 0.05;  // seconds; times of change are those of the last tick of the system's clock
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  Stamp stamp;
  Sha256 hash;
  for (const std::filesystem::path& source : sources) {
    hash.add(source.native() + '\0');
    struct stat status {};
    if (stat(source.c_str(), &status) != 0) {
      hash.add("absent");
      continue;
    }
    for (const std::int64_t number :
         {std::int64_t(status.st_dev), std::int64_t(status.st_ino), std::int64_t(status.st_size),
          std::int64_t(status.st_mtim.tv_sec), std::int64_t(status.st_mtim.tv_nsec),
          std::int64_t(status.st_ctim.tv_sec), std::int64_t(status.st_ctim.tv_nsec)})
      hash.add(&number, sizeof(number));
    const double age =
        double(now.tv_sec - status.st_ctim.tv_sec) + 1e-9 * double(now.tv_nsec - status.st_ctim.tv_nsec);
    if (age >= -kTick && age < kTick) stamp.settled = false;
  }
  stamp.state = hash.hex();
  return stamp;
}

Stamp settledStampOf(const std::vector<std::filesystem::path>& sources) {
  constexpr int kLooks = 8;
  Stamp stamp = stampOf(sources);
  for (int look = 1; look < kLooks && !stamp.settled; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(15));
    stamp = stampOf(sources);
  }
  return stamp;
}

}  // namespace adversarium
