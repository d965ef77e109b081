// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/record_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/words_json.h"
#include "core/record/artefact/kinds.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// JSON has no NaN and no infinity.
ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }
double numberFrom(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}
std::optional<double> optionalFrom(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

ordered_json paramsJson(const ParamMap& params) {
  ordered_json result = ordered_json::object();
  for (const auto& param : params) {
    std::visit([&](const auto& value) { result[param.first] = value; }, param.second);
  }
  return result;
}

ParamMap paramsFrom(const json& values) {
  ParamMap params;
  for (const auto& [id, value] : values.items()) {
    if (value.is_boolean()) {
      params[id] = value.get<bool>();
    } else if (value.is_number_integer()) {
      params[id] = value.get<std::int64_t>();
    } else if (value.is_number()) {
      params[id] = value.get<double>();
    } else {
      params[id] = value.get<std::string>();
    }
  }
  return params;
}

/// What records of before the kind "frames" call such pictures.
constexpr std::string_view kFilm = "frames";

ordered_json requestJson(const Request& request) {
  ordered_json guards = ordered_json::array();
  for (const GuardRequest& guard : request.guards)
    guards.push_back({{"id", guard.id}, {"params", paramsJson(guard.params)}});
  ordered_json samples;
  if (request.samples.indices.empty()) {
    samples["first"] = request.samples.first;
  } else {
    samples["indices"] = request.samples.indices;
  }
  return {{"method", request.algorithm},
          {"params", paramsJson(request.params)},
          {"model", request.model},
          {"data", request.data},
          {"samples", samples},
          {"target", request.target},
          {"seed", request.seed},
          {"device", request.device},
          {"precision", request.precision},
          {"batch", request.batch},
          {"sweep", request.sweep},
          {"guards", guards}};
}

Request requestFrom(const json& said) {
  Request request;
  request.algorithm = said.at("method");
  request.params = paramsFrom(said.at("params"));
  request.model = said.at("model");
  request.data = said.at("data");
  const json& samples = said.at("samples");
  if (samples.contains("indices")) request.samples.indices = samples["indices"].get<std::vector<std::int64_t>>();
  request.samples.first = samples.value("first", std::int64_t{0});
  request.target = said.value("target", -1);
  request.seed = said.at("seed");
  request.device = said.value("device", "cpu");
  request.precision = said.value("precision", "float32");
  request.batch = said.value("batch", std::int64_t{128});
  request.sweep = said.value("sweep", -1);
  if (said.contains("guards")) {
    for (const json& guard : said["guards"])
      request.guards.push_back({guard.at("id"), paramsFrom(guard.at("params"))});
  }
  return request;
}

}  // namespace

std::string recordToJson(const Record& record) {
  ordered_json measures = ordered_json::object();
  for (const auto& [name, m] : record.measures) {
    measures[name] = {{"value", number(m.value)},
                      {"low", m.low ? number(*m.low) : ordered_json(nullptr)},
                      {"high", m.high ? number(*m.high) : ordered_json(nullptr)},
                      {"n", m.n},
                      {"unit", m.unit}};
    putWords(measures[name], "title", m.title);
    if (m.better != Better::Neither) measures[name]["better"] = m.better == Better::Higher ? "higher" : "lower";
  }
  ordered_json caveats = ordered_json::array();
  for (const Caveat& caveat : record.caveats) {
    caveats.push_back({{"id", caveat.id}});
    putWords(caveats.back(), "words", caveat.words);
  }
  ordered_json artefacts = ordered_json::array();
  for (const Artefact& artefact : record.found) {
    ordered_json entry{{"id", artefact.id}};
    putWords(entry, "title", artefact.title);
    entry["kind"] = artefact.content.kind().name;
    entry["file"] = artefactFileName(artefact);
    artefact.content.kind().describe(artefact.content, entry);
    artefacts.push_back(std::move(entry));
  }
  const Origin& origin = record.origin;
  ordered_json whole{{"schema", kRecordSchema},
                     {"request", requestJson(record.request)},
                     {"origin",
                      {{"model_sha256", origin.modelSha256},
                       {"data_sha256", origin.dataSha256},
                       {"version", origin.version},
                       {"libtorch", origin.libtorch},
                       {"device", origin.device},
                       {"threads", origin.threads},
                       {"seconds", number(origin.seconds)},
                       {"utc", origin.utc}}},
                     {"caveats", caveats},
                     {"measures", measures},
                     {"artefacts", artefacts},
                     {"partial", record.partial}};
  if (record.verdict) {
    whole["verdict"] = {{"flagged", record.verdict->flagged}, {"blocked", nullptr}};
    putWords(whole["verdict"], "words", record.verdict->words);
    if (record.verdict->blocked) putWords(whole["verdict"], "blocked", *record.verdict->blocked);
  }
  // File names may hold any bytes; what is no UTF-8 is replaced instead of failing a finished run.
  return whole.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Record recordFromJson(const std::string& text, const std::string& subject) {
  try {
    const json said = boundedJson(text, subject);
    if (said.at("schema") != kRecordSchema) {
      throw InputError(subject, "is written in the schema " + said["schema"].dump() + ", not \"" +
                                    std::string(kRecordSchema) + "\"");
    }
    Record record;
    record.request = requestFrom(said.at("request"));
    const json& origin = said.at("origin");
    record.origin = {origin.at("model_sha256"),
                     origin.at("data_sha256"),
                     origin.at("version"),
                     origin.at("libtorch"),
                     origin.at("device"),
                     origin.at("threads"),
                     numberFrom(origin.at("seconds")),
                     origin.value("utc", "")};
    for (const json& caveat : said.at("caveats"))
      record.caveats.push_back({caveat.at("id").get<std::string>(), wordsIn(caveat, "words")});
    for (const auto& [name, m] : said.at("measures").items()) {
      Measure measure{numberFrom(m.at("value")),
                      optionalFrom(m.at("low")),
                      optionalFrom(m.at("high")),
                      m.at("n"),
                      m.at("unit"),
                      wordsIn(m, "title")};
      const std::string better = m.value("better", "");
      if (!better.empty()) measure.better = better == "higher" ? Better::Higher : Better::Lower;
      record.measures.put(name, std::move(measure));
    }
    for (const json& entry : said.at("artefacts")) {
      const std::string id = entry.at("id"), kind = entry.at("kind");
      requirePlainName(id, subject);
      const ArtefactKind* known = artefactKind(id == kFilm && kind == "images" ? "frames" : kind);
      if (known) {
        record.found.push_back({id, wordsIn(entry, "title"), known->recall(entry)});
      } else {
        record.caveats.push_back(
            {"unknown-artefact", filled(translatable("records",
                                                     "‘{}’ is of a kind (‘{}’) that this version does "
                                                     "not know: it is left out."),
                                        id, kind)});
      }
    }
    if (said.contains("verdict")) {
      const json& verdict = said["verdict"];
      record.verdict =
          Verdict{verdict.at("flagged").get<std::vector<std::int64_t>>(), wordsIn(verdict, "words"), {}};
      if (!verdict.at("blocked").is_null()) record.verdict->blocked = wordsIn(verdict, "blocked");
    }
    record.partial = said.value("partial", false);
    return record;
  } catch (const json::exception& wrong) {
    throw InputError(subject, std::string("is no record that can be read: ") + wrong.what());
  }
}

}  // namespace adversarium
