// SPDX-License-Identifier: GPL-3.0-or-later
/// ONNX's message types. The distribution's LibTorch links the same two libraries (libonnx, libonnx_proto), and
/// they share one protobuf with OpenCV: every message type is registered once in the program.
#pragma once

// As the library was compiled.
#ifndef ONNX_NAMESPACE
#define ONNX_NAMESPACE onnx
#endif
#ifndef ONNX_ML
#define ONNX_ML 1
#endif

#include <onnx/onnx_pb.h>
