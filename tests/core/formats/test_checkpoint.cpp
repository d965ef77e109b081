// SPDX-License-Identifier: GPL-3.0-or-later
/// State dicts from PyTorch's files: read exactly, matched to an architecture by names and shapes, or refused in
/// words.
#include <ATen/ATen.h>

#include <QtTest>
#include <filesystem>
#include <fstream>

#include "core/audit/model_file.h"
#include "core/base/error.h"
#include "core/formats/checkpoint.h"
#include "core/formats/open_model.h"
#include "core/formats/safetensors.h"
#include "core/graph/architectures.h"
#include "tests/core/audit/crafted_files.h"
#include "tests/suite.h"

using namespace adversarium;
using namespace adversarium::crafted;
namespace p = crafted::pickle;
namespace fs = std::filesystem;

namespace {

using State = std::map<std::string, at::Tensor>;

State read(const fs::path& file) { return Checkpoint(BoundedFile(file)).read(); }

std::string bytesOfTensor(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.contiguous();
  return {static_cast<const char*>(plain.data_ptr()), plain.nbytes()};
}

/// What stands in the dict and its storages, as torch.save would write it.
struct Saved {
  std::string items;
  std::vector<std::string> storages;

  void add(const std::string& name, const at::Tensor& tensor, const std::string& type = "FloatStorage") {
    items += p::text(name) + p::tensor({std::to_string(storages.size()), tensor.sizes().vec(),
                                        tensor.contiguous().strides().vec(), 0, tensor.numel(), type});
    storages.push_back(bytesOfTensor(tensor));
  }
  std::string file(const std::string& before = {}, const std::string& after = {}) const {
    return checkpoint(p::start + before + p::orderedDict() + p::mark + items + p::setItems + after + p::stop,
                      storages);
  }
};

Saved savedState(const State& state, const std::string& prefix = {}) {
  Saved saved;
  for (const auto& [name, tensor] : state) saved.add(prefix + name, tensor);
  return saved;
}

State randomState(std::string_view architecture, ImageShape input, std::int64_t classes) {
  at::Generator random = at::detail::createCPUGenerator(3);
  Graph graph = buildArchitecture(architecture, input, classes);
  initialise(graph, random);
  return graph.stateDict();
}

}  // namespace

class TestCheckpoint : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  fs::path written(const std::string& bytes, const char* name = "net.pth") const {
    const fs::path file = fs::path(m_folder.path().toStdString()) / name;
    fs::remove(file.string() + ".json");
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  std::string complaintOf(const fs::path& file) const {
    try {
      (void)openModel(file.string());
    } catch (const InputError& wrong) {
      return wrong.what();
    }
    return {};
  }

 private slots:
  void everyTypeComesBackExactly() {
    const at::Tensor numbers = at::arange(-6, 6).reshape({3, 4});
    Saved saved;
    const std::vector<std::pair<const char*, at::ScalarType>> types{
        {"FloatStorage", at::kFloat},      {"DoubleStorage", at::kDouble}, {"HalfStorage", at::kHalf},
        {"LongStorage", at::kLong},        {"IntStorage", at::kInt},       {"ShortStorage", at::kShort},
        {"CharStorage", at::kChar},        {"ByteStorage", at::kByte},     {"BoolStorage", at::kBool},
        {"BFloat16Storage", at::kBFloat16}};
    for (const auto& [name, type] : types) saved.add(name, numbers.to(type), name);
    const State state = read(written(saved.file()));
    QCOMPARE(state.size(), types.size());
    for (const auto& [name, type] : types) {
      QCOMPARE(state.at(name).scalar_type(), type);
      QVERIFY2(at::equal(state.at(name), numbers.to(type)), name);
    }
  }

  void stridesOffsetsAndSharedStoragesAreFollowed() {
    const at::Tensor storage = at::arange(20, at::kFloat);
    const std::string items = p::text("t") + p::tensor({"0", {3, 4}, {1, 3}, 2, 20}) + p::text("s") +
                              p::tensor({"0", {}, {}, 7, 20}) + p::text("e") +
                              p::tensor({"0", {0, 5}, {5, 1}, 0, 20});
    const State state = read(written(
        checkpoint(p::start + p::emptyDict + p::mark + items + p::setItems + p::stop, {bytesOfTensor(storage)})));
    QVERIFY(at::equal(state.at("t"), storage.as_strided({3, 4}, {1, 3}, 2)));
    QCOMPARE(state.at("s").item<float>(), 7.0F);
    QCOMPARE(state.at("e").sizes().vec(), (std::vector<std::int64_t>{0, 5}));
  }

