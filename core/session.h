// SPDX-License-Identifier: GPL-3.0-or-later
/// The one door into core for the window and the command line: values down, values up, no LibTorch in sight.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/audit.h"
#include "core/data/data_set.h"
#include "core/evasion/exploration.h"
#include "core/explain/explanation.h"
#include "core/general/diagnosis.h"
#include "core/graph/model_info.h"
#include "core/job/job.h"
#include "core/method/catalogue.h"
#include "core/method/run_cost.h"
#include "core/record/record.h"
#include "core/record/request.h"
#include "core/victim/layers.h"

namespace adversarium {

/// Built-in models and the manual: $ADVERSARIUM_RESOURCES, what is installed beside the executable, or the source
/// tree's.
std::filesystem::path resourceFolder();

struct SessionOptions {
  int threads = 0;                  ///< 0: as many as the hardware has
  std::string device = "cpu";       ///< "cpu" or "cuda"
  std::filesystem::path resources;  ///< built-in models; empty: found beside the executable or in the source tree
  /// Where runs keep the parts that they have finished: stopped or killed, the same request goes on from them.
  /// Empty: nowhere.
  std::filesystem::path unfinished{};
};

/// What a second computation of a record showed.
struct Comparison {
  bool bitEqual = false;
  std::vector<std::string> differences;  ///< in words: what differs, by how much
  std::shared_ptr<const Record> recomputed;
};

/// Thread-safe. Everything that computes returns a task and runs on the session's one computing thread.
class Session {
 public:
  explicit Session(SessionOptions options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const SessionOptions& options() const;
  /// Things about this installation that make it slow or weak, in words (a missing BLAS, say).
  std::vector<std::string> warnings() const;

  /// So many threads compute where the options say `threads` (0: as many as the process may use).
  static int threadsFor(int threads);
  /// demo:NAME for every built-in model and data set.
  static std::vector<std::string> builtInModels();
  static std::vector<std::string> builtInData();
  /// new:NAME for every architecture that can be trained from scratch.
  static std::vector<std::string> newModels();

  /// Reads the file and its hash and keeps the model for later requests, as long as the file stands unchanged.
  /// \throws nothing; the task fails.
  std::shared_ptr<Task<ModelInfo>> openModel(const std::string& where, std::function<void()> finished = {});

  /// Examines a model file without running anything in it. The task fails where there is no file.
  std::shared_ptr<Task<AuditReport>> audit(const std::string& file, std::function<void()> finished = {});

  /// Opens (cached) and returns at once for built-in data; reads headers of files. Throws InputError.
  /// `wanted` is a model's input shape, so that any picture fits it.
  std::shared_ptr<const DataSet> openData(const std::string& where, ImageShape wanted = {});
  /// The same as every run on the model sees it: in its shape, with its classes. Throws InputError where the
  /// labels are none of them.
  std::shared_ptr<const DataSet> openData(const std::string& where, const ModelInfo& model);

  /// Previews: a newer request replaces an older one that still waits or runs (it ends as Stopped).
  std::shared_ptr<Task<Exploration>> explore(const ExploreRequest& request, std::function<void()> finished = {});
  std::shared_ptr<Task<Ribbon>> ribbon(const ExploreRequest& request, int strengths,
                                       std::function<void()> finished = {});

  /// What can be proven of the picture and the smallest example to be found, once nothing else is to be computed
  /// for the window. `changed` is called on the computing thread after each better number.
  std::shared_ptr<Task<PictureBracket>> bracket(const ExploreRequest& request, std::function<void()> changed = {},
                                                std::function<void()> finished = {});

  /// Layers of a model, with what each costs. Previews as above.
  std::shared_ptr<Task<std::vector<Layer>>> layers(const std::string& model, std::function<void()> finished = {});

  /// The load doctor on up to 200 of the images. In the queue: previews come in between.
  std::shared_ptr<Task<Diagnosis>> examine(const std::string& model, const std::string& data,
                                           std::function<void()> finished = {});

  /// Writes the cure beside the model: opening it again applies it. Throws as applyCure does.
  void cure(const std::string& model, const Sidecar& cure);

  /// A preview, too. The task's result is there as soon as the first coarse map is, and is replaced by finer ones;
  /// `changed` is called on the computing thread after each.
  std::shared_ptr<Task<Explanation>> explain(const ExplainRequest& request, std::function<void()> changed = {},
                                             std::function<void()> finished = {});

  /// What a run of `request` would take, for methods that tell (tellsCost). A preview.
  std::shared_ptr<Task<RunCost>> cost(const Request& request, std::function<void()> finished = {});

  /// A whole run, in the queue. Usage errors (unknown method or parameter) are thrown here, at once; what is
  /// wrong with files makes the task fail. Cancelling keeps the partial record.
  std::shared_ptr<Task<Record>> run(const Request& request);

  /// The same before everything that waits, inside what runs: for the one picture that a person looks at. Nothing
  /// of it is kept for another time.
  std::shared_ptr<Task<Record>> runNow(const Request& request);

  /// Runs `record`'s request again and compares every artefact bit by bit and every measure but time.
  std::shared_ptr<Task<Comparison>> rerun(std::shared_ptr<const Record> record);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// The version of Adversarium, "0.1.0".
std::string versionString();

}  // namespace adversarium
