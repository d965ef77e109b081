// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/start_pictures.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/tensor/convert.h"

namespace adversarium {

StartPictures::StartPictures(const at::Tensor& images, const Goal& goal, at::Generator& random)
    : m_images(images), m_goal(goal) {
  constexpr std::int64_t kBytes = 64 << 20, kFewest = 16, kMost = 256;
  m_together = std::clamp<std::int64_t>(kBytes / std::max<std::int64_t>(1, 4 * images[0].numel()), kFewest, kMost);
  const std::int64_t all = goal.pictures ? goal.pictures->info().count : images.size(0);
  // At random, because data is often sorted by class.
  m_order = integersOf(at::randperm(all, random, at::kLong));
  const auto named = integersOf(goal.labels);
  const std::set<std::int64_t> classes(named.begin(), named.end());
  std::stable_partition(m_order.begin(), m_order.end(), [&](std::int64_t picture) {
    const std::int64_t label = labelOf(picture);
    return goal.targeted ? classes.contains(label) : classes.size() > 1 || !classes.contains(label);
  });
}

std::int64_t StartPictures::labelOf(std::int64_t picture) const {
  if (m_goal.pictures) return m_goal.pictures->label(picture);
  return m_goal.targeted ? -1 : m_goal.labels[picture].item<std::int64_t>();
}

bool StartPictures::readOn() {
  const auto end = std::min(m_read + m_together, count());
  if (m_read == end) return false;
  const std::vector<std::int64_t> part(m_order.begin() + m_read, m_order.begin() + end);
  m_read = end;
  std::vector<std::int64_t> labels;
  for (const std::int64_t picture : part) labels.push_back(labelOf(picture));
  m_pictures = m_goal.pictures ? readBatch(*m_goal.pictures, part).images
                               : m_images.index_select(0, at::tensor(part, at::kLong));
  m_heard = at::full({std::ssize(part)}, -1, at::kLong);
  m_distance = at::cdist(m_images.flatten(1), m_pictures.flatten(1));
  const at::Tensor named = m_goal.labels.unsqueeze(1), labelled = at::tensor(labels, at::kLong).unsqueeze(0);
  m_unlikely = m_goal.targeted ? labelled.ne(named) : labelled.eq(named);
  return true;
}

StartPictures::Question StartPictures::question(const at::Tensor& rows, std::int64_t each,
                                                const std::function<std::int64_t(std::int64_t row)>& left) const {
  const at::Tensor last = m_distance.max() + 1;
  const at::Tensor rank = (m_distance + last * m_unlikely).index_select(0, rows);
  const auto order = integersOf(rank.argsort(1, false)), heard = integersOf(m_heard), row = integersOf(rows);
  const std::size_t count = heard.size();
  std::vector<bool> asked(count);
  std::vector<std::size_t> next(row.size(), 0);
  std::vector<std::int64_t> paid(row.size(), 0), places, payers;
  for (std::int64_t turn = 0; turn < each; ++turn) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t who = (i + static_cast<std::size_t>(turn)) % row.size();  // each pays first now and then
      const auto ranked = [&](std::size_t k) { return static_cast<std::size_t>(order[who * count + k]); };
      while (next[who] < count && heard[ranked(next[who])] >= 0) ++next[who];
      if (next[who] == count) continue;
      const std::size_t place = ranked(next[who]++);
      if (asked[place] || paid[who] >= left(row[who])) continue;
      asked[place] = true;
      ++paid[who];
      places.push_back(static_cast<std::int64_t>(place));
      payers.push_back(row[who]);
    }
  }
  return {at::tensor(places, at::kLong), at::tensor(payers, at::kLong)};
}

StartPictures::Start StartPictures::nearest(const at::Tensor& rows) const {
  const at::Tensor named = m_goal.labels.index_select(0, rows).unsqueeze(1), heard = m_heard.unsqueeze(0);
  const at::Tensor wanted = m_goal.targeted ? heard.eq(named) : heard.ge(0).logical_and(heard.ne(named));
  const auto [distance, place] = m_distance.index_select(0, rows)
                                     .masked_fill(wanted.logical_not(), std::numeric_limits<double>::infinity())
                                     .min(1);
  return {distance.isfinite(), m_pictures.index_select(0, place)};
}

}  // namespace adversarium
