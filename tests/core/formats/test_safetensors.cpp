// SPDX-License-Identifier: GPL-3.0-or-later
/// The safetensors format: exact round trips, and a refusal with words for every kind of malformed file.
#include <ATen/ATen.h>

#include <QtTest>
#include <cstring>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

std::string fileOf(const std::string& header, std::size_t dataBytes) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof(length), '\0');
  std::memcpy(bytes.data(), &length, sizeof(length));
  return bytes + header + std::string(dataBytes, '\0');
}

/// The words with which `bytes` are refused; empty if they are accepted.
std::string refusalOf(const std::string& bytes) {
  try {
    parseSafetensors(bytes, "net.safetensors");
    return {};
  } catch (const InputError& wrong) {
    return wrong.what();
  }
}

}  // namespace

class TestSafetensors : public QObject {
  Q_OBJECT

 private slots:
  void everyTypeComesBackExactly() {
    Safetensors content;
    content.metadata = {{"architecture", "lenet"}, {"note", "ε ≤ 8/255"}};
    const at::Tensor numbers = at::arange(-6, 6).reshape({3, 4});
    for (const auto type : {at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort,
                            at::kChar, at::kByte, at::kBool}) {
      content.tensors[c10::toString(type)] = numbers.to(type);
    }
    const Safetensors back = parseSafetensors(safetensorsBytes(content), "net.safetensors");
    QCOMPARE(back.metadata, content.metadata);
    QCOMPARE(back.tensors.size(), content.tensors.size());
    for (const auto& [name, tensor] : content.tensors) {
      const at::Tensor& other = back.tensors.at(name);
      QCOMPARE(other.scalar_type(), tensor.scalar_type());
      QVERIFY2(at::equal(other, tensor), name.c_str());
    }
  }

  void emptyScalarAndTransposedTensorsComeBack() {
    Safetensors content;
    content.tensors["empty"] = at::empty({0, 3});
    content.tensors["scalar"] = at::scalar_tensor(0.1, at::kDouble);
    content.tensors["transposed"] = at::arange(6, at::kFloat).reshape({2, 3}).t();
    const Safetensors back = parseSafetensors(safetensorsBytes(content), "net.safetensors");
    QCOMPARE(back.tensors.at("empty").sizes().vec(), (std::vector<std::int64_t>{0, 3}));
    QCOMPARE(back.tensors.at("scalar").item<double>(), 0.1);
    QVERIFY(at::equal(back.tensors.at("transposed"), content.tensors.at("transposed")));
  }

  void nanAndNegativeZeroKeepTheirBits() {
    Safetensors content;
    content.tensors["x"] = at::tensor({std::nanf("7"), -0.0F, INFINITY, 1e-45F});
    const Safetensors back = parseSafetensors(safetensorsBytes(content), "net.safetensors");
    QCOMPARE(std::memcmp(back.tensors.at("x").data_ptr(), content.tensors.at("x").data_ptr(), 16), 0);
  }

