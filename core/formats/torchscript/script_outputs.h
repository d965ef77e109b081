// SPDX-License-Identifier: GPL-3.0-or-later
/// TorchScript programs that answer with several tensors, or with one number a picture, as programs that answer
/// with class scores.
#pragma once

#include <torch/script.h>

#include <cstdint>
#include <string>

namespace adversarium {

/// Which outputs a program has and which one was taken; `module` answers with that one alone.
struct SoleOutput {
  torch::jit::Module module;
  std::string chosen;
  std::vector<std::string> all;
};

/// `answer` is what `module` gave for `images` pictures, with the history of its gradients, which tells what was
/// computed from what. Taken is one row of real numbers a picture: the output called `wanted` (by its key, its
/// field's name or its place from 0 on), else the one with as many numbers as there are `classes` (0: unknown),
/// then what is called as scores are, then what is computed from the others, then the first. Throws InputError
/// naming `where` and the outputs.
SoleOutput soleOutput(const torch::jit::Module& module, const c10::IValue& answer, std::int64_t images,
                      const std::string& wanted, std::int64_t classes, const std::string& where);

/// Takes a final sigmoid out of the program, where there is one: what it was given is the logit of what it gives.
bool takeFinalSigmoid(torch::jit::Module& module);

}  // namespace adversarium
