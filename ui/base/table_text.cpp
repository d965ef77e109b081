// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/table_text.h"

#include <algorithm>

#include "ui/base/core_text.h"

namespace adversarium {

QString cellText(const Words& words) {
  static const auto translate = [](const char* context, const std::string& english) {
    for (const char* tried : {context, "cells", "records", "classes", "choices"}) {
      std::string word = speech().translate(tried, english);
      if (word != english) return word;
    }
    // Tables of older versions have ids in the place of words.
    std::string spaced = english;
    std::replace(spaced.begin(), spaced.end(), '-', ' ');
    std::string word = speech().translate("cells", spaced);
    return word == spaced ? english : word;
  };
  return QString::fromStdString(spoken(words, {translate, speech().decimalPoint}));
}

}  // namespace adversarium
