// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/version.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <opencv2/core/utility.hpp>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/data/sources.h"
#include "core/defence/bracketed_picture.h"
#include "core/evasion/explorer.h"
#include "core/explain/preview.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/job/worker.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/run/guard.h"
#include "core/run/method.h"
#include "core/run/subjects.h"
#include "core/run/unfinished.h"
#include "core/tensor/convert.h"
#include "core/tensor/machine.h"

namespace adversarium {
std::filesystem::path resourceFolder() {
  if (const char* stated = std::getenv("ADVERSARIUM_RESOURCES")) return stated;
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
  const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "adversarium";
  if (!problem && std::filesystem::exists(installed / "models")) return installed;
  return ADVERSARIUM_RESOURCES;
}

namespace {

namespace fs = std::filesystem;

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

}  // namespace

struct Session::Impl {
  SessionOptions options;
  std::mutex mutex;  // guards the warnings
  std::vector<std::string> warnings;
  Subjects subjects;

  std::atomic<int> runsNow{0};  // each has a lane of its own: none replaces another

  Explorer explorer;  // only the computing thread touches it

  Worker worker;  // last: its thread uses everything above

  explicit Impl(SessionOptions given)
      : options(std::move(given)), subjects(options.device), worker([this] { setUp(); }) {}

  void setUp() {
    if (slowBlas()) {
      const std::lock_guard lock(mutex);
      warnings.push_back("LibTorch computes with the slow reference BLAS: install libopenblas0-openmp");
    }
    setThreadLimit(options.threads);
    at::set_num_threads(threadLimit());
    cv::setNumThreads(1);
  }

  struct Lane {
    const char* name;
    Worker::Urgency urgency;
  };
  /// A preview of one picture: opens what `request` names and computes; every better answer on the way is kept,
  /// and `changed` told.
  template <class T, class Asked, class Compute>
  std::shared_ptr<Task<T>> picture(Lane lane, const Asked& request, std::function<void()> changed,
                                   std::function<void()> finished, Compute compute) {
    const auto work = [this, where = request.model, pictures = request.data, changed = std::move(changed),
                       compute](Progress& progress, const auto& keep) -> std::shared_ptr<const T> {
      const auto classifier = subjects.model(where, {}, true);
      const auto set = subjects.dataFor(classifier->info(), pictures, true);
      return compute(classifier, set, progress, [&](std::shared_ptr<const T> better) {
        keep(std::move(better));
        if (changed) changed();
      });
    };
    auto task = std::make_shared<Task<T>>(lane.name, work, std::move(finished));
    worker.preview(lane.name, task, lane.urgency);
    return task;
  }

  std::shared_ptr<const Record> withOrigin(std::shared_ptr<const Record> record, const OpenedRequest& opened,
                                           double seconds) {
    const Assignment& assignment = opened.assignment;
    auto complete = std::make_shared<Record>(*record);
    Origin& origin = complete->origin;
    if (assignment.model) {
      origin.modelSha256 = assignment.model->info().sha256;
      for (const Words& remark : assignment.model->info().remarks) complete->caveats.push_back({"model", remark});
    }
    if (stampOf(dataSources(assignment.request.data)).state != opened.dataState) {
      complete->caveats.push_back(
          {"data-changed", translatable("records",
                                        "The data was changed on the disk while the run went on: its hash is that "
                                        "of how it stood at the start.")});
    }
    addDataCaveats(*complete, *assignment.data);
    origin.dataSha256 = opened.dataHash;
    origin.version = versionString();
    origin.libtorch = TORCH_VERSION;
    origin.device = assignment.request.device == "cpu" ? "cpu, " + cpuCapability() : assignment.request.device;
    origin.threads = threadLimit();
    origin.seconds = seconds;
    origin.utc = now();
    return complete;
  }

  /// A name for everything that decides what a run finds.
  std::string identityOf(const OpenedRequest& opened) {
    const Assignment& assignment = opened.assignment;
    Record asked;
    asked.request = assignment.request;
    asked.origin.threads = threadLimit();
    asked.origin.version = versionString();
    if (assignment.model) asked.origin.modelSha256 = assignment.model->info().sha256;
    asked.origin.dataSha256 = opened.dataHash;
    return sha256Of(recordToJson(asked));
  }

