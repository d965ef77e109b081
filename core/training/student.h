// SPDX-License-Identifier: GPL-3.0-or-later
/// Students: models that keep a teacher's first layers and train only the rest. Shared by everything that makes
/// them or attacks them through what they kept.
#pragma once

#include <ATen/core/Generator.h>

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/model_info.h"
#include "core/record/record.h"
#include "core/training/held_out.h"
#include "core/training/train_method.h"

namespace adversarium {

/// How much of the teacher a student keeps.
struct StudentParams {
  int trainedLayers = 1;
  bool freshHead = true;
};
template <class Owner>
constexpr auto studentParams() {
  return std::tuple{
      param(&Owner::trainedLayers, "trained_layers", "Trained layers",
            "So many of the last layers with weights are trained; those before stay the teacher's",
            {1, 10000, 1, 10}),
      param(&Owner::freshHead, "fresh_head", "New last layer",
            "The last layer starts anew; it does in any case where the student has other classes"),
  };
}

/// Positions of the convolutions and linear layers, in order: what "k layers" counts.
std::vector<std::size_t> layersWithWeights(const Graph& graph);
/// The node from which on a student with so many trained layers learns; 0 for all of them.
std::size_t firstTrained(const Graph& graph, std::int64_t trainedLayers);
/// The first `layers` layers with weights and what follows them up to the next: images → features. Throws
/// UsageError where no layer comes after them.
Graph firstLayers(const Graph& graph, std::int64_t layers);

/// A teacher and what its students learn on.
struct Lesson {
  Graph teacher;
  ModelInfo info;  ///< the teacher's
  Split split;
  at::Generator random;  ///< the one that made the teacher, where it is new
};
/// Of the request's model and samples. Throws InputError for data without labels.
Lesson lessonOf(const Assignment& assignment);

struct Student {
  Graph graph;
  ModelInfo info;  ///< the teacher's, with the student's classes
  TrainCurves curves;
  std::int64_t layers = 0;
  std::int64_t frozen = 0;
};

/// Trains on samples of `data`; frozen batch norm keeps the teacher's statistics. Throws UsageError for a teacher
/// whose last layer cannot be exchanged, Cancelled as train() does.
Student makeStudent(const Graph& teacher, const ModelInfo& teacherInfo, const DataSet& data,
                    const std::vector<std::int64_t>& samples, const StudentParams& params, const TrainPlan& plan,
                    at::Generator& random, Progress& progress);

/// What a student's file says of its making; `clean` is its accuracy on `test`.
nlohmann::ordered_json lineageOf(const Student& student, const Assignment& assignment, std::size_t samples,
                                 const TrainPlan& plan, const Measure& clean, const std::string& test);
/// Adds model file and training curves.
void addStudent(Record& record, const Student& student, const nlohmann::ordered_json& lineage);

/// What a student's lineage tells of its teacher.
struct TeacherKnown {
  std::string where;
  std::string sha256;
  std::int64_t frozen = 0;
};
std::optional<TeacherKnown> teacherInLineage(const std::string& lineage);

}  // namespace adversarium
