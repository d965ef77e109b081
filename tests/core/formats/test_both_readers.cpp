// SPDX-License-Identifier: GPL-3.0-or-later
/// One operator a row, written as ONNX and as TorchScript: both readers give a native graph that answers as the
/// reference does, with the same gradient by the image, and that comes back from the own ONNX.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QtTest>
#include <functional>

#include "core/base/error.h"
#include "core/formats/onnx/export.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"
#include "tests/core/formats/onnx_models.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

using T = at::Tensor;
using Weights = std::map<std::string, T>;

/// From `u` (N×3×8×8 between −2 and 2) or `x` (between 0.1 and 0.9) to `z`, whose first dimension is the batch.
struct Row {
  const char* name;
  const char* onnx;
  const char* script;
  std::function<T(const T& x, const T& u, const Weights& w)> reference;
  std::map<std::string, std::vector<std::int64_t>> weights = {};
};

const std::vector<Row>& rows() {
  static const std::vector<Row> list{
      // Arithmetic with constants.
      {"add",
       "z = Add(u, w)",
       "z = u + self.w",
       [](auto&, auto& u, auto& w) { return u + w.at("w"); },
       {{"w", {3, 1, 1}}}},
      {"sub",
       "z = Sub(u, w)",
       "z = torch.sub(u, self.w)",
       [](auto&, auto& u, auto& w) { return u - w.at("w"); },
       {{"w", {3, 1, 1}}}},
      {"reversed sub", "c = Constant<value = float {1.5}>()\nz = Sub(c, u)", "z = torch.rsub(u, 1.5)",
       [](auto&, auto& u, auto&) { return 1.5 - u; }},
      {"sub with a factor",
       "c = Constant<value = float {0.5}>()\nd = Mul(w, c)\nz = Sub(u, d)",
       "z = torch.sub(u, self.w, alpha=0.5)",
       [](auto&, auto& u, auto& w) { return u - 0.5 * w.at("w"); },
       {{"w", {3, 1, 1}}}},
      {"mul",
       "z = Mul(u, w)",
       "z = u.mul_(self.w)",
       [](auto&, auto& u, auto& w) { return u * w.at("w"); },
       {{"w", {3, 1, 1}}}},
      {"div", "c = Constant<value = float {128.0}>()\nz = Div(u, c)", "z = u / 128.",
       [](auto&, auto& u, auto&) { return u / 128; }},
      {"div by an image", "z = Div(u, x)", "z = torch.div(u, x)", [](auto& x, auto& u, auto&) { return u / x; }},
      {"neg", "z = Neg(u)", "z = -u", [](auto&, auto& u, auto&) { return -u; }},
      {"square", "c = Constant<value = float {2.0}>()\nz = Pow(u, c)", "z = u ** 2",
       [](auto&, auto& u, auto&) { return u * u; }},
      {"cube", "c = Constant<value = float {3.0}>()\nz = Pow(u, c)", "z = torch.pow(u, 3)",
       [](auto&, auto& u, auto&) { return u * u * u; }},
      {"sqrt", "z = Sqrt(x)", "z = torch.sqrt(x)", [](auto& x, auto&, auto&) { return x.sqrt(); }},
      {"rsqrt", "a = Sqrt(x)\nz = Reciprocal(a)", "z = torch.rsqrt(x)",
       [](auto& x, auto&, auto&) { return x.rsqrt(); }},
      {"exp", "z = Exp(u)", "z = torch.exp(u)", [](auto&, auto& u, auto&) { return u.exp(); }},
      {"log", "z = Log(x)", "z = torch.log(x)", [](auto& x, auto&, auto&) { return x.log(); }},
      {"abs", "z = Abs(u)", "z = torch.abs(u)", [](auto&, auto& u, auto&) { return u.abs(); }},
      {"erf", "z = Erf(u)", "z = torch.erf(u)", [](auto&, auto& u, auto&) { return u.erf(); }},
      {"sine", "z = Sin(u)", "z = torch.sin(u)", [](auto&, auto& u, auto&) { return u.sin(); }},
      {"clamp", "a = Constant<value = float {-1.0}>()\nb = Constant<value = float {0.5}>()\nz = Clip(u, a, b)",
       "z = torch.clamp(u, -1., 0.5)", [](auto&, auto& u, auto&) { return u.clamp(-1, 0.5); }},
      {"clamp from below", "a = Constant<value = float {-1.0}>()\nz = Clip(u, a)", "z = torch.clamp_min(u, -1.)",
       [](auto&, auto& u, auto&) { return u.clamp_min(-1); }},
      {"larger of two", "z = Max(x, u)", "z = torch.maximum(x, u)",
       [](auto& x, auto& u, auto&) { return at::maximum(x, u); }},
      {"smaller of two", "z = Min(x, u)", "z = torch.min(x, u)",
       [](auto& x, auto& u, auto&) { return at::minimum(x, u); }},
      {"where", "c = Greater(u, x)\nz = Where(c, u, x)", "z = torch.where(u > x, u, x)",
       [](auto& x, auto& u, auto&) { return at::where(u > x, u, x); }},
      {"masked fill", "c = Less(u, x)\nd = Constant<value = float {-3.0}>()\nz = Where(c, d, u)",
       "z = u.masked_fill(u < x, -3.)", [](auto& x, auto& u, auto&) { return u.masked_fill(u < x, -3); }},
      // Activations.
      {"relu", "z = Relu(u)", "z = torch.relu_(u)", [](auto&, auto& u, auto&) { return u.relu(); }},
      {"relu6", "a = Constant<value = float {0.0}>()\nb = Constant<value = float {6.0}>()\nz = Clip(u, a, b)",
       "z = torch.relu6(u)", [](auto&, auto& u, auto&) { return u.clamp(0, 6); }},
      {"hard tanh", "a = Constant<value = float {-0.5}>()\nb = Constant<value = float {1.0}>()\nz = Clip(u, a, b)",
       "z = torch.hardtanh(u, -0.5, 1.)", [](auto&, auto& u, auto&) { return u.clamp(-0.5, 1); }},
      {"leaky relu", "z = LeakyRelu<alpha=0.1>(u)", "z = torch.leaky_relu(u, 0.1)",
       [](auto&, auto& u, auto&) { return at::leaky_relu(u, 0.1); }},
      {"prelu",
       "z = PRelu(u, w)",
       "z = torch.prelu(u, self.w.flatten())",
       [](auto&, auto& u, auto& w) { return at::where(u > 0, u, u * w.at("w")); },
       {{"w", {3, 1, 1}}}},
      {"elu", "z = Elu<alpha=0.7>(u)", "z = torch.elu(u, 0.7)",
       [](auto&, auto& u, auto&) { return at::elu(u, 0.7); }},
      {"selu", "z = Selu(u)", "z = torch.selu(u)", [](auto&, auto& u, auto&) { return at::selu(u); }},
      {"celu", "z = Celu<alpha=0.8>(u)", "z = torch.celu(u, 0.8)",
       [](auto&, auto& u, auto&) { return at::celu(u, 0.8); }},
      {"gelu",
       "r = Constant<value = float {1.41421356}>()\na = Div(u, r)\nb = Erf(a)\no = Constant<value = float "
       "{1.0}>()\nc = Add(b, o)\nd = Mul(u, c)\nh = Constant<value = float {0.5}>()\nz = Mul(d, h)",
       "z = torch.gelu(u)", [](auto&, auto& u, auto&) { return at::gelu(u); }},
      {"gelu by tanh", "z = Gelu<approximate=\"tanh\">(u)", "z = torch.gelu(u, approximate='tanh')",
       [](auto&, auto& u, auto&) { return at::gelu(u, "tanh"); }},
      {"silu", "a = Sigmoid(u)\nz = Mul(u, a)", "z = torch.silu(u)",
       [](auto&, auto& u, auto&) { return at::silu(u); }},
      {"hard swish", "z = HardSwish(u)", "z = torch.hardswish(u)",
       [](auto&, auto& u, auto&) { return at::hardswish(u); }},
      {"hard sigmoid", "z = HardSigmoid<alpha=0.16666667, beta=0.5>(u)", "z = torch.hardsigmoid(u)",
       [](auto&, auto& u, auto&) { return at::hardsigmoid(u); }},
      {"sigmoid", "z = Sigmoid(u)", "z = torch.sigmoid(u)", [](auto&, auto& u, auto&) { return u.sigmoid(); }},
      {"tanh", "z = Tanh(u)", "z = torch.tanh(u)", [](auto&, auto& u, auto&) { return u.tanh(); }},
      {"mish", "z = Mish(u)", "z = torch.mish(u)", [](auto&, auto& u, auto&) { return at::mish(u); }},
      {"softplus", "z = Softplus(u)", "z = torch.softplus(u)",
       [](auto&, auto& u, auto&) { return at::softplus(u); }},
      {"softmax", "z = Softmax<axis=1>(u)", "z = torch.softmax(u, 1)",
       [](auto&, auto& u, auto&) { return at::softmax(u, 1); }},
      {"log softmax", "z = LogSoftmax<axis=-1>(u)", "z = torch.log_softmax(u, -1)",
       [](auto&, auto& u, auto&) { return at::log_softmax(u, -1); }},
      // Reductions.
      {"mean of maps", "z = ReduceMean<axes=[2,3], keepdims=0>(u)", "z = u.mean([2, 3])",
       [](auto&, auto& u, auto&) {
         return u.mean({2, 3});
       }},
      {"mean of channels", "z = ReduceMean<axes=[1]>(u)", "z = torch.mean(u, [1], True)",
       [](auto&, auto& u, auto&) { return u.mean(1, true); }},
      {"sum", "a = Constant<value = int64[1] {3}>()\nz = ReduceSum<keepdims=0>(u, a)", "z = u.sum(-1)",
       [](auto&, auto& u, auto&) { return u.sum(3); }},
      {"largest of", "z = ReduceMax<axes=[2], keepdims=0>(u)", "z, place = torch.max(u, 2)",
       [](auto&, auto& u, auto&) { return u.amax(2); }},
      {"euclidean norm", "a = ReduceL2<axes=[1]>(u)\nz = Div(u, a)", "z = u / torch.norm(u, 2, [1], True)",
       [](auto&, auto& u, auto&) { return u / u.norm(2, 1, true); }},
      {"variance", "m = ReduceMean<axes=[1]>(u)\nd = Sub(u, m)\ns = Mul(d, d)\nz = ReduceMean<axes=[1]>(s)",
       "z = torch.var(u, [1], False, True)", [](auto&, auto& u, auto&) { return u.var({1}, false, true); }},
      // Layers.
      {"convolution",
       "z = Conv<kernel_shape=[3,3], pads=[1,1,1,1], strides=[2,2], group=3>(u, w, b)",
       "z = torch.conv2d(u, self.w, self.b, [2, 2], [1, 1], [1, 1], 3)",
       [](auto&, auto& u, auto& w) { return at::conv2d(u, w.at("w"), w.at("b"), 2, 1, 1, 3); },
       {{"w", {6, 1, 3, 3}}, {"b", {6}}}},
      {"convolution dilated both ways",
       "z = Conv<kernel_shape=[3,2], pads=[2,1,2,1], strides=[1,2], dilations=[2,1]>(u, w)",
       "z = torch.conv2d(u, self.w, None, [1, 2], [2, 1], [2, 1])",
       [](auto&, auto& u, auto& w) {
         return at::conv2d(u, w.at("w"), {}, {1, 2}, {2, 1}, {2, 1});
       },
       {{"w", {4, 3, 3, 2}}}},
      {"convolution padded by a word",
       "z = Conv<kernel_shape=[2,3], auto_pad=\"SAME_UPPER\">(u, w)",
       "z = torch.conv2d(u, self.w, None, [1, 1], 'same')",
       [](auto&, auto& u, auto& w) {
         return at::conv2d(at::constant_pad_nd(u, {1, 1, 0, 1}), w.at("w"));
       },
       {{"w", {4, 3, 2, 3}}}},
      {"convolution transposed",
       "z = ConvTranspose<kernel_shape=[3,3], strides=[2,2], pads=[1,1,1,1], output_padding=[1,1]>(u, w, b)",
       "z = torch.conv_transpose2d(u, self.w, self.b, [2, 2], [1, 1], [1, 1])",
       [](auto&, auto& u, auto& w) { return at::conv_transpose2d(u, w.at("w"), w.at("b"), 2, 1, 1); },
       {{"w", {3, 4, 3, 3}}, {"b", {4}}}},
      {"convolution of lines",
       "s = Constant<value = int64[3] {0,3,64}>()\na = Reshape(u, s)\nz = Conv<kernel_shape=[3], pads=[1,1]>(a, "
       "w, b)",
       "z = torch.conv1d(u.view(u.size(0), 3, -1), self.w, self.b, [1], [1])",
       [](auto&, auto& u, auto& w) { return at::conv1d(u.flatten(2), w.at("w"), w.at("b"), 1, 1); },
       {{"w", {4, 3, 3}}, {"b", {4}}}},
      {"batch norm",
       "z = BatchNormalization<epsilon=0.001>(u, g, b, m, v)",
       "z = torch.batch_norm(u, self.g, self.b, self.m, self.v * self.v, False, 0.1, 0.001, True)",
       [](auto&, auto& u, auto& w) {
         return at::batch_norm(u, w.at("g"), w.at("b"), w.at("m"), w.at("v") * w.at("v"), false, 0.1, 0.001,
                               false);
       },
       {{"g", {3}}, {"b", {3}}, {"m", {3}}, {"v", {3}}}},
      {"instance norm",
       "z = InstanceNormalization(u, g, b)",
       "z = torch.instance_norm(u, self.g, self.b, None, None, True, 0.1, 1e-5, True)",
       [](auto&, auto& u, auto& w) {
         return at::instance_norm(u, w.at("g"), w.at("b"), {}, {}, true, 0.1, 1e-5, false);
       },
       {{"g", {3}}, {"b", {3}}}},
      {"layer norm",
       "z = LayerNormalization<axis=-1>(u, g, b)",
       "z = torch.layer_norm(u, [8], self.g, self.b)",
       [](auto&, auto& u, auto& w) { return at::layer_norm(u, {8}, w.at("g"), w.at("b")); },
       {{"g", {8}}, {"b", {8}}}},
      {"group norm",
       "z = GroupNormalization<num_groups=3>(u, g, b)",
       "z = torch.group_norm(u, 3, self.g, self.b)",
       [](auto&, auto& u, auto& w) { return at::group_norm(u, 3, w.at("g"), w.at("b")); },
       {{"g", {3}}, {"b", {3}}}},
      {"linear",
       "f = Flatten(u)\nz = Gemm<transB=1>(f, w, b)",
       "z = torch.linear(u.flatten(1), self.w, self.b)",
       [](auto&, auto& u, auto& w) { return at::linear(u.flatten(1), w.at("w"), w.at("b")); },
       {{"w", {6, 192}}, {"b", {6}}}},
      {"linear by addmm",
       "f = Flatten(u)\nz = Gemm(f, w, b)",
       "z = torch.addmm(self.b, u.view(-1, 192), self.w)",
       [](auto&, auto& u, auto& w) { return at::addmm(w.at("b"), u.flatten(1), w.at("w")); },
       {{"w", {192, 6}}, {"b", {6}}}},
      {"product of images", "t = Transpose<perm=[0,1,3,2]>(x)\nz = MatMul(u, t)",
       "z = torch.matmul(u, x.transpose(2, 3))",
       [](auto& x, auto& u, auto&) { return u.matmul(x.transpose(2, 3)); }},
      {"product of batches added",
       "s = Constant<value = int64[3] {0,24,8}>()\na = Reshape(u, s)\nc = Transpose<perm=[0,2,1]>(a)\nd = "
       "MatMul(c, a)\nh = Constant<value = float {0.5}>()\ne = Mul(d, h)\nz = Add(e, w)",
       "a = u.reshape(-1, 24, 8)\n    z = torch.baddbmm(self.w, a.transpose(1, 2), a, alpha=0.5)",
       [](auto&, auto& u, auto& w) {
         const T a = u.reshape({-1, 24, 8});
         return w.at("w") + 0.5 * a.transpose(1, 2).matmul(a);
       },
       {{"w", {1, 8, 8}}}},
      {"einsum",
       "z = Einsum<equation=\"nchw,kc->nkhw\">(u, w)",
       "z = torch.einsum('nchw,kc->nkhw', [u, self.w])",
       [](auto&, auto& u, auto& w) {
         return at::einsum("nchw,kc->nkhw", {u, w.at("w")});
       },
       {{"w", {4, 3}}}},
      // Pools.
      {"max pool", "z = MaxPool<kernel_shape=[3,3], strides=[2,2], pads=[1,1,1,1]>(u)",
       "z = torch.max_pool2d(u, [3, 3], [2, 2], [1, 1])",
       [](auto&, auto& u, auto&) { return at::max_pool2d(u, 3, 2, 1); }},
      {"max pool dilated and rounded up",
       "z = MaxPool<kernel_shape=[2,2], strides=[2,2], dilations=[2,2], ceil_mode=1>(u)",
       "z = torch.max_pool2d(u, [2, 2], [2, 2], [0, 0], [2, 2], True)",
       [](auto&, auto& u, auto&) { return at::max_pool2d(u, 2, 2, 0, 2, true); }},
      {"average pool counting its padding",
       "z = AveragePool<kernel_shape=[3,3], strides=[2,2], pads=[1,1,1,1], count_include_pad=1>(u)",
       "z = torch.avg_pool2d(u, [3, 3], [2, 2], [1, 1])",
       [](auto&, auto& u, auto&) { return at::avg_pool2d(u, 3, 2, 1); }},
      {"average pool without its padding", "z = AveragePool<kernel_shape=[3,3], strides=[2,2], pads=[1,1,1,1]>(u)",
       "z = torch.avg_pool2d(u, [3, 3], [2, 2], [1, 1], False, False)",
       [](auto&, auto& u, auto&) { return at::avg_pool2d(u, 3, 2, 1, false, false); }},
      {"global average", "z = GlobalAveragePool(u)", "z = torch.adaptive_avg_pool2d(u, [1, 1])",
       [](auto&, auto& u, auto&) {
         return u.mean({2, 3}, true);
       }},
      {"adaptive average", "z = AveragePool<kernel_shape=[4,2], strides=[4,2]>(u)",
       "z = torch.adaptive_avg_pool2d(u, [2, 4])",
       [](auto&, auto& u, auto&) {
         return at::adaptive_avg_pool2d(u, {2, 4});
       }},
      {"global maximum", "z = GlobalMaxPool(u)", "z, places = torch.adaptive_max_pool2d(u, [1, 1])",
       [](auto&, auto& u, auto&) {
         return u.amax({2, 3}, true);
       }},
      // Moving values.
      {"reshape with a size", "s = Constant<value = int64[3] {0,6,-1}>()\nz = Reshape(u, s)",
       "n, c, h, w = u.size()\n    z = u.reshape(n, c * 2, h * w // 2)",
       [](auto&, auto& u, auto&) {
         return u.reshape({-1, 6, 32});
       }},
      {"reshape by division", "s = Constant<value = int64[4] {0,1,12,16}>()\nz = Reshape(u, s)",
       "z = u.view(u.size(0), 1, 12, u.size(1) * u.size(2) * u.size(3) // 12)",
       [](auto&, auto& u, auto&) {
         return u.reshape({-1, 1, 12, 16});
       }},
      {"flatten in the middle",
       "s = Constant<value = int64[3] {0,3,64}>()\na = Reshape(u, s)\nz = Transpose<perm=[0,2,1]>(a)",
       "z = u.flatten(2).transpose(1, 2).contiguous()",
       [](auto&, auto& u, auto&) { return u.flatten(2).transpose(1, 2); }},
      {"permute", "z = Transpose<perm=[0,2,3,1]>(u)", "z = u.permute([0, 2, 3, 1])",
       [](auto&, auto& u, auto&) {
         return u.permute({0, 2, 3, 1});
       }},
      {"squeeze and unsqueeze",
       "a = Constant<value = int64[1] {1}>()\nb = Unsqueeze(u, a)\nc = Add(b, w)\nz = Squeeze(c, a)",
       "z = (u.unsqueeze(1) + self.w).squeeze(1)",
       [](auto&, auto& u, auto& w) { return u + w.at("w"); },
       {{"w", {1, 1, 1, 8}}}},
      {"chunk and cat", "a, b = Split<axis=2>(u)\nz = Concat<axis=1>(b, a)",
       "a, b = torch.chunk(u, 2, 2)\n    z = torch.cat([b, a], 1)",
       [](auto&, auto& u, auto&) {
         return at::cat({u.slice(2, 4), u.slice(2, 0, 4)}, 1);
       }},
      {"split unevenly",
       "s = Constant<value = int64[2] {5,3}>()\na, b = Split<axis=3>(u, s)\nz = Concat<axis=3>(b, a)",
       "a, b = torch.split(u, [5, 3], -1)\n    z = torch.cat((b, a), 3)",
       [](auto&, auto& u, auto&) {
         return at::cat({u.slice(3, 5), u.slice(3, 0, 5)}, 3);
       }},
      {"slice with a step",
       "s = Constant<value = int64[1] {1}>()\ne = Constant<value = int64[1] {100}>()\na = Constant<value = "
       "int64[1] {2}>()\nt = Constant<value = int64[1] {2}>()\nz = Slice(u, s, e, a, t)",
       "z = u[:, :, 1::2]", [](auto&, auto& u, auto&) { return u.slice(2, 1, 100, 2); }},
      {"select", "i = Constant<value = int64 {1}>()\nz = Gather<axis=1>(u, i)", "z = u[:, 1]",
       [](auto&, auto& u, auto&) { return u.select(1, 1); }},
      {"select from the end and stack",
       "i = Constant<value = int64 {2}>()\na = Gather<axis=1>(u, i)\nx1 = Constant<value = int64[1] {1}>()\nb = "
       "Unsqueeze(a, x1)\nz = Concat<axis=1>(b, b)",
       "z = torch.stack([u[:, -1], u[:, -1]], 1)",
       [](auto&, auto& u, auto&) {
         const T last = u.select(1, 2).unsqueeze(1);
         return at::cat({last, last}, 1);
       }},
      {"places", "i = Constant<value = int64[3] {2,1,0}>()\nz = Gather<axis=1>(u, i)", "z = u.flip([1])",
       [](auto&, auto& u, auto&) { return u.flip(1); }},
      {"roll", "i = Constant<value = int64[8] {6,7,0,1,2,3,4,5}>()\nz = Gather<axis=2>(u, i)",
       "z = torch.roll(u, [2], [2])", [](auto&, auto& u, auto&) { return u.roll(2, 2); }},
      {"expand",
       "m = ReduceMean<axes=[2]>(u)\ns = Constant<value = int64[4] {1,1,8,1}>()\na = Expand(m, s)\nz = Mul(a, u)",
       "z = u.mean([2], True).expand(-1, -1, 8, -1) * u",
       [](auto&, auto& u, auto&) { return u.mean(2, true) * u; }},
      {"repeat", "r = Constant<value = int64[4] {1,2,1,3}>()\nz = Tile(u, r)", "z = u.repeat(1, 2, 1, 3)",
       [](auto&, auto& u, auto&) {
         return u.repeat({1, 2, 1, 3});
       }},
      {"something for each image",
       "f = Shape(u)\ni = Constant<value = int64[1] {0}>()\nn = Gather<axis=0>(f, i)\nr = Constant<value = "
       "int64[3] {1,8,8}>()\ns = Concat<axis=0>(n, r)\nt = Expand(w, s)\nz = Concat<axis=1>(t, u)",
       "z = torch.cat([self.w.expand(u.size(0), -1, -1, -1), u], 1)",
       [](auto&, auto& u, auto& w) {
         return at::cat({w.at("w").expand({u.size(0), 1, 8, 8}), u}, 1);
       },
       {{"w", {1, 1, 8, 8}}}},
      // Padding and resizing.
      {"pad with a number",
       "p = Constant<value = int64[8] {0,0,1,2,0,0,0,1}>()\nv = Constant<value = float {0.25}>()\nz = Pad(u, p, "
       "v)",
       "z = torch.constant_pad_nd(u, [2, 1, 1, 0], 0.25)",
       [](auto&, auto& u, auto&) {
         return at::constant_pad_nd(u, {2, 1, 1, 0}, 0.25);
       }},
      {"pad by reflection", "p = Constant<value = int64[8] {0,0,1,2,0,0,3,1}>()\nz = Pad<mode=\"reflect\">(u, p)",
       "z = torch.pad(u, [2, 1, 1, 3], 'reflect')",
       [](auto&, auto& u, auto&) {
         return at::reflection_pad2d(u, {2, 1, 1, 3});
       }},
      {"pad with the edge", "p = Constant<value = int64[8] {0,0,1,2,0,0,3,1}>()\nz = Pad<mode=\"edge\">(u, p)",
       "z = torch.pad(u, [2, 1, 1, 3], 'replicate')",
       [](auto&, auto& u, auto&) {
         return at::replication_pad2d(u, {2, 1, 1, 3});
       }},
      {"resize to the nearest",
       "s = Constant<value = float[4] {1.0,1.0,2.0,1.5}>()\nz = Resize<mode=\"nearest\", "
       "coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"floor\">(u, , s)",
       "z = torch.upsample_nearest2d(u, None, [2.0, 1.5])",
       [](auto&, auto& u, auto&) {
         return at::upsample_nearest2d(u, {16, 12}, 2.0, 1.5);
       }},
      {"resize linearly",
       "f = Shape(u)\na = Constant<value = int64[1] {0}>()\nb = Constant<value = int64[1] {2}>()\nn = Slice(f, a, "
       "b)\nr = Constant<value = int64[2] {11,5}>()\ns = Concat<axis=0>(n, r)\nz = Resize<mode=\"linear\">(u, , , "
       "s)",
       "z = torch.upsample_bilinear2d(u, [11, 5], False, None)",
       [](auto&, auto& u, auto&) {
         return at::upsample_bilinear2d(u, {11, 5}, false);
       }},
      {"resize linearly by corners",
       "f = Shape(u)\na = Constant<value = int64[1] {0}>()\nb = Constant<value = int64[1] {2}>()\nn = Slice(f, a, "
       "b)\nr = Constant<value = int64[2] {11,5}>()\ns = Concat<axis=0>(n, r)\nz = Resize<mode=\"linear\", "
       "coordinate_transformation_mode=\"align_corners\">(u, , , s)",
       "z = torch.upsample_bilinear2d(u, [11, 5], True)",
       [](auto&, auto& u, auto&) {
         return at::upsample_bilinear2d(u, {11, 5}, true);
       }},
      {"resize by cubes",
       "f = Shape(u)\na = Constant<value = int64[1] {0}>()\nb = Constant<value = int64[1] {2}>()\nn = Slice(f, a, "
       "b)\nr = Constant<value = int64[2] {12,6}>()\ns = Concat<axis=0>(n, r)\nz = Resize<mode=\"cubic\">(u, , , "
       "s)",
       "z = torch.upsample_bicubic2d(u, [12, 6], False)",
       [](auto&, auto& u, auto&) {
         return at::upsample_bicubic2d(u, {12, 6}, false);
       }},
      {"depth to space",
       "a = Conv<kernel_shape=[1,1]>(u, w)\nz = DepthToSpace<blocksize=2, mode=\"CRD\">(a)",
       "z = torch.pixel_shuffle(torch.conv2d(u, self.w), 2)",
       [](auto&, auto& u, auto& w) { return at::pixel_shuffle(at::conv2d(u, w.at("w")), 2); },
       {{"w", {8, 3, 1, 1}}}},
      {"dropout", "z = Dropout(u)", "z = torch.dropout(u, 0.5, False)", [](auto&, auto& u, auto&) { return u; }},
      // Attention over the rows of the picture.
      {"attention",
       "s = Constant<value = int64[3] {0,24,8}>()\na = Reshape(u, s)\nq = MatMul(a, wq)\nk = MatMul(a, wk)\nv = "
       "MatMul(a, wv)\nkt = Transpose<perm=[0,2,1]>(k)\nr = MatMul(q, kt)\nd = Constant<value = float "
       "{2.8284271}>()\nrs = Div(r, d)\nsm = Softmax<axis=-1>(rs)\nz = MatMul(sm, v)",
       "a = u.view(u.shape[0], 24, 8)\n    q, k, v = a @ self.wq, a @ self.wk, a @ self.wv\n    s = "
       "torch.softmax(torch.bmm(q, k.transpose(-2, -1)) / 8 ** 0.5, -1)\n    z = torch.bmm(s, v)",
       [](auto&, auto& u, auto& w) {
         const T a = u.reshape({-1, 24, 8});
         const T q = a.matmul(w.at("wq")), k = a.matmul(w.at("wk")), v = a.matmul(w.at("wv"));
         return at::softmax(q.matmul(k.transpose(1, 2)) / std::sqrt(8.0), -1).matmul(v);
       },
       {{"wq", {8, 8}}, {"wk", {8, 8}}, {"wv", {8, 8}}}},
  };
  return list;
}

