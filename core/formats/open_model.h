// SPDX-License-Identifier: GPL-3.0-or-later
/// Model files in and out: saved Adversarium models, ONNX, weights of known architectures (safetensors, PyTorch
/// checkpoints), TorchScript.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/victim/classifier.h"

namespace adversarium {

/// Where demo:NAME finds its model; set once by the session.
void setModelResources(const std::filesystem::path& folder);
/// Names after "demo:" for which a model file is there.
std::vector<std::string> builtInModelNames();
/// Another file among the built-in models, such as a generator; empty where there is none of that name.
std::filesystem::path modelResource(const std::string& name);

/// Opens a path or demo:NAME by what is in the file, not by its ending; a path only after its audit. What a file
/// cannot say (input shape, normalisation, class names, an architecture that is not recognised) is read from
/// FILE.json beside it:
/// {"architecture", "input": [C,H,W], "classes": [names] or count, "mean": […], "std": […]}.
/// Throws InputError naming file and reason, Error(Refused) for what the audit refuses; refuses weights that are
/// not numbers. `hint` is tried first where neither file nor sidecar says what the model takes.
std::shared_ptr<const Classifier> openModel(const std::string& where, ImageShape hint = {});

/// The bytes of a model.adv file: safetensors whose metadata holds structure, input, classes and lineage.
/// `lineage` is a JSON object in text (data, seed, accuracy, parent), kept as it is.
std::string modelFileBytes(const Graph& graph, const ModelInfo& info, const std::string& lineage);

/// The same model as ONNX, from the bytes of a model.adv file. Throws UsageError where ONNX cannot say it and
/// InputError for bytes that are no saved model.
std::string onnxOfModelFile(const std::string& bytes, const std::string& subject);

/// The lineage text of a saved model, or empty.
std::string lineageOf(const std::filesystem::path& file);

}  // namespace adversarium
