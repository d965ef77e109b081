// SPDX-License-Identifier: GPL-3.0-or-later
/// The two ways in which a computation ends early: bad input, and being asked to stop.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include "core/base/words.h"

namespace adversarium {

/// Something outside the program is wrong: a file, an argument, a policy. Says what and why in one line.
class Error : public std::runtime_error {
 public:
  /// The values are the command line's exit codes.
  enum class Kind { Failure = 1, Usage = 2, Input = 3, Refused = 5 };

  /// `subject` names the file or argument, `reason` says what is wrong with it.
  Error(Kind kind, const std::string& subject, const Words& reason)
      : std::runtime_error((subject.empty() ? subject : subject + ": ") + reason.english()),
        m_kind(kind),
        m_subject(subject),
        m_reason(reason) {}

  Kind kind() const noexcept { return m_kind; }
  const std::string& subject() const noexcept { return m_subject; }
  const Words& reason() const noexcept { return m_reason; }

 private:
  Kind m_kind;
  std::string m_subject;
  Words m_reason;
};

/// A file or data set that cannot be used.
class InputError : public Error {
 public:
  InputError(const std::string& subject, const Words& reason) : Error(Kind::Input, subject, reason) {}
};

/// An argument, parameter or combination of them that makes no sense.
class UsageError : public Error {
 public:
  UsageError(const std::string& subject, const Words& reason) : Error(Kind::Usage, subject, reason) {}
};

/// Thrown by Progress when a person asked the job to stop. Not an Error: nothing is wrong.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace adversarium
