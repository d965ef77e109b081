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

template <class T, class Start, class Deliver>
void SessionBridge::ask(Lane<T>& lane, Start start, Deliver deliver) {
  const quint64 ticket = ++lane.ticket;
  lane.task = start([this, &lane, ticket, deliver] {
    QMetaObject::invokeMethod(
        this, [this, &lane, ticket, deliver] { settle(lane, ticket, deliver); }, Qt::QueuedConnection);
  });
}

template <class T, class Deliver>
void SessionBridge::settle(Lane<T>& lane, quint64 ticket, const Deliver& deliver) {
  if (ticket != lane.ticket || !lane.task) return;
  const auto task = std::exchange(lane.task, nullptr);
  deliver(*task);
}

void SessionBridge::openModel(const QString& where) {
  ask(
      m_model, [&](auto finished) { return m_session->openModel(where.toStdString(), std::move(finished)); },
      [this, where](const Task<ModelInfo>& task) {
        if (const auto info = task.result()) {
          emit modelOpened(info);
        } else {
          emit modelFailed(where, failureOf(task));
        }
      });
}

void SessionBridge::readLayers(const QString& model) {
  ask(
      m_layers, [&](auto finished) { return m_session->layers(model.toStdString(), std::move(finished)); },
      [this, model](const Task<std::vector<Layer>>& task) {
        if (const auto layers = task.result()) emit layersRead(model, layers);
      });
}

void SessionBridge::examine(const QString& model, const QString& data) {
  if (m_examination.task) m_examination.task->cancel();
  ask(
      m_examination,
      [&](auto finished) {
        return m_session->examine(model.toStdString(), data.toStdString(), std::move(finished));
      },
      [this, model](const Task<Diagnosis>& task) {
        if (const auto diagnosis = task.result()) {
          emit examined(model, diagnosis);
        } else {
          emit examineFailed(model, failureOf(task));
        }
      });
}

void SessionBridge::audit(const QString& file) {
  ask(
      m_audit, [&](auto finished) { return m_session->audit(file.toStdString(), std::move(finished)); },
      [this, file](const Task<AuditReport>& task) {
        if (const auto report = task.result()) emit audited(file, report);
      });
}

void SessionBridge::askCost(const Request& request) {
  if (m_cost.task) m_cost.task->cancel();
  ask(
      m_cost, [&](auto finished) { return m_session->cost(request, std::move(finished)); },
      [this, request](const Task<RunCost>& task) { emit costTold(request, task.result()); });
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
  if (exploring() && isQuick(m_exploring.request) && sameSubject(m_exploring.request, request)) {
    m_waiting = request;
    return;
  }
  startExplore(request);
}

void SessionBridge::startExplore(const ExploreRequest& request) {
  m_waiting.reset();
  m_exploring.request = request;
  if (m_exploring.task) m_exploring.task->cancel();
  ask(
      m_exploring, [&](auto finished) { return m_session->explore(request, std::move(finished)); },
      [this](const Task<Exploration>& task) {
        if (m_waiting) startExplore(*std::exchange(m_waiting, std::nullopt));
        if (std::holds_alternative<Done>(task.state())) {
          emit explored(task.result());
        } else if (const QString reason = failureOf(task); !reason.isEmpty()) {
          emit exploreFailed(reason);
        }
      });
}

void SessionBridge::ribbon(const ExploreRequest& request, int strengths) {
  ask(
      m_ribbon, [&](auto finished) { return m_session->ribbon(request, strengths, std::move(finished)); },
      [this](const Task<Ribbon>& task) {
        if (std::holds_alternative<Done>(task.state())) {
          emit ribbonReady(task.result());
        } else if (const QString reason = failureOf(task); !reason.isEmpty()) {
          emit ribbonFailed(reason);
        }
      });
}

void SessionBridge::explain(const ExplainRequest& request) {
  ++m_explaining.ticket;
  const auto deliver = [this](const Task<Explanation>& task, bool last) {
    if (const QString reason = failureOf(task); last && !reason.isEmpty()) {
      emit explainFailed(reason);
    } else if (const auto found = task.result()) {
      emit explanationChanged(found);
    }
  };
  m_explaining.task =
      m_session->explain(request, soFar(m_explaining, false, deliver), soFar(m_explaining, true, deliver));
}

void SessionBridge::bracket(const ExploreRequest& request) {
  ++m_bracket.ticket;
  const auto deliver = [this](const Task<PictureBracket>& task, bool) {
    if (const auto found = task.result()) emit bracketChanged(found);
  };
  m_bracket.task = m_session->bracket(request, soFar(m_bracket, false, deliver), soFar(m_bracket, true, deliver));
}

template <class T, class Deliver>
std::function<void()> SessionBridge::soFar(Lane<T>& lane, bool last, const Deliver& deliver) {
  return [this, &lane, ticket = lane.ticket, last, deliver] {
    QMetaObject::invokeMethod(
        this, [this, &lane, ticket, last, deliver] { deliverSoFar(lane, ticket, last, deliver); },
        Qt::QueuedConnection);
  };
}

template <class T, class Deliver>
void SessionBridge::deliverSoFar(Lane<T>& lane, quint64 ticket, bool last, const Deliver& deliver) {
  if (ticket != lane.ticket || !lane.task) return;
  const auto task = lane.task;
  if (last) lane.task.reset();
  deliver(*task, last);
}

void SessionBridge::cancelBracket() {
  ++m_bracket.ticket;
  if (m_bracket.task) m_bracket.task->cancel();
  m_bracket.task.reset();
}

void SessionBridge::cancelPreviews() {
  m_waiting.reset();
  cancelBracket();
  ++m_explaining.ticket;
  if (m_explaining.task) m_explaining.task->cancel();
  ++m_exploring.ticket;
  ++m_ribbon.ticket;
  // Nobody waits for what was cancelled: a new question about the same picture must not either.
  if (const auto task = std::exchange(m_exploring.task, nullptr)) task->cancel();
  if (const auto task = std::exchange(m_ribbon.task, nullptr)) task->cancel();
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
