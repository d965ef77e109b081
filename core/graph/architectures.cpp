// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/architectures.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <functional>

#include "core/base/error.h"

namespace adversarium {
namespace {

/// Grows a graph node by node and keeps track of the shape, so that linear layers know their width.
class Builder {
 public:
  Builder(ImageShape input, const std::vector<float>& mean, const std::vector<float>& deviation, at::Device device)
      : m_options(at::TensorOptions(at::kFloat).device(device)),
        m_channels(input.channels),
        m_height(input.height),
        m_width(input.width) {
    if (mean.empty()) return;
    if (mean.size() != deviation.size() || static_cast<int>(mean.size()) != input.channels) {
      throw UsageError("normalisation", "mean and deviation need one number a channel");
    }
    push({"normalise",
          "normalise",
          {m_last},
          {{"mean", {mean.begin(), mean.end()}}, {"std", {deviation.begin(), deviation.end()}}},
          {}});
  }

  /// Where the graph stands: an output with its shape, to come back to for a shortcut.
  struct Place {
    int node;
    std::int64_t channels, height, width;
  };
  Place here() const { return {m_last, m_channels, m_height, m_width}; }
  void goTo(const Place& place) {
    m_last = place.node;
    m_channels = place.channels;
    m_height = place.height;
    m_width = place.width;
  }

  Builder& conv(const std::string& name, std::int64_t out, int kernel, int stride, int padding,
                bool bias = false) {
    Node node{name, "conv", {m_last}, {}, {}};
    if (stride != 1) node.attributes["stride"] = {static_cast<double>(stride)};
    if (padding != 0) node.attributes["padding"] = {static_cast<double>(padding)};
    node.tensors["weight"] = at::zeros({out, m_channels, kernel, kernel}, m_options);
    if (bias) node.tensors["bias"] = at::zeros({out}, m_options);
    m_channels = out;
    m_height = (m_height + 2 * padding - kernel) / stride + 1;
    m_width = (m_width + 2 * padding - kernel) / stride + 1;
    if (m_height < 1 || m_width < 1) throw UsageError(name, "the input is too small for this architecture");
    return push(std::move(node));
  }
  Builder& batchNorm(const std::string& name) {
    return push({name,
                 "batch_norm",
                 {m_last},
                 {},
                 {{"weight", at::ones({m_channels}, m_options)},
                  {"bias", at::zeros({m_channels}, m_options)},
                  {"running_mean", at::zeros({m_channels}, m_options)},
                  {"running_var", at::ones({m_channels}, m_options)}}});
  }
  Builder& instanceNorm(const std::string& name) {
    return push({name,
                 "instance_norm",
                 {m_last},
                 {},
                 {{"weight", at::ones({m_channels}, m_options)}, {"bias", at::zeros({m_channels}, m_options)}}});
  }
  Builder& relu(const std::string& name) { return push({name, "relu", {m_last}, {}, {}}); }
  Builder& add(const std::string& name, const Place& other) {
    return push({name, "add", {m_last, other.node}, {}, {}});
  }
  Builder& maxPool(const std::string& name, int kernel, int stride, int padding = 0) {
    m_height = (m_height + 2 * padding - kernel) / stride + 1;
    m_width = (m_width + 2 * padding - kernel) / stride + 1;
    if (m_height < 1 || m_width < 1) throw UsageError(name, "the input is too small for this architecture");
    return push({name,
                 "max_pool",
                 {m_last},
                 {{"kernel", {double(kernel)}}, {"stride", {double(stride)}}, {"padding", {double(padding)}}},
                 {}});
  }
  Builder& averagePool(const std::string& name, int kernel, int stride) {
    m_height = (m_height - kernel) / stride + 1;
    m_width = (m_width - kernel) / stride + 1;
    if (m_height < 1 || m_width < 1) throw UsageError(name, "the input is too small for this architecture");
    return push(
        {name, "average_pool", {m_last}, {{"kernel", {double(kernel)}}, {"stride", {double(stride)}}}, {}});
  }
  Builder& adaptivePool(const std::string& name, int size) {
    m_height = m_width = size;
    return push({name, "adaptive_pool", {m_last}, {{"size", {double(size)}}}, {}});
  }
  Builder& flatten(const std::string& name) {
    m_channels = m_channels * m_height * m_width;
    m_height = m_width = 1;
    return push({name, "flatten", {m_last}, {}, {}});
  }
  Builder& dropout(const std::string& name, double p) {
    return push({name, "dropout", {m_last}, {{"p", {p}}}, {}});
  }
  Builder& linear(const std::string& name, std::int64_t out) {
    Node node{name,
              "linear",
              {m_last},
              {},
              {{"weight", at::zeros({out, m_channels}, m_options)}, {"bias", at::zeros({out}, m_options)}}};
    m_channels = out;
    return push(std::move(node));
  }