constexpr std::int64_t kClasses = 4;

QString indented(QString lines) { return "         " + lines.replace('\n', "\n         ") + '\n'; }

Weights weightsOf(const Row& row) {
  at::Generator random = generatorFrom(11);
  Weights weights;
  for (const auto& [name, shape] : row.weights) weights[name] = at::randn(shape, random, at::kFloat) * 0.4;
  const T x = at::full({1, 3, 8, 8}, 0.5);
  weights["head"] = at::randn({row.reference(x, x * 4 - 2, weights).numel(), kClasses}, random, at::kFloat) * 0.3;
  return weights;
}

std::string onnxFile(const Row& row, const Weights& weights, const QTemporaryDir& folder) {
  Weights given = weights;
  if (given.contains("v") && given.contains("m")) given["v"] = given["v"] * given["v"];  // a variance
  const QString body = "{\n" +
                       indented(
                           "four = Constant<value = float {4.0}>()\ntwo = Constant<value = float {2.0}>()\n"
                           "wide = Mul(x, four)\nu = Sub(wide, two)") +
                       indented(row.onnx) + indented("flat = Flatten(z)\ny = MatMul(flat, head)") + "}";
  const onnx::ModelProto model = onnxModel(QString(row.name) == "group norm" ? 18 : 17,
                                           "net (float[N,3,8,8] x) => (float[N,4] y)", body.toStdString(), given);
  return write(folder.filePath("net.onnx").toStdString(), model.SerializeAsString());
}

