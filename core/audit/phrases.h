// SPDX-License-Identifier: GPL-3.0-or-later
/// What a function, an operator or a class from a file would do, in sentences about its name; torch-free.
#pragma once

#include "core/base/words.h"

namespace adversarium::phrases {

constexpr const char* kPrograms = translatable("records", "‘{}’ starts programs or touches files");
constexpr const char* kFiles = translatable("records", "‘{}’ reads or writes files");
constexpr const char* kNetwork = translatable("records", "‘{}’ calls out over the network");
constexpr const char* kOtherCode = translatable("records", "‘{}’ loads or runs other code");
constexpr const char* kMachineCode = translatable("records", "‘{}’ runs machine code");
constexpr const char* kPickle = translatable("records", "‘{}’ reads another pickle");
constexpr const char* kProgram = translatable("records", "‘{}’ changes the program that reads it");
constexpr const char* kMemory = translatable("records", "‘{}’ reaches into other memory");
constexpr const char* kTerminal = translatable("records", "‘{}’ writes messages to the terminal");
constexpr const char* kSeed = translatable("records", "‘{}’ sets the random seed of the whole program");
constexpr const char* kGradients = translatable("records", "‘{}’ computes gradients of its own");
constexpr const char* kTrusts = translatable(
    "records", "‘{}’ trusts its arguments and would reach beyond memory for wrong ones: export the model to ONNX");
constexpr const char* kQuantised = translatable("records",
                                                "‘{}’ computes with quantised numbers and trusts its arguments: "
                                                "save the model with real numbers, or export it "
                                                "to ONNX with QuantizeLinear and DequantizeLinear");
constexpr const char* kFastTransformer =
    translatable("records",
                 "‘{}’ belongs to PyTorch's fast path for transformers, which trusts its arguments: export the "
                 "model to ONNX, or "
                 "trace it after torch.backends.mha.set_fastpath_enabled(False)");
constexpr const char* kOptimised = translatable(
    "records",
    "‘{}’ belongs to a form made for one kind of processor: save the model without optimize_for_inference or "
    "optimize_for_mobile");
constexpr const char* kUnknown = translatable("records", "‘{}’ is not known to compute only");

}  // namespace adversarium::phrases
