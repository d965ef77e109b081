// SPDX-License-Identifier: GPL-3.0-or-later
/// Texts that core writes and a person will read in the window, in a language of the window's choice.
#pragma once

namespace adversarium {

/// Marks an English text for translation; lupdate knows this name as it knows QT_TRANSLATE_NOOP. Records use the
/// context "records". Numbers go in with fmt's "{}" and names with "‘{}’": the window recognises both in the
/// finished sentence and so finds the template again. A template holds no digits of its own, but for those in
/// words such as L2.
constexpr const char* translatable([[maybe_unused]] const char* context, const char* text) { return text; }

}  // namespace adversarium
