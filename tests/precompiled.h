// SPDX-License-Identifier: GPL-3.0-or-later
/// The precompiled header of core's tests. LibTorch first: Qt's `slots` macro breaks its headers.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>

/// LibTorch begins with another seed each time; a test draws the same numbers whenever it runs.
inline const bool drawsRepeat = (at::manual_seed(1), true);