  std::shared_ptr<const Record> carryOut(const Request& request, Progress& progress, const KeepRecord& keep,
                                         const std::filesystem::path& unfinished = {}) {
    const auto began = std::chrono::steady_clock::now();
    const auto seconds = [&] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    OpenedRequest opened = subjects.openedFor(request);
    Assignment& assignment = opened.assignment;
    if (!unfinished.empty()) {
      forgetOldUnfinished(unfinished);
      assignment.unfinished = unfinished / identityOf(opened);
    }
    const Method& method = methodFor(request.algorithm);
    const auto complete = [&](const std::shared_ptr<const Record>& record) {
      if (assignment.request.guards.empty()) return withOrigin(record, opened, seconds());
      auto measured = std::make_shared<Record>(*record);
      reportGuards(*measured, assignment);
      return withOrigin(std::move(measured), opened, seconds());
    };
    const auto record =
        method.run(assignment, progress, [&](std::shared_ptr<const Record> partial) { keep(complete(partial)); });
    if (!unfinished.empty()) forgetUnfinished(assignment.unfinished);
    return complete(record);
  }

  /// Throws at once what a person can correct at once.
  std::shared_ptr<Task<Record>> runOf(const Request& request, const std::filesystem::path& unfinished) {
    const CatalogueEntry& entry = catalogueEntry(request.algorithm);
    (void)completeParams(entry.params, request.params);
    for (const GuardRequest& guard : request.guards) (void)completeGuard(guard);
    return std::make_shared<Task<Record>>(std::string(entry.info.name),
                                          [this, request, unfinished](Progress& progress, const auto& keep) {
                                            return carryOut(request, progress, keep, unfinished);
                                          });
  }
};

Session::Session(SessionOptions options) {
  requireDevice(options.device);
  if (options.resources.empty()) options.resources = resourceFolder();
  setModelResources(options.resources);
  m_impl = std::make_unique<Impl>(std::move(options));
}

Session::~Session() = default;

const SessionOptions& Session::options() const { return m_impl->options; }

std::vector<std::string> Session::warnings() const {
  const std::lock_guard lock(m_impl->mutex);
  return m_impl->warnings;
}

std::vector<std::string> Session::newModels() {
  std::vector<std::string> names;
  for (const ArchitectureInfo& info : architectures()) names.push_back("new:" + std::string(info.name));
  return names;
}

int Session::threadsFor(int threads) { return threads > 0 ? threads : processors(); }

std::vector<std::string> Session::builtInModels() {
  std::vector<std::string> names = builtInModelNames();
  for (std::string& name : names) name = "demo:" + name;
  return names;
}

std::vector<std::string> Session::builtInData() {
  std::vector<std::string> names = builtInDataNames();
  for (const char* table : {"census", "census-train"}) names.emplace_back(table);
  for (std::string& name : names) name = "demo:" + name;
  return names;
}

std::shared_ptr<Task<ModelInfo>> Session::openModel(const std::string& where, std::function<void()> finished) {
  auto task = std::make_shared<Task<ModelInfo>>(
      where,
      [this, where](Progress&, const auto&) {
        return std::make_shared<const ModelInfo>(m_impl->subjects.model(where, {})->info());
      },
      std::move(finished));
  m_impl->worker.preview("open " + where, task);
  return task;
}

std::shared_ptr<Task<AuditReport>> Session::audit(const std::string& file, std::function<void()> finished) {
  auto task = std::make_shared<Task<AuditReport>>(
      "audit " + file,
      [file](Progress&, const auto&) { return std::make_shared<const AuditReport>(auditModelFile(file)); },
      std::move(finished));
  m_impl->worker.preview("audit " + file, task);
  return task;
}

std::shared_ptr<const DataSet> Session::openData(const std::string& where, ImageShape wanted) {
  return m_impl->subjects.dataSet(where, wanted);
}

std::shared_ptr<const DataSet> Session::openData(const std::string& where, const ModelInfo& model) {
  return m_impl->subjects.dataFor(model, where);
}

std::shared_ptr<Task<Exploration>> Session::explore(const ExploreRequest& request,
                                                    std::function<void()> finished) {
  // To spend thousands of queries takes seconds: drafts and the ribbon overtake.
  const CatalogueEntry* entry = knownMethod(request.algorithm);
  const bool lengthy = !request.draft && entry && entry->get<std::int64_t>(request.params, Role::Queries);
  return m_impl->picture<Exploration>(
      lengthy ? Impl::Lane{"explore-lengthy", Worker::Urgency::Idle}
              : Impl::Lane{"explore", Worker::Urgency::Immediate},
      request, {}, std::move(finished),
      [this, request](const auto& classifier, const auto& data, Progress& progress, const auto&) {
        return m_impl->explorer.explored(request, classifier, data, progress);
      });
}

std::shared_ptr<Task<Ribbon>> Session::ribbon(const ExploreRequest& request, int strengths,
                                              std::function<void()> finished) {
  return m_impl->picture<Ribbon>(
      {"ribbon", Worker::Urgency::CanWait}, request, {}, std::move(finished),
      [this, request, strengths](const auto& classifier, const auto& data, Progress& progress, const auto&) {
        return m_impl->explorer.ribbon(request, strengths, classifier, data, progress);
      });
}

std::shared_ptr<Task<PictureBracket>> Session::bracket(const ExploreRequest& request,
                                                       std::function<void()> changed,
                                                       std::function<void()> finished) {
  return m_impl->picture<PictureBracket>(
      {"bracket", Worker::Urgency::Idle}, request, std::move(changed), std::move(finished),
      [request](const auto& classifier, const auto& data, Progress& progress, const auto& better) {
        return bracketedPicture(request, *classifier, *data, progress, better);
      });
}

std::shared_ptr<Task<std::vector<Layer>>> Session::layers(const std::string& model,
                                                          std::function<void()> finished) {
  auto task = std::make_shared<Task<std::vector<Layer>>>(
      "layers",
      [this, model](Progress&, const auto&) {
        return std::make_shared<const std::vector<Layer>>(layersOf(*m_impl->subjects.model(model, {})));
      },
      std::move(finished));
  m_impl->worker.preview("layers", task);
  return task;
}

std::shared_ptr<Task<Diagnosis>> Session::examine(const std::string& model, const std::string& data,
                                                  std::function<void()> finished) {
  auto task = std::make_shared<Task<Diagnosis>>(
      "examine",
      [this, model, data](Progress& progress, const auto&) {
        const auto classifier = m_impl->subjects.model(model, {});
        const auto set = m_impl->subjects.dataFor(classifier->info(), data);
        return std::make_shared<const Diagnosis>(adversarium::examine(*classifier, *set, progress));
      },
      std::move(finished));
  m_impl->worker.submit(task);
  return task;
}

void Session::cure(const std::string& model, const Sidecar& cure) { (void)applyCure(model, cure); }

std::shared_ptr<Task<Explanation>> Session::explain(const ExplainRequest& request, std::function<void()> changed,
                                                    std::function<void()> finished) {
  return m_impl->picture<Explanation>(
      {"explain", Worker::Urgency::CanWait}, request, std::move(changed),
      std::move(finished),  // a drag goes before
      [request](const auto& classifier, const auto& data, Progress& progress, const auto& better) {
        return explainedPicture(request, *classifier, *data, progress, better);
      });
}

std::shared_ptr<Task<RunCost>> Session::cost(const Request& request, std::function<void()> finished) {
  auto task = std::make_shared<Task<RunCost>>(
      "cost",
      [this, request](Progress& progress, const auto&) {
        const Assignment assignment = m_impl->subjects.assignmentFor(request);
        return std::make_shared<const RunCost>(methodFor(assignment.request.algorithm).cost(assignment, progress));
      },
      std::move(finished));
  m_impl->worker.preview("cost", task, Worker::Urgency::Idle);
  return task;
}

std::shared_ptr<Task<Record>> Session::run(const Request& request) {
  auto task = m_impl->runOf(request, m_impl->options.unfinished);
  m_impl->worker.submit(task);
  return task;
}

std::shared_ptr<Task<Record>> Session::runNow(const Request& request) {
  auto task = m_impl->runOf(request, {});
  m_impl->worker.preview(fmt::format("run {}", ++m_impl->runsNow), task, Worker::Urgency::CanWait);
  return task;
}

std::shared_ptr<Task<Comparison>> Session::rerun(std::shared_ptr<const Record> record) {
  auto task = std::make_shared<Task<Comparison>>(
      "rerun " + record->request.algorithm,
      [this, record](Progress& progress, const auto&) -> std::shared_ptr<const Comparison> {
        const auto again = m_impl->carryOut(record->request, progress, [](const auto&) {});
        auto comparison = std::make_shared<Comparison>();
        comparison->differences = differencesBetween(*record, *again);
        comparison->bitEqual = comparison->differences.empty();
        comparison->recomputed = again;
        return comparison;
      });
  m_impl->worker.submit(task);
  return task;
}

std::string versionString() { return ADVERSARIUM_VERSION; }

}  // namespace adversarium