  void nestedDictsAndPrefixesAreFound_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("prefix");
    QTest::newRow("plain") << ""
                           << "";
    QTest::newRow("data parallel") << ""
                                   << "module.";
    QTest::newRow("state_dict") << "state_dict"
                                << "module.";
    QTest::newRow("model") << "model"
                           << "module.model.";
    QTest::newRow("compiled") << "model_state_dict"
                              << "_orig_mod.";
  }
  void nestedDictsAndPrefixesAreFound() {
    QFETCH(QString, key);
    QFETCH(QString, prefix);
    const State state = randomState("lenet", {1, 28, 28}, 7);
    const Saved saved = savedState(state, prefix.toStdString());
    std::string bytes = saved.file();
    if (!key.isEmpty()) {
      // An optimiser's tensors stand before the model's.
      const std::string before = p::emptyDict + p::mark + p::text("epoch") + p::number(3) + p::text("optimizer") +
                                 p::emptyDict + p::mark + p::text("momentum") + p::tensor({"0", {1}, {1}, 0, 1}) +
                                 p::setItems + p::text(key.toStdString());
      bytes = saved.file(before, p::setItems);
    }
    const auto model = openModel(written(bytes).string());
    QCOMPARE(model->info().architecture, std::string("lenet"));
    QCOMPARE(model->info().kind, std::string("checkpoint"));
    QCOMPARE(model->info().classes, std::int64_t(7));
    QCOMPARE(model->info().input, (ImageShape{1, 28, 28}));
    QCOMPARE(model->info().access, Access::WhiteBox);
    for (const auto& [name, tensor] : state) QVERIFY(at::equal(model->graph()->stateDict().at(name), tensor));
  }

  /// Every architecture is recognised by its weights alone. The large ones only by shape, without their numbers.
  void everyArchitectureIsRecognised_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("pixels");
    for (const ArchitectureInfo& info : architectures()) {
      const QString name = QString::fromUtf8(info.name.data(), qsizetype(info.name.size()));
      // Hundreds of megabytes each: their twins with the same code stand for them.
      if (name.startsWith("vgg") && !name.endsWith("small")) continue;
      if (name == "alexnet" || name == "resnet152" || name.startsWith("wideresnet-")) continue;
      QTest::newRow(name.toUtf8()) << name << info.pixels;
    }
  }
  void everyArchitectureIsRecognised() {
    QFETCH(QString, name);
    QFETCH(int, pixels);
    Safetensors content;
    content.tensors = buildArchitecture(name.toStdString(), {3, pixels, pixels}, 5).stateDict();
    const auto model = openModel(written(safetensorsBytes(content), "net.safetensors").string());
    QCOMPARE(QString::fromStdString(model->info().architecture), name);
    QCOMPARE(model->info().classes, std::int64_t(5));
    QCOMPARE(model->info().input, (ImageShape{3, pixels, pixels}));
  }

  void otherPeoplesNamesAreUnderstood() {
    State state;
    for (auto& [name, tensor] : randomState("resnet20", {3, 32, 32}, 10)) {
      std::string other = name;
      if (const auto at = other.find("downsample"); at != std::string::npos) other.replace(at, 10, "shortcut");
      if (other.starts_with("fc.")) other.replace(0, 2, "linear");
      state[other] = tensor;
    }
    const auto model = openModel(written(savedState(state).file()).string());
    QCOMPARE(model->info().architecture, std::string("resnet20"));
  }

  void theHintAndTheSidecarDecideTheSize() {
    const Saved saved = savedState(randomState("smallconv", {3, 48, 48}, 4));
    QCOMPARE(openModel(written(saved.file()).string(), {3, 64, 64})->info().input, (ImageShape{3, 64, 64}));
    QCOMPARE(openModel(written(saved.file()).string(), {1, 28, 28})->info().input, (ImageShape{3, 48, 48}));
    const fs::path file = written(saved.file());
    std::ofstream(file.string() + ".json")
        << R"({"input": [3, 40, 40], "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]})";
    const auto model = openModel(file.string());
    QCOMPARE(model->info().input, (ImageShape{3, 40, 40}));
    QCOMPARE(model->graph()->nodes.front().op, std::string("normalise"));
  }

  void aNormalisationInTheStateIsTaken() {
    Saved saved = savedState(randomState("lenet", {1, 28, 28}, 10), "1.");
    saved.add("0.mean", at::full({1, 1, 1, 1}, 0.25));
    saved.add("0.std", at::full({1, 1, 1, 1}, 0.5));
    const auto model = openModel(written(saved.file()).string());
    QCOMPARE(model->info().mean, std::vector<float>{0.25F});
    QCOMPARE(model->info().deviation, std::vector<float>{0.5F});
    QCOMPARE(model->graph()->nodes.front().op, std::string("normalise"));
  }

  /// What training leaves beside the weights does not hide them, and what was left aside is said.
  void whatStandsBesideTheWeights_data() {
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QStringList>("beside");
    QTest::addColumn<QString>("words");
    QTest::newRow("a criterion") << "" << QStringList{"criterion.weight"} << "‘criterion.weight’ for one";
    QTest::newRow("counted operations")
        << "" << QStringList{"total_ops", "total_params", "layer1.0.total_ops"} << "3 tensors of the file";
    QTest::newRow("averaged") << "module." << QStringList{"n_averaged"} << "‘n_averaged’ for one";
    QTest::newRow("a module") << "model." << QStringList{"criterion.centers", "temperature"}
                              << "2 tensors of the file";
    QTest::newRow("a copy") << "" << QStringList{"ema.*"} << "‘ema’ of the file would fit as well";
    QTest::newRow("a teacher") << "student." << QStringList{"teacher.*"}
                               << "‘teacher’ of the file would fit as well";
    QTest::newRow("an attacker") << "model."
                                 << QStringList{"attacker.model.*", "normalizer.new_mean", "normalizer.new_std"}
                                 << "‘attacker’ of the file would fit as well";
  }
  void whatStandsBesideTheWeights() {
    QFETCH(QString, prefix);
    QFETCH(QStringList, beside);
    QFETCH(QString, words);
    const State network = randomState("resnet20", {3, 32, 32}, 10);
    State all;
    for (const auto& [name, tensor] : network) all[prefix.toStdString() + name] = tensor;
    for (const QString& extra : beside) {
      std::string name = extra.toStdString();
      if (name.ends_with('*')) {
        name.pop_back();
        for (const auto& [inner, tensor] : network) all[name + inner] = at::zeros_like(tensor);
      } else {
        all[name] = name.starts_with("normalizer") ? at::full({3, 1, 1}, 0.5) : at::ones({2});
      }
    }
    Safetensors content;
    content.tensors = all;
    for (const fs::path& file :
         {written(savedState(all).file()), written(safetensorsBytes(content), "net.safetensors")}) {
      const auto model = openModel(file.string());
      QCOMPARE(model->info().architecture, std::string("resnet20"));
      const State taken = model->graph()->stateDict();
      for (const auto& [name, tensor] : network) QVERIFY2(at::equal(taken.at(name), tensor), name.c_str());
      std::string remarks;
      for (const Words& remark : model->info().remarks) remarks += remark.english() + "\n";
      QVERIFY2(remarks.find(words.toStdString()) != std::string::npos, remarks.c_str());
      QCOMPARE(model->info().mean.empty(), !beside.contains("normalizer.new_mean"));
    }
  }

  /// Several state dicts in one file: the plain weights before an average of them.
  void theFirstStateDictThatFitsIsTaken() {
    const State network = randomState("lenet", {1, 28, 28}, 10);
    const auto dict = [](const Saved& saved) { return p::orderedDict() + p::mark + saved.items + p::setItems; };
    Saved both;
    for (const auto& [name, tensor] : network) both.add(name, at::zeros_like(tensor));
    const std::string average = dict(both);
    both.items.clear();
    for (const auto& [name, tensor] : network) both.add(name, tensor);
    const std::string plain = dict(both);
    const std::string bytes = checkpoint(p::start + p::emptyDict + p::mark + p::text("ema") + average +
                                             p::text("weights_of_epoch_9") + plain + p::setItems + p::stop,
                                         both.storages);
    const auto model = openModel(written(bytes).string());
    for (const auto& [name, tensor] : network) QVERIFY(at::equal(model->graph()->stateDict().at(name), tensor));
    QCOMPARE(model->info().remarks.size(), std::size_t(1));
    QVERIFY2(model->info().remarks[0].english().find("‘weights_of_epoch_9’ is taken") != std::string::npos,
             model->info().remarks[0].english().c_str());
  }

  void whatDoesNotFitIsSaid() {
    State state = randomState("resnet20", {3, 32, 32}, 10);
    state["layer2.0.conv1.weight"] = at::zeros({32, 16, 5, 5});
    const QString shape = QString::fromStdString(complaintOf(written(savedState(state).file())));
    QVERIFY2(shape.contains("resnet20") && shape.contains("layer2.0.conv1.weight") && shape.contains("32×16×5×5"),
             qPrintable(shape));
    state.erase("layer2.0.conv1.weight");
    state["attention.weight"] = at::zeros({3});
    const QString names = QString::fromStdString(complaintOf(written(savedState(state).file())));
    QVERIFY2(names.contains("lacks ‘layer2.0.conv1.weight’") && names.contains("attention.weight"),
             qPrintable(names));
    const fs::path file = written(savedState(state).file());
    std::ofstream(file.string() + ".json") << R"({"architecture": "resnet99"})";
    bool named = false;
    try {
      (void)openModel(file.string());
    } catch (const Error& wrong) {
      named = QString(wrong.what()).contains("resnet99");
    }
    QVERIFY(named);
    QVERIFY(QString::fromStdString(
                complaintOf(written(checkpoint(p::start + p::emptyDict + p::mark + p::text("epoch") +
                                               p::number(3) + p::setItems + p::stop))))
                .contains("‘epoch’"));
  }

  void malformedTensorsAreRefused_data() {
    QTest::addColumn<std::string>("tensor");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* tag, const p::Tensor& tensor, const char* words) {
      QTest::newRow(tag) << p::tensor(tensor) << QString(words);
    };
    row("beyond its storage", {"0", {3, 3}, {3, 1}, 0, 6}, "reaches to element 8 of a storage of 6");
    row("offset beyond", {"0", {2}, {1}, 5, 6}, "reaches");
    row("negative size", {"0", {-2}, {1}, 0, 6}, "absurd");
    row("negative stride", {"0", {2}, {-1}, 0, 6}, "absurd");
    row("negative offset", {"0", {2}, {1}, -1, 6}, "absurd");
    row("overflow", {"0", {1LL << 40, 1LL << 40}, {0, 0}, 0, 6}, "absurd");
    row("overflow of strides", {"0", {3}, {1LL << 62}, 0, 6}, "absurd");
    row("blown up by a stride of zero", {"0", {1 << 20, 1 << 20}, {0, 0}, 0, 6}, "repeats");
    row("more strides than sizes", {"0", {2}, {1, 1}, 0, 6}, "absurd");
    row("no such storage", {"7", {2}, {1}, 0, 6}, "lacks its numbers");
    row("unknown type", {"0", {2}, {1}, 0, 6, "ComplexFloatStorage"}, "ComplexFloatStorage");
    row("truth value of 255", {"1", {2}, {1}, 0, 2, "BoolStorage"}, "neither 0 nor 1");
  }
  void malformedTensorsAreRefused() {
    QFETCH(std::string, tensor);
    QFETCH(QString, words);
    const std::string bytes =
        checkpoint(p::start + p::emptyDict + p::mark + p::text("w") + tensor + p::setItems + p::stop,
                   {std::string(24, '\0'), "\xff\x01"});
    try {
      (void)read(written(bytes));
      QFAIL("accepted");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains(words) && QString(wrong.what()).contains("net.pth"), wrong.what());
    }
  }

  void notANumberIsRefused() {
    State state = randomState("lenet", {1, 28, 28}, 3);
    state["fc2.bias"] = at::full({3}, std::nan(""));
    QVERIFY(QString::fromStdString(complaintOf(written(savedState(state).file()))).contains("NaN"));
  }

  void filesOfBeforeVersion16AreRead() {
    const State state = randomState("lenet", {1, 28, 28}, 4);
    const Saved saved = savedState(state);
    std::string bytes = p::start + "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19." + p::start + "M\xe9\x03." +
                        p::start + p::emptyDict + p::mark + p::text("little_endian") + "\x88" + p::setItems +
                        p::stop;
    bytes += p::start + p::orderedDict() + p::mark + saved.items + p::setItems + p::stop;
    std::string keys = p::start + "](", numbers;
    for (std::size_t i = 0; i < saved.storages.size(); ++i) {
      keys += p::text(std::to_string(i));
      numbers += little(saved.storages[i].size() / 4, 8) + saved.storages[i];
    }
    bytes += keys + "e" + p::stop + numbers;
    const auto model = openModel(written(bytes).string());
    QCOMPARE(model->info().architecture, std::string("lenet"));
    for (const auto& [name, tensor] : state) QVERIFY(at::equal(model->graph()->stateDict().at(name), tensor));
    QVERIFY_EXCEPTION_THROWN(openModel(written(bytes.substr(0, bytes.size() - 5)).string()), InputError);
  }
};

ADVERSARIUM_SUITE(TestCheckpoint)
#include "test_checkpoint.moc"
