// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace adversarium {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKinds[] = {"owner", "class", "choice", "method"};  // Name::Of

Json argToJson(const Words::Arg& arg) {
  struct {
    Json operator()(std::int64_t number) const { return number; }
    Json operator()(const Number& number) const {
      return {{"number", std::isfinite(number.value) ? Json(number.value) : Json(nullptr)},
              {"digits", number.digits}};
    }
    Json operator()(const Name& name) const {
      return {{"name", name.text}, {"of", kKinds[static_cast<std::size_t>(name.of)]}};
    }
    Json operator()(const Words& words) const {
      return {{"template", words.text}, {"args", argsToJson(words.args)}};
    }
  } visitor;
  return std::visit(visitor, arg.value);
}

std::vector<Words::Arg> argsFromJson(const nlohmann::json& list, int depth);

std::string before(const std::string& key) { return key == "words" ? "" : key + "_"; }

Words::Arg argFromJson(const nlohmann::json& json, int depth) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (!json.is_object()) return json.is_string() ? json.get<std::string>() : std::string();
  if (const auto number = json.find("number"); number != json.end()) {
    return Number{number->is_number() ? number->get<double>() : std::nan(""), json.value("digits", -1)};
  }
  if (const auto name = json.find("name"); name != json.end() && name->is_string()) {
    const std::string of = json.value("of", std::string());
    for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
      if (of == kKinds[kind]) return Name{name->get<std::string>(), static_cast<Name::Of>(kind)};
    }
    return Name{name->get<std::string>()};
  }
  constexpr int kDeepest = 8;  // a stranger's file may nest as it likes
  if (depth > kDeepest) return std::string();
  return Words(json.value("template", std::string()),
               argsFromJson(json.value("args", nlohmann::json::array()), depth + 1));
}

std::vector<Words::Arg> argsFromJson(const nlohmann::json& list, int depth) {
  std::vector<Words::Arg> args;
  for (const nlohmann::json& arg : list) args.push_back(argFromJson(arg, depth));
  return args;
}

}  // namespace

Json argsToJson(const std::vector<Words::Arg>& args) {
  Json list = Json::array();
  for (const Words::Arg& arg : args) list.push_back(argToJson(arg));
  return list;
}

void putWords(Json& object, const std::string& key, const Words& words) {
  object[key] = words.english();
  if (words.args.empty()) return;
  object[before(key) + "template"] = words.text;
  object[before(key) + "args"] = argsToJson(words.args);
}

Words wordsIn(const nlohmann::json& object, const std::string& key) {
  const auto pattern = object.find(before(key) + "template"), args = object.find(before(key) + "args");
  if (pattern != object.end() && pattern->is_string() && args != object.end() && args->is_array())
    return {pattern->get<std::string>(), argsFromJson(*args, 0)};
  const auto sentence = object.find(key);
  return sentence != object.end() && sentence->is_string() ? Words(sentence->get<std::string>()) : Words();
}

Words wordsIn(const Json& object, const std::string& key) { return wordsIn(nlohmann::json(object), key); }

}  // namespace adversarium
