// SPDX-License-Identifier: GPL-3.0-or-later
/// Small networks in ONNX's words that between them use most operators.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>
#include <vector>

#include "core/tensor/convert.h"
#include "core/victim/classifier.h"
#include "tests/core/formats/onnx_models.h"

namespace adversarium {

using Weights = std::map<std::string, at::Tensor>;

struct Net {
  const char* name;
  int opset;
  const char* head;
  const char* body;
  std::map<std::string, std::vector<std::int64_t>> weights;
  std::vector<const char*> operations;  ///< that must be found in the graph
};

inline const std::vector<Net>& nets() {
  static const std::vector<Net> list{
      {"convolutions",
       13,
       "net (float[N,3,12,12] x) => (float[N,5] y)",
       R"({
         a = Conv<kernel_shape=[3,3], pads=[1,0,2,1], strides=[2,1], group=1>(x, w1, b1)
         b = BatchNormalization<epsilon=0.001>(a, s, t, m, v)
         c = LeakyRelu<alpha=0.1>(b)
         d = Conv<kernel_shape=[3,3], dilations=[2,2], auto_pad="SAME_UPPER", group=4>(c, w2)
         e = HardSigmoid(d)
         f = AveragePool<kernel_shape=[2,2], strides=[2,2], pads=[1,1,0,0], ceil_mode=1>(e)
         g = PRelu(f, slope)
         h = GlobalAveragePool(g)
         i = Flatten(h)
         y = Gemm<transB=1, alpha=0.5>(i, w3, b3)
       })",
       {{"w1", {8, 3, 3, 3}},
        {"b1", {8}},
        {"s", {8}},
        {"t", {8}},
        {"m", {8}},
        {"v", {8}},
        {"w2", {8, 2, 3, 3}},
        {"slope", {8, 1, 1}},
        {"w3", {5, 8}},
        {"b3", {5}}},
       {"conv", "batch_norm", "linear", "adaptive_pool"}},
      {"upwards",
       14,
       "net (float[N,2,6,6] x) => (float[N,4] y)",
       R"({
         a = ConvTranspose<kernel_shape=[3,3], strides=[2,2], pads=[1,1,0,0]>(x, w1, b1)
         b = InstanceNormalization(a, s, t)
         c = HardSwish(b)
         scales = Constant<value = float[4] {1.0, 1.0, 1.5, 0.75}>()
         d = Resize<mode="linear">(c, , scales)
         e = Elu(d)
         f = GlobalMaxPool(e)
         g = Softplus(f)
         axes = Constant<value = int64[2] {2, 3}>()
         h = Squeeze(g, axes)
         i = MatMul(h, w2)
         y = Add(i, b2)
       })",
       {{"w1", {2, 6, 3, 3}}, {"b1", {6}}, {"s", {6}}, {"t", {6}}, {"w2", {6, 4}}, {"b2", {4}}},
       {"conv_transpose", "resize", "linear"}},
      {"attention",
       17,
       "net (float[N,3,8,8] x) => (float[N,4] y)",
       R"({
         p = Conv<kernel_shape=[4,4], strides=[4,4]>(x, w1)
         shape = Shape(p)
         zero = Constant<value = int64[1] {0}>()
         n = Gather<axis=0>(shape, zero)
         rest = Constant<value = int64[2] {8, -1}>()
         flat = Concat<axis=0>(n, rest)
         a = Reshape(p, flat)
         b = Transpose<perm=[0,2,1]>(a)
         one8 = Constant<value = int64[2] {1, 8}>()
         wide = Concat<axis=0>(n, one8)
         cls = Expand(token, wide)
         c = Concat<axis=1>(cls, b)
         d = Add(c, position)
         e = LayerNormalization<axis=-1>(d, s, t)
         q = MatMul(e, wq)
         k = MatMul(e, wk)
         v = MatMul(e, wv)
         kt = Transpose<perm=[0,2,1]>(k)
         r = MatMul(q, kt)
         eight = Constant<value = float {2.8284}>()
         rs = Div(r, eight)
         soft = Softmax<axis=-1>(rs)
         o = MatMul(soft, v)
         f = Add(o, d)
         root = Constant<value = float {1.4142135}>()
         one = Constant<value = float {1.0}>()
         half = Constant<value = float {0.5}>()
         g1 = Div(f, root)
         g2 = Erf(g1)
         g3 = Add(g2, one)
         g4 = Mul(f, g3)
         g = Mul(g4, half)
         first = Constant<value = int64 {0}>()
         h = Gather<axis=1>(g, first)
         y = Gemm(h, w2, b2)
       })",
       {{"w1", {8, 3, 4, 4}},
        {"token", {1, 1, 8}},
        {"position", {1, 5, 8}},
        {"s", {8}},
        {"t", {8}},
        {"wq", {8, 8}},
        {"wk", {8, 8}},
        {"wv", {8, 8}},
        {"w2", {8, 4}},
        {"b2", {4}}},
       {"gelu", "layer_norm", "softmax", "repeat_for_batch", "select"}},
      {"places",
       13,
       "net (float[1,4,8,8] x) => (float[1,6] y)",
       R"({
         pads = Constant<value = int64[8] {0, 0, 2, 1, 0, 0, 1, 2}>()
         a = Pad<mode="reflect">(x, pads)
         starts = Constant<value = int64[2] {1, -1}>()
         ends = Constant<value = int64[2] {9, -100}>()
         axes = Constant<value = int64[2] {2, 3}>()
         steps = Constant<value = int64[2] {1, -1}>()
         b = Slice(a, starts, ends, axes, steps)
         parts = Constant<value = int64[2] {1, 3}>()
         c, d = Split<axis=1>(b, parts)
         e = Concat<axis=1>(d, c)
         f = DepthToSpace<blocksize=2, mode="DCR">(e)
         g = LRN<size=3, alpha=0.1>(f)
         low = Constant<value = float {-0.2}>()
         high = Constant<value = float {0.9}>()
         h = Clip(g, low, high)
         two = Constant<value = float {2.0}>()
         i = Pow(h, two)
         eps = Constant<value = float {0.01}>()
         j = Add(i, eps)
         k = Sqrt(j)
         l = ReduceMean<axes=[3], keepdims=0>(k)
         shape = Constant<value = int64[2] {1, -1}>()
         m = Reshape(l, shape)
         n = Max(m, other)
         y = MatMul(n, w)
       })",
       {{"other", {1, 16}}, {"w", {16, 6}}},
       {"pad_reflect", "depth_to_space", "lrn", "clip", "reduce_mean"}},
      {"sequence first",
       13,
       "net (float[1,3,4,4] x) => (float[1,4] y)",
       R"({
         s1 = Constant<value = int64[3] {1, 6, 8}>()
         a = Reshape(x, s1)
         b = Transpose<perm=[1,0,2]>(a)
         c = MatMul(b, w)
         s2 = Constant<value = int64[3] {6, 2, 4}>()
         d = Reshape(c, s2)
         e = Transpose<perm=[1,0,2]>(d)
         f = Transpose<perm=[0,2,1]>(e)
         g = MatMul(e, f)
         h = Softmax<axis=-1>(g)
         i = MatMul(h, e)
         j = Transpose<perm=[1,0,2]>(i)
         s3 = Constant<value = int64[3] {6, 1, 8}>()
         k = Reshape(j, s3)
         l = ReduceMean<axes=[0], keepdims=0>(k)
         y = MatMul(l, w2)
       })",
       {{"w", {8, 8}}, {"w2", {8, 4}}},
       {"matmul", "softmax"}},
  };
  return list;
}

inline onnx::ModelProto protoOf(const Net& net) {
  at::Generator random = generatorFrom(5);
  Weights weights;
  for (const auto& [name, shape] : net.weights) {
    const at::Tensor value = at::randn(shape, random, at::kFloat) * 0.4;
    weights[name] = name == "v" || name == "s" ? value.abs() + 0.5 : value;
  }
  return onnxModel(net.opset, net.head, net.body, weights);
}

inline at::Tensor picturesFor(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(9);
  const ImageShape& shape = model.info().input;
  return at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
}

}  // namespace adversarium
