// SPDX-License-Identifier: GPL-3.0-or-later
/// The window's side of the session: everything asked for here comes back later as a signal on the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "core/session.h"
#include "ui/tasks/job_watcher.h"
#include "ui/tasks/watch.h"

namespace adversarium {

/// Owns the session and outlives every widget that listens. Newest wins: a result for another picture, model,
/// data set or method than the one asked for last is dropped.
class SessionBridge : public QObject {
  Q_OBJECT

 public:
  explicit SessionBridge(SessionOptions options = {}, QObject* parent = nullptr);
  ~SessionBridge() override;

  Session& session() { return *m_session; }
  JobWatcher& jobs() { return m_watcher; }

  void openModel(const QString& where);
  void readLayers(const QString& model);
  /// The load doctor on some of the images.
  void examine(const QString& model, const QString& data);
  /// What the file would do, without opening it.
  void audit(const QString& file);
  /// Headers are read on a pool thread.
  /// As `model` takes it; by itself where that is null.
  void openData(const QString& where, std::shared_ptr<const ModelInfo> model);

  /// While a quick look (a draft, or a method linear in the strength) is under way for the same picture and
  /// method, newer ones wait for it and replace each other: a drag then always shows something. Anything else
  /// interrupts what runs.
  void explore(const ExploreRequest& request);
  void ribbon(const ExploreRequest& request, int strengths);
  /// What is found comes as explanationChanged, coarse first; the last one is finished.
  void explain(const ExplainRequest& request);
  /// What is found comes as bracketChanged, better from time to time. Computed when nothing else is.
  void bracket(const ExploreRequest& request);
  void cancelBracket() { m_bracket.cancel(); }
  void cancelPreviews();
  /// What a run would take comes as costTold.
  void askCost(const Request& request);
  bool exploring() const { return m_exploring.busy(); }

  /// Throws UsageError. The job is watched.
  std::shared_ptr<Task<Record>> run(const Request& request);

  /// The run of one picture, before everything that waits. Watched like a run; at its end `then` gets the record,
  /// or null and the reason (empty for a run that was stopped). Throws UsageError.
  using Then = std::function<void(const std::shared_ptr<const Record>& record, const QString& reason)>;
  void runNow(const Request& request, Then then);

  /// Runs `work` on a pool thread; `then` gets its outcome's words here: empty for success, else the reason.
  void inBackground(std::function<void()> work, std::function<void(const QString& reason)> then);

 signals:
  void modelOpened(const std::shared_ptr<const ModelInfo>& info);
  void modelFailed(const QString& where, const QString& reason);
  void layersRead(const QString& model, const std::shared_ptr<const std::vector<Layer>>& layers);
  void examined(const QString& model, const std::shared_ptr<const Diagnosis>& diagnosis);
  void examineFailed(const QString& model, const QString& reason);
  void audited(const QString& file, const std::shared_ptr<const AuditReport>& report);
  void dataOpened(const QString& where, const std::shared_ptr<const DataSet>& data);
  void dataFailed(const QString& where, const QString& reason);
  void explored(const std::shared_ptr<const Exploration>& exploration);
  void exploreFailed(const QString& reason);
  void ribbonReady(const std::shared_ptr<const Ribbon>& ribbon);
  void ribbonFailed(const QString& reason);
  void bracketChanged(const std::shared_ptr<const PictureBracket>& bracket);
  void explanationChanged(const std::shared_ptr<const Explanation>& explanation);
  void explainFailed(const QString& reason);
  /// Null where it cannot be said.
  void costTold(const Request& request, const std::shared_ptr<const RunCost>& cost);
  void recordFinished(const std::shared_ptr<const Record>& record, const QString& title);
  void runFailed(const QString& title, const QString& reason);

 private:
  void startExplore(const ExploreRequest& request);

  JobWatcher m_watcher;
  Watch<Exploration> m_exploring{this};
  Watch<Ribbon> m_ribbon{this};
  Watch<Explanation> m_explaining{this};
  Watch<PictureBracket> m_bracket{this};
  Watch<ModelInfo> m_model{this};
  Watch<std::vector<Layer>> m_layers{this};
  Watch<Diagnosis> m_examination{this};
  Watch<AuditReport> m_audit{this};
  Watch<RunCost> m_cost{this};
  ExploreRequest m_explored;  // what m_exploring was asked last
  std::optional<ExploreRequest> m_waiting;
  std::map<std::shared_ptr<Job>, Then> m_now;
  std::unique_ptr<Session> m_session;
};

}  // namespace adversarium
