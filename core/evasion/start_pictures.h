// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures that an attacker who hears only the winning class may start from: those of the data, or where there
/// are none the batch's own. Read in parts, the likely ones first; what the victim calls one of them is heard once
/// and serves every image of the batch.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/evasion/attack.h"

namespace adversarium {

class StartPictures {
 public:
  /// For the images (N×C×H×W) of the goal; both must outlive this. The order of equally likely pictures is random.
  StartPictures(const at::Tensor& images, const Goal& goal, at::Generator& random);

  std::int64_t count() const { return static_cast<std::int64_t>(m_order.size()); }
  std::int64_t read() const { return m_read; }  ///< of them, so far
  /// Reads the next part and forgets the one before; false where there is none.
  bool readOn();

  /// What should be asked about next, and which image of the batch pays for it.
  struct Question {
    at::Tensor places;  ///< int64 M, in this part
    at::Tensor payers;  ///< int64 M
  };
  /// For each of `rows` (int64) the `each` nearest pictures of this part that nobody has asked about, the likely
  /// ones before the others; what several want is asked once, and nobody pays for more than `left(row)`.
  Question question(const at::Tensor& rows, std::int64_t each,
                    const std::function<std::int64_t(std::int64_t row)>& left) const;
  at::Tensor at(const at::Tensor& places) const { return m_pictures.index_select(0, places); }
  /// Keeps the classes (int64 M) that were heard.
  void hear(const at::Tensor& places, const at::Tensor& classes) { m_heard.index_copy_(0, places, classes); }

  /// The nearest picture of this part that is known to be what each of `rows` wants.
  struct Start {
    at::Tensor found;   ///< bool, one a row
    at::Tensor images;  ///< meaningless where none was found
  };
  Start nearest(const at::Tensor& rows) const;

 private:
  std::int64_t labelOf(std::int64_t picture) const;

  const at::Tensor& m_images;
  const Goal& m_goal;
  std::vector<std::int64_t> m_order;
  std::int64_t m_together = 0, m_read = 0;
  at::Tensor m_pictures;  // P×C×H×W: this part
  at::Tensor m_heard;     // int64 P: what the victim calls it, or −1
  at::Tensor m_distance;  // N×P: L2
  at::Tensor m_unlikely;  // bool N×P: the label speaks against it
};

}  // namespace adversarium