  void sameContentGivesSameBytesAndAnAlignedHeader() {
    Safetensors content;
    content.tensors["b"] = at::ones({5}, at::kByte);
    content.tensors["a"] = at::ones({2, 2});
    const std::string bytes = safetensorsBytes(content);
    QCOMPARE(safetensorsBytes(parseSafetensors(bytes, "net.safetensors")), bytes);
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof(length));
    QCOMPARE(length % 8, 0U);
    QCOMPARE(bytes.size(), 8 + length + 16 + 5);
  }

  void aFileWrittenByHandIsRead() {
    std::string bytes = fileOf(R"({"w":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}}   )", 0);
    bytes += std::string("\x01\x00\xff\xff", 4);
    const Safetensors content = parseSafetensors(bytes, "net.safetensors");
    QVERIFY(at::equal(content.tensors.at("w"), at::tensor({1, -1}, at::kShort)));
  }

  void malformed_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("words");
    const auto add = [](const char* name, const std::string& bytes, const std::string& words) {
      QTest::newRow(name) << bytes << words;
    };
    const auto one = [](const std::string& entry, std::size_t data = 16) {
      return fileOf("{\"w\":" + entry + "}", data);
    };
    add("nothing", "", "ends before its header");
    add("seven bytes", "1234567", "ends before its header");
    add("header longer than the file", fileOf("{}", 0).replace(0, 1, "\x03"), "claims a header of 3 bytes");
    add("absurd header", std::string(8, '\xff') + "{}", "claims a header of 18446744073709551615 bytes");
    add("no JSON", fileOf("{\"w\":", 0), "is not valid JSON");
    add("no object", fileOf("[1,2]", 0), "its header is no JSON object");
    add("metadata of numbers", fileOf(R"({"__metadata__":{"a":1}})", 0), "its header cannot be read");
    add("a number for a tensor", one("3"), "tensor 'w' is not described by an object");
    add("no type", one(R"({"shape":[4],"data_offsets":[0,16]})"), "tensor 'w' has no word 'dtype'");
    add("unknown type", one(R"({"dtype":"F8","shape":[4],"data_offsets":[0,16]})"),
        "tensor 'w' is of the unknown type 'F8'");
    add("no shape", one(R"({"dtype":"F32","data_offsets":[0,16]})"), "tensor 'w' has no list 'shape'");
    add("no offsets", one(R"({"dtype":"F32","shape":[4]})"), "tensor 'w' has no list 'data_offsets'");
    add("negative size", one(R"({"dtype":"F32","shape":[-4],"data_offsets":[0,16]})"), "than counts in 'shape'");
    add("broken size", one(R"({"dtype":"F32","shape":[4.5],"data_offsets":[0,16]})"), "than counts in 'shape'");
    add("true for a size", one(R"({"dtype":"F32","shape":[true],"data_offsets":[0,4]})"),
        "than counts in 'shape'");
    add("negative offset", one(R"({"dtype":"F32","shape":[4],"data_offsets":[-16,0]})"), "in 'data_offsets'");
    add("three offsets", one(R"({"dtype":"F32","shape":[4],"data_offsets":[0,8,16]})"), "lies outside the file");
    add("offsets the wrong way", one(R"({"dtype":"F32","shape":[4],"data_offsets":[16,0]})"), "outside the file");
    add("beyond the end", one(R"({"dtype":"F32","shape":[4],"data_offsets":[4,20]})"), "lies outside the file");
    add("too few bytes", one(R"({"dtype":"F32","shape":[5],"data_offsets":[0,16]})"),
        "tensor 'w' has 16 bytes where its shape needs 20");
    add("bytes for an empty tensor", one(R"({"dtype":"F32","shape":[0],"data_offsets":[0,4]})"), "shape needs 0");
    add("size overflows", one(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})"),
        "absurd");
    add("largest size", one(R"({"dtype":"U8","shape":[18446744073709551615],"data_offsets":[0,16]})"), "absurd");
    add("empty, yet its strides overflow",
        one(R"({"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]})"), "absurd");
    std::string ones = "1";
    for (int i = 0; i < 40; ++i) ones += ",1";
    add("many dimensions", one("{\"dtype\":\"F32\",\"shape\":[" + ones + "],\"data_offsets\":[0,4]}"),
        "tensor 'w' has 41 dimensions");
    add("overlap",
        fileOf(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
               R"("b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}})",
               16),
        "tensors 'a' and 'b' overlap");
    add("truth value of two", fileOf(R"({"w":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}})", 0) + "\x02",
        "neither 0 nor 1");
  }

  void malformed() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, words);
    const std::string refusal = refusalOf(bytes);
    QVERIFY2(refusal.starts_with("net.safetensors: "), refusal.c_str());
    QVERIFY2(refusal.find(words) != std::string::npos, refusal.c_str());
    QVERIFY2(refusal.find('\n') == std::string::npos, refusal.c_str());
  }

  void filesAreNamed() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.safetensors").toStdString();
    Safetensors content;
    content.tensors["x"] = at::arange(3);
    std::ofstream(file, std::ios::binary) << safetensorsBytes(content);
    QVERIFY(at::equal(readSafetensors(file).tensors.at("x"), at::arange(3)));

    const std::filesystem::path missing = file.parent_path() / "missing.safetensors";
    for (const auto& [bad, reason] : std::map<std::filesystem::path, std::string>{
             {file.parent_path(), "is a folder, not a model file"}, {missing, "does not exist"}}) {
      try {
        readSafetensors(bad);
        QFAIL("accepted");
      } catch (const InputError& wrong) {
        QCOMPARE(std::string(wrong.what()), bad.string() + ": " + reason);
      }
    }
  }

  /// No bytes may do worse than be refused.
  void randomBytesAreRefused() {
    Safetensors content;
    content.metadata["a"] = "b";
    content.tensors["x"] = at::ones({3, 2});
    content.tensors["y"] = at::ones({4}, at::kBool);
    const std::string good = safetensorsBytes(content);
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
      std::string bytes = good;
      for (unsigned change = 0; change <= random() % 3; ++change) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      if (random() % 4 == 0) bytes.resize(random() % bytes.size());
      refusalOf(bytes);
    }
    for (int round = 0; round < 2000; ++round) {
      std::string noise(random() % 200, '\0');
      for (char& byte : noise) byte = static_cast<char>(random());
      QVERIFY(!refusalOf(noise).empty());
      QVERIFY(!refusalOf(fileOf(noise, 8)).empty());
    }
  }
};

ADVERSARIUM_SUITE(TestSafetensors)
#include "test_safetensors.moc"
