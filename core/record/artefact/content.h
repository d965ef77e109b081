// SPDX-License-Identifier: GPL-3.0-or-later
/// What an artefact holds, whatever kind it is of: shared and never changed, so that a record is copied cheaply.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace adversarium {

class Content;

/// How one kind of content is kept: its file, what record.json says beside it, and what tells two apart.
struct ArtefactKind {
  std::string_view name;    ///< in record.json, eternal
  std::string_view ending;  ///< of its file, with the dot
  /// Throws InputError when the place cannot be written or the disk is full.
  void (*write)(const Content& content, const std::filesystem::path& file);
  /// What the file does not say.
  void (*describe)(const Content& content, nlohmann::ordered_json& entry);
  /// The content as record.json describes it, without its file's numbers. Throws nlohmann::json::exception.
  Content (*recall)(const nlohmann::json& entry);
  /// `recalled` completed by its file. Throws InputError naming file and reason.
  Content (*read)(const Content& recalled, const std::filesystem::path& file);
  /// In words, empty where they are equal bit by bit.
  std::string (*difference)(const Content& before, const Content& after);
  /// Ending of a second file that it may have for other tools and that is never read back; empty for most.
  std::string_view copyEnding = {};
};

/// Defined beside each type of content (and named in kinds.cpp).
template <class T>
const ArtefactKind& kindOf();

class Content {
 public:
  template <class T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, Content>)
      Content(T&& value)  // NOLINT: what a run found is content
      : m_value(std::make_shared<const std::remove_cvref_t<T>>(std::forward<T>(value))),
        m_kind(&kindOf<std::remove_cvref_t<T>>()) {}

  const ArtefactKind& kind() const { return *m_kind; }
  /// Null where it is of another kind.
  template <class T>
  const T* get() const {
    return m_kind == &kindOf<T>() ? static_cast<const T*>(m_value.get()) : nullptr;
  }

 private:
  std::shared_ptr<const void> m_value;
  const ArtefactKind* m_kind;
};

/// The kind of T, whose own functions `F` are: write(T, file), describe(T, entry), recall(entry, T&), read(T&,
/// file), difference(T, T).
template <class T, class F>
constexpr ArtefactKind kindBy(std::string_view name, std::string_view ending, std::string_view copyEnding = {}) {
  return {
      name,
      ending,
      [](const Content& content, const std::filesystem::path& file) { F::write(*content.get<T>(), file); },
      [](const Content& content, nlohmann::ordered_json& entry) { F::describe(*content.get<T>(), entry); },
      [](const nlohmann::json& entry) {
        T value{};
        F::recall(entry, value);
        return Content(std::move(value));
      },
      [](const Content& recalled, const std::filesystem::path& file) {
        T value = *recalled.get<T>();
        F::read(value, file);
        return Content(std::move(value));
      },
      [](const Content& before, const Content& after) { return F::difference(*before.get<T>(), *after.get<T>()); },
      copyEnding};
}

}  // namespace adversarium
