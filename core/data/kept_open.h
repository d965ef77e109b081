// SPDX-License-Identifier: GPL-3.0-or-later
/// The last few things that were opened, each kept as long as what it was read from stands unchanged. Thread-safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/sources.h"

namespace adversarium {

template <class T>
class KeptOpen {
 public:
  using Value = std::shared_ptr<const T>;
  using Sources = std::function<std::vector<std::filesystem::path>()>;

  explicit KeptOpen(std::size_t most) : m_most(most) {}

  /// Of that name as it is now; a first line of the name is what errors call it. A hurried caller may get what was
  /// there a moment ago where looking takes long, as it does in a folder of many pictures. Throws what `open`
  /// throws, and InputError where the sources do not come to rest.
  Value get(const std::string& name, bool hurried, const Sources& sources, const std::function<Value()>& open) {
    constexpr int kPatience = 20;  // looking may take so small a share of the time
    {
      const std::lock_guard lock(m_mutex);
      const auto found = touched(name);
      if (found != m_entries.end() && hurried && Clock::now() - found->looked < kPatience * found->looking)
        return found->value;
    }
    const auto began = Clock::now();
    Stamp stamp = stampOf(sources());
    const auto looking = Clock::now() - began;
    {
      const std::lock_guard lock(m_mutex);
      const auto found = touched(name);
      if (found != m_entries.end() && found->stamp.settled && found->stamp.state == stamp.state) {
        found->looked = Clock::now();
        return found->value;
      }
    }
    constexpr int kTries = 3;
    Value value;
    for (int attempt = 0; !value; ++attempt) {
      if (attempt == kTries)
        throw InputError(name.substr(0, name.find('\n')), "is being changed while it is read");
      stamp = settledStampOf(sources());
      value = open();
      if (stampOf(sources()).state != stamp.state) value = nullptr;
    }
    const std::lock_guard lock(m_mutex);
    if (const auto stale = touched(name); stale != m_entries.end()) m_entries.erase(stale);
    m_entries.push_front({name, stamp, value, Clock::now(), looking});
    if (m_entries.size() > m_most) m_entries.pop_back();
    return value;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::string name;
    Stamp stamp;
    Value value;
    Clock::time_point looked;
    Clock::duration looking;
  };

  /// Found, and now the last one to be given up.
  typename std::list<Entry>::iterator touched(const std::string& name) {
    for (auto at = m_entries.begin(); at != m_entries.end(); ++at) {
      if (at->name != name) continue;
      m_entries.splice(m_entries.begin(), m_entries, at);
      return at;
    }
    return m_entries.end();
  }

  const std::size_t m_most;
  std::mutex m_mutex;
  std::list<Entry> m_entries;
};

}  // namespace adversarium
