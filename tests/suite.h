// SPDX-License-Identifier: GPL-3.0-or-later
/// Lets the test classes of a folder share one program, which runs one of them:
/// `tests_core_evasion test_attacks [FUNCTION…]`.
#pragma once

#include <QTest>
#include <string_view>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#else
#include <QCoreApplication>
#endif

namespace adversarium::testing {

#ifdef QT_WIDGETS_LIB
using PlainApplication = QApplication;
#else
using PlainApplication = QCoreApplication;
#endif

/// A test class under the name of its file, without folder and ending. Lives as long as the program.
class Suite {
 public:
  using Run = int (*)(int argc, char** argv);
  Suite(std::string_view file, Run run);

  std::string_view name;
  Run run;
  const Suite* next;
};

template <typename Tests, typename App>
int runTests(int argc, char** argv) {
  App application(argc, argv);
  QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
  Tests tests;
  return QTest::qExec(&tests, argc, argv);
}

}  // namespace adversarium::testing

/// Once a file, in place of QTEST_MAIN; the class is made after its application.
#define ADVERSARIUM_SUITE_IN(App, Tests) \
  static const adversarium::testing::Suite s_suite(__FILE__, adversarium::testing::runTests<Tests, App>);
#define ADVERSARIUM_SUITE(Tests) ADVERSARIUM_SUITE_IN(adversarium::testing::PlainApplication, Tests)