std::string scriptFile(const Row& row, const Weights& weights, const QTemporaryDir& folder) {
  torch::jit::Module net("net");
  for (const auto& [name, value] : weights) net.register_parameter(name, value, false);
  net.define("def forward(self, x):\n    u = x * 4. - 2.\n    " + std::string(row.script) +
             "\n    return torch.matmul(z.flatten(1), self.head)\n");
  const std::string file = folder.filePath("net.pt").toStdString();
  net.save(file);
  return file;
}

/// How far apart, relative to the larger of both.
double distance(const T& found, const T& expected) {
  if (found.sizes() != expected.sizes()) return 1e9;
  return ((found - expected).abs().max() / expected.abs().max().clamp_min(1e-6)).item<double>();
}

}  // namespace

class TestBothReaders : public QObject {
  Q_OBJECT

 private slots:
  void answersWithGradients_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("script");
    for (int i = 0; i < int(rows().size()); ++i) {
      QTest::addRow("%s, ONNX", rows()[std::size_t(i)].name) << i << false;
      QTest::addRow("%s, TorchScript", rows()[std::size_t(i)].name) << i << true;
    }
  }
  void answersWithGradients() {
    QFETCH(int, index);
    QFETCH(bool, script);
    const Row& row = rows()[std::size_t(index)];
    QTemporaryDir folder;
    const Weights weights = weightsOf(row);
    std::shared_ptr<const Classifier> model;
    try {
      model = openModel(script ? scriptFile(row, weights, folder) : onnxFile(row, weights, folder), {3, 8, 8});
    } catch (const std::exception& wrong) {
      QFAIL(wrong.what());
    }
    QVERIFY2(model->info().access == Access::WhiteBox, model->info().accessReason.english().c_str());
    QVERIFY(model->graph());
    at::Generator random = generatorFrom(7);
    for (const std::int64_t count : {1, 5}) {
      const T x = (at::rand({count, 3, 8, 8}, random, at::kFloat) * 0.8 + 0.1).requires_grad_(true);
      const T expected = row.reference(x, x * 4 - 2, weights).flatten(1).matmul(weights.at("head"));
      const T found = model->logits(x);
      QVERIFY2(distance(found.detach(), expected.detach()) < 1e-4, "another answer");
      const T mix = at::randn(expected.sizes(), random, at::kFloat);
      const T slope = torch::autograd::grad({(expected * mix).sum()}, {x})[0];
      QVERIFY2(distance(torch::autograd::grad({(found * mix).sum()}, {x})[0], slope) < 1e-4, "another gradient");
      // The copy that attacks use.
      if (const auto copy = model->attackCopy("float32")) {
        const T fast = copy->logits(x);
        QVERIFY2(distance(fast.detach(), expected.detach()) < 1e-4, "another answer of the attack copy");
        QVERIFY2(distance(torch::autograd::grad({(fast * mix).sum()}, {x})[0], slope) < 1e-3,
                 "another gradient of the attack copy");
      }
    }
    // And out again.
    const at::NoGradGuard noGradient;
    const T x = at::rand({3, 3, 8, 8}, random, at::kFloat) * 0.8 + 0.1;
    const auto back = openModel(
        write(folder.filePath("back.onnx").toStdString(), onnxBytes(*model->graph(), model->info())), {3, 8, 8});
    QVERIFY2(distance(back->logits(x), model->logits(x)) < 1e-4, "another answer after its way through ONNX");
  }
};

ADVERSARIUM_SUITE(TestBothReaders)
#include "test_both_readers.moc"
