// SPDX-License-Identifier: GPL-3.0-or-later
/// Texts that core writes and a person will read in a language of their own: an English template, and apart from
/// it what stands in its holes, until the last moment.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace adversarium {

/// Marks an English text for translation; lupdate knows this name as it knows QT_TRANSLATE_NOOP.
constexpr const char* translatable([[maybe_unused]] const char* context, const char* text) { return text; }

/// A real number, with so many digits behind the point; −1: six that count.
struct Number {
  double value = 0;
  int digits = -1;
  bool operator==(const Number&) const = default;
};

/// "3.1" or "42": as many digits as a sentence wants.
Number shortNumber(double value);

/// What something is called: by its owner (a file, a layer, a class of their own), or by the catalogue.
struct Name {
  enum class Of { Owner, Class, Choice, Method };
  std::string text;
  Of of = Of::Owner;

  static Name ofClass(std::string name) { return {std::move(name), Of::Class}; }
  static Name ofChoice(std::string_view name) { return {std::string(name), Of::Choice}; }
  static Name ofMethod(std::string_view name) { return {std::string(name), Of::Method}; }
  bool operator==(const Name&) const = default;
};

/// A template with a "{}" for every argument, in their order; a translation may ask for another with "{1}", "{0}".
struct Words {
  struct Arg;

  std::string text;
  std::vector<Arg> args;

  Words();
  ~Words();
  Words(const Words&);
  Words(Words&&) noexcept;
  Words& operator=(const Words&);
  Words& operator=(Words&&) noexcept;

  /// A sentence, title or word without holes.
  Words(const char* translatableText);  // NOLINT: a text is words
  Words(std::string text);              // NOLINT
  Words(Name name);                     // NOLINT
  Words(std::string text, std::vector<Arg> args);

  bool empty() const { return text.empty(); }
  /// Adds a sentence, on a line of its own.
  void append(Words sentence);
  /// In English, numbers with a point.
  std::string english() const;
  bool operator==(const Words& other) const;
};

struct Words::Arg {
  std::variant<std::int64_t, Number, Name, Words> value;

  Arg(std::integral auto number) : value(static_cast<std::int64_t>(number)) {}          // NOLINT
  Arg(std::floating_point auto number) : value(Number{static_cast<double>(number)}) {}  // NOLINT
  Arg(Number number) : value(number) {}                                                 // NOLINT
  Arg(Name name) : value(std::move(name)) {}                                            // NOLINT
  Arg(std::string name) : value(Name{std::move(name)}) {}                               // NOLINT
  Arg(std::string_view name) : value(Name{std::string(name)}) {}                        // NOLINT
  Arg(const char* name) : value(Name{name}) {}                                          // NOLINT
  Arg(Words words) : value(std::move(words)) {}                                         // NOLINT
  bool operator==(const Arg&) const = default;
};

/// What a language says for an English text of a context, and how it writes numbers. Names of classes have the
/// context "classes", choices "choices", methods "methods". Without a translation the text stays English.
struct Language {
  std::function<std::string(const char* context, const std::string& english)> translate;
  std::string decimalPoint = ".";
};
std::string spoken(const Words& words, const Language& language, const char* context = "records");

template <class... Args>
Words filled(const char* translatableText, Args&&... args) {
  return {std::string(translatableText), std::vector<Words::Arg>{Words::Arg(std::forward<Args>(args))...}};
}

/// What is there of the parts, with a comma between them: how a model came about, in one line.
Words recipeOf(std::vector<Words> parts);
/// Sentences one after the other, each on a line of its own; empty ones are left out.
Words sentences(std::vector<Words> parts);

}  // namespace adversarium
