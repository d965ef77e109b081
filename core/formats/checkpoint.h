// SPDX-License-Identifier: GPL-3.0-or-later
/// PyTorch checkpoints (`torch.save` of a state dict) as named tensors, read without Python and without running
/// anything that the file asks for.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace adversarium {

class BoundedFile;

/// The zip format and the one of before PyTorch 1.6. Reads what tensors there are once, and their numbers when
/// asked.
class Checkpoint {
 public:
  /// The file must have passed the audit, and outlive this. Throws InputError naming file and reason.
  explicit Checkpoint(const BoundedFile& file);
  ~Checkpoint();

  /// Where the file keeps state dicts, the likeliest first: "" for its own, "state_dict", "ema.model". The usual
  /// names come first, then the file's order; optimisers', averages' and teachers' come last. Never empty: throws
  /// InputError where there is none.
  std::vector<std::string> stateDicts() const;

  /// One of them; without `key` the likeliest. Prefixes that every name has ("module.", "model.", "_orig_mod.")
  /// are taken off. Throws InputError naming file, tensor and reason; every size is checked before anything is
  /// allocated.
  std::map<std::string, at::Tensor> read(const std::optional<std::string>& key = {}) const;

 private:
  struct Content;
  std::unique_ptr<Content> m_content;
};

}  // namespace adversarium
