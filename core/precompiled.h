// SPDX-License-Identifier: GPL-3.0-or-later
/// The lean precompiled header of core: ATen and autograd's grad(), not the whole torch.h.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
