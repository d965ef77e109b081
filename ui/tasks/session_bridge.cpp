// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tasks/session_bridge.h"

#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace adversarium {
namespace {

/// The same question but for the strength and how exactly it is answered.
bool sameSubject(ExploreRequest a, const ExploreRequest& b) {
  a.draft = b.draft;
  const CatalogueEntry* entry = knownMethod(b.algorithm);
  if (entry && entry->strength(a.params)) {
    if (const auto strength = entry->strength(b.params)) entry->set(a.params, Role::Strength, *strength);
  }
  return a == b;
}

bool isQuick(const ExploreRequest& request) {
  const CatalogueEntry* entry = knownMethod(request.algorithm);
  return request.draft || (entry && entry->linearInStrength);
}

QString failureOf(const Job& job) {
  const JobState state = job.state();
  const auto* failed = std::get_if<Failed>(&state);
  return failed ? QString::fromStdString(failed->message) : QString();
}

}  // namespace

SessionBridge::SessionBridge(SessionOptions options, QObject* parent)
    : QObject(parent), m_session(std::make_unique<Session>(std::move(options))) {
  connect(&m_watcher, &JobWatcher::finished, this, [this](const std::shared_ptr<Job>& job) {
    const auto task = std::dynamic_pointer_cast<Task<Record>>(job);
    if (!task) return;
    if (const auto now = m_now.extract(job)) {
      const bool done = std::holds_alternative<Done>(job->state());
      now.mapped()(done ? task->result() : nullptr, failureOf(*job));
      return;
    }
    const QString title = QString::fromStdString(job->title());
    if (const auto record = task->result()) {
      emit recordFinished(record, title);
    } else if (const QString reason = failureOf(*job); !reason.isEmpty()) {
      emit runFailed(title, reason);
    }
  });
}

SessionBridge::~SessionBridge() {
  // Callbacks from the computing thread post to this object: the session has to end first.
  QThreadPool::globalInstance()->waitForDone();
  m_session.reset();
}

void SessionBridge::openModel(const QString& where) {
  m_model.ask([&](auto, auto finished) { return m_session->openModel(where.toStdString(), finished); },
              [this, where](const auto& task, bool) {
                if (const auto info = task.result()) {
                  emit modelOpened(info);
                } else {
                  emit modelFailed(where, failureOf(task));
                }
              });
}

void SessionBridge::readLayers(const QString& model) {
  m_layers.ask([&](auto, auto finished) { return m_session->layers(model.toStdString(), finished); },
               [this, model](const auto& task, bool) {
                 if (const auto layers = task.result()) emit layersRead(model, layers);
               });
}

void SessionBridge::examine(const QString& model, const QString& data) {
  m_examination.cancel();
  m_examination.ask(
      [&](auto, auto finished) { return m_session->examine(model.toStdString(), data.toStdString(), finished); },
      [this, model](const auto& task, bool) {
        if (const auto diagnosis = task.result()) {
          emit examined(model, diagnosis);
        } else {
          emit examineFailed(model, failureOf(task));
        }
      });
}

void SessionBridge::audit(const QString& file) {
  m_audit.ask([&](auto, auto finished) { return m_session->audit(file.toStdString(), finished); },
              [this, file](const auto& task, bool) {
                if (const auto report = task.result()) emit audited(file, report);
              });
}

void SessionBridge::askCost(const Request& request) {
  m_cost.cancel();
  m_cost.ask([&](auto, auto finished) { return m_session->cost(request, finished); },
             [this, request](const auto& task, bool) { emit costTold(request, task.result()); });
}

void SessionBridge::openData(const QString& where, std::shared_ptr<const ModelInfo> model) {
  auto opened = std::make_shared<std::shared_ptr<const DataSet>>();
  inBackground([this, path = where.toStdString(), model = std::move(model),
                opened] { *opened = model ? m_session->openData(path, *model) : m_session->openData(path); },
               [this, where, opened](const QString& reason) {
                 if (*opened) {
                   emit dataOpened(where, *opened);
                 } else {
                   emit dataFailed(where, reason);
                 }
               });
}

void SessionBridge::explore(const ExploreRequest& request) {
  if (exploring() && isQuick(m_explored) && sameSubject(m_explored, request)) {
    m_waiting = request;
    return;
  }
  startExplore(request);
}

void SessionBridge::startExplore(const ExploreRequest& request) {
  m_waiting.reset();
  m_explored = request;
  m_exploring.cancel();
  m_exploring.ask([&](auto, auto finished) { return m_session->explore(request, finished); },
                  [this](const auto& task, bool) {
                    if (m_waiting) startExplore(*std::exchange(m_waiting, std::nullopt));
                    if (std::holds_alternative<Done>(task.state())) {
                      emit explored(task.result());
                    } else if (const QString reason = failureOf(task); !reason.isEmpty()) {
                      emit exploreFailed(reason);
                    }
                  });
}

void SessionBridge::ribbon(const ExploreRequest& request, int strengths) {
  m_ribbon.ask([&](auto, auto finished) { return m_session->ribbon(request, strengths, finished); },
               [this](const auto& task, bool) {
                 if (std::holds_alternative<Done>(task.state())) {
                   emit ribbonReady(task.result());
                 } else if (const QString reason = failureOf(task); !reason.isEmpty()) {
                   emit ribbonFailed(reason);
                 }
               });
}

void SessionBridge::explain(const ExplainRequest& request) {
  m_explaining.ask([&](auto changed, auto finished) { return m_session->explain(request, changed, finished); },
                   [this](const auto& task, bool last) {
                     if (const QString reason = failureOf(task); last && !reason.isEmpty()) {
                       emit explainFailed(reason);
                     } else if (const auto found = task.result()) {
                       emit explanationChanged(found);
                     }
                   });
}

void SessionBridge::bracket(const ExploreRequest& request) {
  m_bracket.ask([&](auto changed, auto finished) { return m_session->bracket(request, changed, finished); },
                [this](const auto& task, bool) {
                  if (const auto found = task.result()) emit bracketChanged(found);
                });
}

/// Nobody waits for what was cancelled: a new question about the same picture must not either.
void SessionBridge::cancelPreviews() {
  m_waiting.reset();
  m_bracket.cancel();
  m_explaining.cancel();
  m_exploring.cancel();
  m_ribbon.cancel();
}

std::shared_ptr<Task<Record>> SessionBridge::run(const Request& request) {
  auto task = m_session->run(request);
  m_watcher.watch(task);
  return task;
}

void SessionBridge::runNow(const Request& request, Then then) {
  const auto task = m_session->runNow(request);
  m_now[task] = std::move(then);
  m_watcher.watch(task);
}

void SessionBridge::inBackground(std::function<void()> work, std::function<void(const QString& reason)> then) {
  QThreadPool::globalInstance()->start([this, work = std::move(work), then = std::move(then)] {
    QString reason;
    try {
      work();
    } catch (const std::exception& error) {
      reason = QString::fromUtf8(error.what());
      if (reason.isEmpty()) reason = tr("unknown reason");
    } catch (...) {
      reason = tr("unknown reason");
    }
    QMetaObject::invokeMethod(
        this, [then, reason] { then(reason); }, Qt::QueuedConnection);
  });
}

}  // namespace adversarium