  Graph take() { return std::move(m_graph); }

 private:
  Builder& push(Node node) {
    m_graph.nodes.push_back(std::move(node));
    m_last = static_cast<int>(m_graph.nodes.size()) - 1;
    return *this;
  }

  at::TensorOptions m_options;
  Graph m_graph;
  int m_last = -1;
  std::int64_t m_channels, m_height, m_width;
};

void buildMlp(Builder& b, std::int64_t classes) {
  b.flatten("flatten").linear("fc1", 256).relu("relu1").linear("fc2", 128).relu("relu2").linear("fc3", classes);
}

/// LeNet's plan with rectifiers and max pooling, widened as in the field's MNIST baselines.
void buildLenet(Builder& b, std::int64_t classes) {
  b.conv("conv1", 32, 5, 1, 2, true).relu("relu1").maxPool("pool1", 2, 2);
  b.conv("conv2", 64, 5, 1, 2, true).relu("relu2").maxPool("pool2", 2, 2);
  b.flatten("flatten").linear("fc1", 128).relu("relu3").linear("fc2", classes);
}

/// Few weights, large strides: what the field trains privately on MNIST.
void buildSmallCnn(Builder& b, std::int64_t classes) {
  b.conv("conv1", 16, 8, 2, 3, true).relu("relu1").maxPool("pool1", 2, 1);
  b.conv("conv2", 32, 4, 2, 0, true).relu("relu2").maxPool("pool2", 2, 1);
  b.flatten("flatten").linear("fc1", 32).relu("relu3").linear("fc2", classes);
}

/// What data is condensed with (Gidaris and Komodakis 2018, Zhao et al. 2021): no batch decides about another
/// image.
auto convNet(std::int64_t width) {
  return [width](Builder& b, std::int64_t classes) {
    for (const char* n : {"1", "2", "3"}) {
      const std::string number = n;
      b.conv("conv" + number, width, 3, 1, 1, true).instanceNorm("norm" + number).relu("relu" + number);
      b.averagePool("pool" + number, 2, 2);
    }
    b.flatten("flatten").linear("fc", classes);
  };
}

/// Six convolutions with batch norm, widths 32-64-128: what the built-in sign models use.
void buildSmallConv(Builder& b, std::int64_t classes) {
  int layer = 0;
  for (const int width : {32, 64, 128}) {
    for (int twice = 0; twice < 2; ++twice) {
      const std::string n = std::to_string(++layer);
      b.conv("conv" + n, width, 3, 1, 1).batchNorm("bn" + n).relu("relu" + n);
    }
    b.maxPool("pool" + std::to_string(layer / 2), 2, 2);
  }
  b.adaptivePool("avgpool", 1).flatten("flatten").linear("fc", classes);
}

void buildVgg(Builder& b, std::int64_t classes, const std::vector<int>& plan, bool norm, bool large) {
  int index = 0;  // torchvision numbers every module of `features`
  for (const int width : plan) {
    if (width == 0) {
      b.maxPool("features." + std::to_string(index++), 2, 2);
      continue;
    }
    b.conv("features." + std::to_string(index++), width, 3, 1, 1, true);
    if (norm) b.batchNorm("features." + std::to_string(index++));
    b.relu("features." + std::to_string(index++));
  }
  if (large) {
    b.adaptivePool("avgpool", 7).flatten("flatten");
    b.linear("classifier.0", 4096).relu("classifier.1").dropout("classifier.2", 0.5);
    b.linear("classifier.3", 4096).relu("classifier.4").dropout("classifier.5", 0.5);
    b.linear("classifier.6", classes);
  } else {
    b.adaptivePool("avgpool", 1).flatten("flatten").linear("classifier", classes);
  }
}

void basicBlock(Builder& b, const std::string& name, int width, int stride) {
  const Builder::Place start = b.here();
  b.conv(name + ".conv1", width, 3, stride, 1).batchNorm(name + ".bn1").relu(name + ".relu1");
  b.conv(name + ".conv2", width, 3, 1, 1).batchNorm(name + ".bn2");
  const Builder::Place branch = b.here();
  Builder::Place shortcut = start;
  if (stride != 1 || start.channels != width) {
    b.goTo(start);
    b.conv(name + ".downsample.0", width, 1, stride, 0).batchNorm(name + ".downsample.1");
    shortcut = b.here();
  }
  b.goTo(branch);
  b.add(name + ".add", shortcut).relu(name + ".relu2");
}

void bottleneck(Builder& b, const std::string& name, int width, int stride) {
  const Builder::Place start = b.here();
  b.conv(name + ".conv1", width, 1, 1, 0).batchNorm(name + ".bn1").relu(name + ".relu1");
  b.conv(name + ".conv2", width, 3, stride, 1).batchNorm(name + ".bn2").relu(name + ".relu2");
  b.conv(name + ".conv3", 4 * width, 1, 1, 0).batchNorm(name + ".bn3");
  const Builder::Place branch = b.here();
  Builder::Place shortcut = start;
  if (stride != 1 || start.channels != 4 * width) {
    b.goTo(start);
    b.conv(name + ".downsample.0", 4 * width, 1, stride, 0).batchNorm(name + ".downsample.1");
    shortcut = b.here();
  }
  b.goTo(branch);
  b.add(name + ".add", shortcut).relu(name + ".relu3");
}

struct ResNetPlan {
  std::vector<int> blocks;
  std::vector<int> widths;
  bool deep = false;   // bottleneck blocks
  bool small = false;  // a 3×3 stem without pooling, for images of 32 or 48 pixels
};

void buildResNet(Builder& b, std::int64_t classes, const ResNetPlan& plan) {
  if (plan.small) {
    b.conv("conv1", plan.widths[0], 3, 1, 1).batchNorm("bn1").relu("relu");
  } else {
    b.conv("conv1", 64, 7, 2, 3).batchNorm("bn1").relu("relu").maxPool("maxpool", 3, 2, 1);
  }
  for (std::size_t stage = 0; stage < plan.blocks.size(); ++stage) {
    for (int block = 0; block < plan.blocks[stage]; ++block) {
      const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(block);
      const int stride = stage > 0 && block == 0 ? 2 : 1;
      (plan.deep ? bottleneck : basicBlock)(b, name, plan.widths[stage], stride);
    }
  }
  b.adaptivePool("avgpool", 1).flatten("flatten").linear("fc", classes);
}

/// He et al. 2016 (identity mappings): batch norm and rectifier before each convolution; with a wider plan the
/// same blocks make a WideResNet.
void buildPreActivation(Builder& b, std::int64_t classes, const std::vector<int>& blocks,
                        const std::vector<int>& widths, int stem, bool lastNorm = true) {
  b.conv("conv1", stem, 3, 1, 1);
  for (std::size_t stage = 0; stage < blocks.size(); ++stage) {
    for (int block = 0; block < blocks[stage]; ++block) {
      const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(block);
      const int stride = stage > 0 && block == 0 ? 2 : 1;
      const int width = widths[stage];
      const Builder::Place before = b.here();
      b.batchNorm(name + ".bn1").relu(name + ".relu1");
      const Builder::Place active = b.here();
      Builder::Place shortcut = before;
      if (stride != 1 || before.channels != width) {
        b.conv(name + ".shortcut.0", width, 1, stride, 0);
        shortcut = b.here();
        b.goTo(active);
      }
      b.conv(name + ".conv1", width, 3, stride, 1).batchNorm(name + ".bn2").relu(name + ".relu2");
      b.conv(name + ".conv2", width, 3, 1, 1).add(name + ".add", shortcut);
    }
  }
  if (lastNorm) b.batchNorm("bn").relu("relu");
  b.adaptivePool("avgpool", 1).flatten("flatten").linear("fc", classes);
}

void buildAlexNet(Builder& b, std::int64_t classes) {
  b.conv("features.0", 64, 11, 4, 2, true).relu("features.1").maxPool("features.2", 3, 2);
  b.conv("features.3", 192, 5, 1, 2, true).relu("features.4").maxPool("features.5", 3, 2);
  b.conv("features.6", 384, 3, 1, 1, true).relu("features.7");
  b.conv("features.8", 256, 3, 1, 1, true).relu("features.9");
  b.conv("features.10", 256, 3, 1, 1, true).relu("features.11").maxPool("features.12", 3, 2);
  b.adaptivePool("avgpool", 6).flatten("flatten").dropout("classifier.0", 0.5);
  b.linear("classifier.1", 4096).relu("classifier.2").dropout("classifier.3", 0.5);
  b.linear("classifier.4", 4096).relu("classifier.5").linear("classifier.6", classes);
}

struct Architecture {
  ArchitectureInfo info;
  std::function<void(Builder&, std::int64_t classes)> build;
};

const std::vector<Architecture>& table() {
  const std::vector<int> kVgg11{64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};
  const std::vector<int> kVgg13{64, 64, 0, 128, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};
  const std::vector<int> kVgg16{64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0};
  const std::vector<int> kVgg19{64,  64,  0,   128, 128, 0,   256, 256, 256, 256, 0,
                                512, 512, 512, 512, 0,   512, 512, 512, 512, 0};
  enum class Head { Large, Small };
  const auto vgg = [](std::vector<int> plan, bool norm, Head head) {
    return [=](Builder& b, std::int64_t classes) { buildVgg(b, classes, plan, norm, head == Head::Large); };
  };
  const auto resnet = [](ResNetPlan plan) {
    return [=](Builder& b, std::int64_t classes) { buildResNet(b, classes, plan); };
  };
  const auto preActivation = [](std::vector<int> blocks, std::vector<int> widths, int stem, bool lastNorm = true) {
    return
        [=](Builder& b, std::int64_t classes) { buildPreActivation(b, classes, blocks, widths, stem, lastNorm); };
  };
  const std::vector<int> kFull{64, 128, 256, 512};
  const std::vector<int> kThin{16, 32, 64};
  static const std::vector<Architecture> list{
      {{"mlp", "Three linear layers, 256-128", 28}, buildMlp},
      {{"lenet", "LeNet-like: two 5×5 convolutions, two linear layers", 28}, buildLenet},
      {{"smallcnn", "Two strided convolutions and few weights, for private training", 28}, buildSmallCnn},
      {{"smallconv", "Six 3×3 convolutions with batch norm, 32-64-128", 48}, buildSmallConv},
      {{"convnet", "Three 3×3 convolutions with instance norm, 128 wide, for condensing data"}, convNet(128)},
      {{"convnet-32", "The same, 32 wide: a fifteenth of the work"}, convNet(32)},
      {{"alexnet", "AlexNet as in torchvision", 224}, buildAlexNet},
      {{"vgg11", "VGG-11 as in torchvision, for 224 pixels", 224}, vgg(kVgg11, false, Head::Large)},
      {{"vgg13", "VGG-13 as in torchvision, for 224 pixels", 224}, vgg(kVgg13, false, Head::Large)},
      {{"vgg16", "VGG-16 as in torchvision, for 224 pixels", 224}, vgg(kVgg16, false, Head::Large)},
      {{"vgg19", "VGG-19 as in torchvision, for 224 pixels", 224}, vgg(kVgg19, false, Head::Large)},
      {{"vgg11-bn", "VGG-11 with batch norm as in torchvision", 224}, vgg(kVgg11, true, Head::Large)},
      {{"vgg13-bn", "VGG-13 with batch norm as in torchvision", 224}, vgg(kVgg13, true, Head::Large)},
      {{"vgg16-bn", "VGG-16 with batch norm as in torchvision", 224}, vgg(kVgg16, true, Head::Large)},
      {{"vgg19-bn", "VGG-19 with batch norm as in torchvision", 224}, vgg(kVgg19, true, Head::Large)},
      {{"vgg11-small", "VGG-11 with batch norm for 32 pixels and more"}, vgg(kVgg11, true, Head::Small)},
      {{"vgg13-small", "VGG-13 with batch norm for 32 pixels and more"}, vgg(kVgg13, true, Head::Small)},
      {{"vgg16-small", "VGG-16 with batch norm for 32 pixels and more"}, vgg(kVgg16, true, Head::Small)},
      {{"vgg19-small", "VGG-19 with batch norm for 32 pixels and more"}, vgg(kVgg19, true, Head::Small)},
      {{"resnet20", "ResNet-20 for small images, 16-32-64"}, resnet({{3, 3, 3}, kThin, false, true})},
      {{"resnet32", "ResNet-32 for small images, 16-32-64"}, resnet({{5, 5, 5}, kThin, false, true})},
      {{"resnet44", "ResNet-44 for small images, 16-32-64"}, resnet({{7, 7, 7}, kThin, false, true})},
      {{"resnet56", "ResNet-56 for small images, 16-32-64"}, resnet({{9, 9, 9}, kThin, false, true})},
      {{"resnet18", "ResNet-18 as in torchvision", 224}, resnet({{2, 2, 2, 2}, kFull})},
      {{"resnet34", "ResNet-34 as in torchvision", 224}, resnet({{3, 4, 6, 3}, kFull})},
      {{"resnet50", "ResNet-50 as in torchvision", 224}, resnet({{3, 4, 6, 3}, kFull, true})},
      {{"resnet101", "ResNet-101 as in torchvision", 224}, resnet({{3, 4, 23, 3}, kFull, true})},
      {{"resnet152", "ResNet-152 as in torchvision", 224}, resnet({{3, 8, 36, 3}, kFull, true})},
      {{"resnet18-small", "ResNet-18 with a stem for small images"}, resnet({{2, 2, 2, 2}, kFull, false, true})},
      {{"resnet34-small", "ResNet-34 with a stem for small images"}, resnet({{3, 4, 6, 3}, kFull, false, true})},
      {{"resnet50-small", "ResNet-50 with a stem for small images"}, resnet({{3, 4, 6, 3}, kFull, true, true})},
      {{"preactresnet18", "Pre-activation ResNet-18 for small images"}, preActivation({2, 2, 2, 2}, kFull, 64)},
      {{"preactresnet18-open", "The same without a last batch norm, as some CIFAR code has it"},
       preActivation({2, 2, 2, 2}, kFull, 64, false)},
      {{"wideresnet-16-4", "WideResNet-16-4 for small images"}, preActivation({2, 2, 2}, {64, 128, 256}, 16)},
      {{"wideresnet-28-10", "WideResNet-28-10 for small images"}, preActivation({4, 4, 4}, {160, 320, 640}, 16)},
      {{"wideresnet-34-10", "WideResNet-34-10 for small images"}, preActivation({5, 5, 5}, {160, 320, 640}, 16)},
  };
  return list;
}

}  // namespace

const std::vector<ArchitectureInfo>& architectures() {
  static const std::vector<ArchitectureInfo> list = [] {
    std::vector<ArchitectureInfo> infos;
    for (const Architecture& architecture : table()) infos.push_back(architecture.info);
    return infos;
  }();
  return list;
}

Graph buildArchitecture(std::string_view name, ImageShape input, std::int64_t classes,
                        const std::vector<float>& mean, const std::vector<float>& deviation, at::Device device) {
  if (input.channels < 1 || input.height < 1 || input.width < 1 || classes < 2) {
    throw UsageError(std::string(name), "needs an input shape and at least two classes");
  }
  for (const Architecture& architecture : table()) {
    if (architecture.info.name != name) continue;
    Builder builder(input, mean, deviation, device);
    architecture.build(builder, classes);
    return builder.take();
  }
  std::string known;
  for (const ArchitectureInfo& info : architectures())
    known += (known.empty() ? "" : ", ") + std::string(info.name);
  throw UsageError("architecture '" + std::string(name) + "'", "is not known; there are " + known);
}

void initialise(Graph& graph, at::Generator& random) {
  const at::NoGradGuard noGradient;
  for (Node& node : graph.nodes) {
    if (node.op != "conv" && node.op != "linear") continue;
    at::Tensor weight = node.tensor("weight");
    const std::int64_t fanIn = weight.numel() / weight.size(0);
    weight.normal_(0, std::sqrt(2.0 / static_cast<double>(fanIn)), random);
  }
  // The last layer sees no rectifier: a smaller start keeps the first predictions undecided.
  graph.nodes.back().tensor("weight").mul_(0.5);
}

}  // namespace adversarium
