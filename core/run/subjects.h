// SPDX-License-Identifier: GPL-3.0-or-later
/// The last few models and data sets, each kept as long as its files stand unchanged, and what a request means
/// with its files opened.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/data/kept_open.h"
#include "core/run/method.h"

namespace adversarium {

/// A request with its files opened, and the hash of the very data that was read.
struct OpenedRequest {
  Assignment assignment;
  std::string dataHash;
  std::string dataState;  ///< of its files
};

/// Thread-safe. Everything throws InputError naming file and reason, and UsageError for what does not fit
/// together.
class Subjects {
 public:
  /// `device`: "cpu" or "cuda", where models compute unless a request says another.
  explicit Subjects(std::string device) : m_device(std::move(device)) {}

  /// `hurried`: of a preview, which asks many times a second.
  std::shared_ptr<const Classifier> model(const std::string& where, ImageShape hint, bool hurried = false);
  std::shared_ptr<const DataSet> dataSet(const std::string& where, ImageShape wanted, bool hurried = false);
  /// As the model takes and names it.
  std::shared_ptr<const DataSet> dataFor(const ModelInfo& model, const std::string& where, bool hurried = false);

  OpenedRequest openedFor(Request request);
  /// The same without the hash, with what guards stand before the model.
  Assignment assignmentFor(const Request& request);

 private:
  std::shared_ptr<const Classifier> modelOn(const std::string& where, ImageShape hint, const std::string& device,
                                            bool hurried);
  std::string dataHash(const std::shared_ptr<const DataSet>& set);

  std::string m_device;
  KeptOpen<Classifier> m_models{4};
  KeptOpen<DataSet> m_data{6};
  std::mutex m_mutex;  // guards the hashes
  std::map<std::weak_ptr<const DataSet>, std::string, std::owner_less<>> m_hashes;
};

}  // namespace adversarium
