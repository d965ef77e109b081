// SPDX-License-Identifier: GPL-3.0-or-later
/// The audit of files from strangers: what acts is refused by name, what is damaged is said, nothing ever runs.
#include <ATen/ATen.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "core/audit/audit.h"
#include "core/audit/model_file.h"
#include "core/audit/onnx_audit.h"
#include "core/audit/script_operators.h"
#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/formats/safetensors.h"
#include "tests/core/audit/crafted_files.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;
using namespace adversarium::crafted;
namespace p = crafted::pickle;
namespace fs = std::filesystem;

namespace {

using Verdict = AuditReport::Verdict;

const std::string kStateDict = p::start + p::emptyDict + p::mark + p::text("w") +
                               p::tensor({"0", {2, 3}, {3, 1}, 0, 6}) + p::setItems + p::stop;

/// os.system("…") as __reduce__ writes it.
std::string callOf(const std::string& module, const std::string& name) {
  return p::global(module, name) + p::mark + p::text("touch /tmp/adversarium-was-here") + p::tuple + p::reduce;
}

std::string codeOf(const std::string& body) {
  return "class Net(Module):\n  __parameters__ = [\"w\", ]\n  __buffers__ = []\n  w : Tensor\n  training : bool\n"
         "  def forward(self: __torch__.Net,\n    x: Tensor) -> Tensor:\n    w = self.w\n    " +
         body + "\n    return torch.matmul(torch.flatten(x, 1), w)\n";
}

}  // namespace

class TestAudit : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  fs::path written(const std::string& bytes, const char* name = "net.pt") const {
    const fs::path file = fs::path(m_folder.path().toStdString()) / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  AuditReport audited(const std::string& bytes, const char* name = "net.pt") const {
    return auditModelFile(written(bytes, name));
  }

 private slots:
  void honestFilesAreAllowed_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("container");
    QTest::newRow("checkpoint") << checkpoint(kStateDict, {std::string(24, '\0')}) << std::string("checkpoint");
    QTest::newRow("script") << script(codeOf("x0 = torch.relu_(x)")) << std::string("torchscript");
    QTest::newRow("packed text") << script("", {{"net/code/__torch__/a.py", codeOf("pass"), true}})
                                 << std::string("torchscript");
    QTest::newRow("own methods and submodules")
        << script(codeOf(
               "_0 = (self.conv).forward(x, )\n    y = getattr(self.layer, \"0\")\n    z = (y)._impl(x)\n"
               "  def _impl(self: __torch__.Net, x: Tensor) -> Tensor:\n    if torch.gt(torch.dim(x), 1):\n"
               "      ops.prim.RaiseException(\"don't .save(\", \"builtins.ValueError\")\n    else:\n      pass"))
        << std::string("torchscript");
    QTest::newRow("ONNX") << onnx::model(onnx::node("Conv") + onnx::node("Relu") +
                                         onnx::tensor({2}, onnx::bytes(9, std::string(8, '\0'))))
                          << std::string("onnx");
    QTest::newRow("ONNX with functions of its own")
        << onnx::model(onnx::node("Twice", "own"),
                       onnx::bytes(25, onnx::bytes(1, "Twice") + onnx::bytes(10, "own") +
                                           onnx::bytes(7, onnx::bytes(4, "Add"))))
        << std::string("onnx");
    Safetensors weights;
    weights.tensors["w"] = at::ones({2});
    QTest::newRow("safetensors") << safetensorsBytes(weights) << std::string("safetensors");
  }
  void honestFilesAreAllowed() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, container);
    const AuditReport report = audited(bytes);
    QVERIFY2(report.verdict() == Verdict::Allowed, auditWords(report).c_str());
    QCOMPARE(report.container, container);
    QCOMPARE(report.bytes, std::uint64_t(bytes.size()));
    for (const AuditFinding& finding : report.findings) {
      if (finding.words.english().find("does not declare") != std::string::npos)
        continue;  // crafted without attributes
      QVERIFY2(finding.severity < AuditSeverity::Warning, finding.words.english().c_str());
    }
  }

  /// What LibTorch itself writes passes, the built-in model's file included.
  void filesOfThisProgramAreAllowed() {
    torch::jit::Module module("net");
    module.register_parameter("w", at::randn({12, 3}), false);
    module.define(R"(
def forward(self, x):
    assert x.dim() == 4, "four dimensions"
    return torch.log_softmax(torch.matmul(x.flatten(1), self.w), 1)
)");
    const std::string file = m_folder.filePath("own.pt").toStdString();
    module.save(file);
    const AuditReport report = auditModelFile(file);
    QVERIFY2(report.verdict() == Verdict::Allowed, auditWords(report).c_str());
    QVERIFY(report.operators.contains("aten::matmul"));
    const AuditReport digits = auditModelFile(ADVERSARIUM_SOURCE_DIR "/resources/models/digits.adv");
    QCOMPARE(digits.verdict(), Verdict::Allowed);
    QCOMPARE(digits.container, std::string("saved model"));
    QCOMPARE(digits.sha256.size(), std::size_t(64));
  }

  void refused_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("words");
    const auto row = [](const char* tag, const std::string& bytes, const char* id, const char* words) {
      QTest::newRow(tag) << bytes << std::string(id) << std::string(words);
    };
    // Pickles.
    const auto hidden = [](const std::string& call) {
      return checkpoint(p::start + p::emptyDict + p::mark + p::text("w") + p::tensor({"0", {1}, {1}, 0, 1}) +
                            p::text("x") + call + p::setItems + p::stop,
                        {std::string(4, '\0')});
    };
    row("os.system", hidden(callOf("os", "system")), "pickle-global", "os.system");
    row("posix.system", hidden(callOf("posix", "system")), "pickle-global", "starts programs");
    row("eval", hidden(callOf("builtins", "eval")), "pickle-global", "builtins.eval");
    row("subprocess", hidden(callOf("subprocess", "Popen")), "pickle-global", "subprocess.Popen");
    row("socket", hidden(callOf("socket", "create_connection")), "pickle-global", "network");
    row("torch.load", hidden(callOf("torch", "load")), "pickle-global", "torch.load");
    row("stack global", hidden("\x8c\x02os\x8c\x06system\x93" + p::mark + p::tuple + p::reduce), "pickle-global",
        "os.system");
    row("INST", hidden(p::mark + p::text("id") + "ios\nsystem\n"), "pickle-opcode", "INST");
    row("extension registry", hidden("\x82\x01"), "pickle-opcode", "EXT1");
    row("a whole module", hidden(p::global("torchvision.models.resnet", "ResNet") + p::emptyTuple + "\x81"),
        "pickle-object", "torchvision.models.resnet.ResNet");
    row("acts, then is damaged", checkpoint(p::start + callOf("os", "system") + "\xff"), "pickle-global",
        "os.system");
    row("bare pickle", p::start + callOf("os", "system") + p::stop, "pickle-global", "os.system");
    row("bare pickle of protocol 0", "cos\nsystem\n(S'id'\ntR.", "pickle-global", "os.system");
    row("old checkpoint",
        p::start + "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19." + p::start + "M\xe9\x03." + p::start +
            "}." + p::start + callOf("os", "system") + ".",
        "pickle-global", "os.system");
    row("debugging pickle of a script",
        script(codeOf("pass"), {{"net/code/__torch__.py.debug_pkl", p::start + callOf("os", "system") + "."}}),
        "pickle-global", "os.system");
    row("constants of a script",
        script(codeOf("pass"), {{"net/more/constants.pkl", p::start + callOf("os", "system") + "."}}),
        "pickle-global", "os.system");
    row("bytecode",
        script(codeOf("pass"),
               {{"net/bytecode.pkl", p::start + p::mark + p::text("aten::save") + p::tuple + "."}}),
        "script-operator", "aten::save");

    // Program text.
    const auto acts = [&](const char* tag, const char* body, const char* id, const char* words) {
      row(tag, script(codeOf(body)), id, words);
    };
    acts("torch.save", "torch.save(x, \"/tmp/f\")", "script-operator", "‘aten::save’ reads or writes files");
    acts("torch.from_file", "y = torch.from_file(\"/etc/passwd\", False, 9)", "script-operator",
         "aten::from_file");
    acts("ops.aten.save", "ops.aten.save(x, \"/tmp/f\")", "script-operator", "aten::save");
    acts("a method that is an operator", "(x).save(\"/tmp/f\")", "script-operator", "aten::save");
    acts("a method of a text", "y = \"/etc/passwd\".from_file(False, 9)", "script-operator", "aten::from_file");
    acts("a method of a number", "1.0.save(\"/tmp/f\")", "script-operator", "aten::save");
    acts("with spaces", "torch . save (x, \"f\")", "script-operator", "aten::save");
    acts("over lines", "torch.\\\n save(x, \"f\")", "script-operator", "aten::save");
    acts("by another name", "f = torch.save\n    f(x, \"/tmp/f\")", "script-operator", "aten::save");
    acts("getattr", "getattr(x, \"save\")(\"/tmp/f\")", "script-operator", "aten::save");
    acts("getattr of what is not named", "getattr(x, x)", "script-hidden", "does not name");
    acts("torch by another name", "t = torch\n    t.relu(x)", "script-hidden", "‘torch’ as a value");
    acts("ops as an argument", "f(ops, x)", "script-hidden", "‘ops’ as a value");
    acts("half an operator", "t = ops.aten\n    t.relu(x)", "script-hidden", "‘ops’ as a value");
    acts("operator of a library", "y = ops.evil.run(x)", "script-operator", "evil::run");
    acts("unknown operator", "y = torch.frobnicate(x)", "script-operator", "aten::frobnicate");
    acts("unknown method", "y = (x).frobnicate()", "script-operator", "aten::frobnicate");
    acts("remote call", "y = ops.prim.rpc_async(\"worker\", x)", "script-operator", "network");
    acts("collective", "y = ops.c10d.send(x)", "script-operator", "c10d::send");
    acts("picture file", "y = ops.image.read_file(\"/etc/passwd\")", "script-operator", "image::read_file");
    acts("class of a library", "y = __torch__.torch.classes.dist_rpc.Agent()", "script-class", "dist_rpc.Agent");
    acts("Python", "import os", "script-language", "Python");
    acts("open", "y = open(\"/etc/passwd\")", "script-operator", "‘open’ reads or writes files");
    acts("after a comment", "# \"\"\"\n    torch.save(x, \"f\")\n    # \"\"\"", "script-operator", "aten::save");
    acts("after a text that ends in a backslash", "y = \"\\\\\"\n    torch.save(x, \"f\")", "script-operator",
         "aten::save");
    // What trusts its arguments.
    for (const char* body :
         {"y = torch._sparse_coo_tensor_unsafe(x, x, [4])", "y = torch.to_dense(x)",
          "y = torch.ctc_loss(x, x, x, x, 0)", "y = torch.native_channel_shuffle(x, 0)",
          "y = (x).channel_shuffle(0)", "y = torch.segment_reduce(x, \"sum\")", "y = torch.searchsorted(x, x)",
          "y = torch.embedding_bag(x, x, x)", "y = torch.as_strided(x, [1], [1])", "y = torch.linalg_lu_factor(x)",
          "y = torch._weight_norm(x, x)", "y = torch.repeat_interleave(x, x)",
          "y = torch._fft_c2c(x, [0], 0, True)", "y = torch.sym_size(x, 99)", "y = torch.lstm(x, x, x)"}) {
      const bool unknown = std::string_view(body).find("linalg_lu") != std::string_view::npos;
      acts(body, body, "script-operator", unknown ? "is not known to compute only" : "trusts its arguments");
    }
    acts("quantised", "y = ops.quantized.conv2d(x, x, 1., 0)", "script-operator", "QuantizeLinear");
    acts("quantised tensor", "y = torch.quantize_per_tensor(x, 1., 0, 13)", "script-operator", "QuantizeLinear");
    acts("packed weights", "y = __torch__.torch.classes.quantized.Conv2dPackedParamsBase()", "script-class",
         "QuantizeLinear");
    acts("optimised", "y = ops.prim.ConstantMKLDNNTensor(x)", "script-operator", "optimize_for_inference");
    acts("nested tensors", "y = torch._nested_view_from_buffer(x, x, x, [0])", "script-operator",
         "set_fastpath_enabled");
    row("the guarded fast path while loading",
        script(codeOf("pass") + "  def __setstate__(self: __torch__.Net, s: Tensor) -> None:\n"
                                "    y = torch._native_multi_head_attention(s, s, s, 1, 0, s, s, s, s)\n"),
        "script-operator", "set_fastpath_enabled");
    acts("one that the file defines, too",
         "y = (x).ctc_loss(x)\n  def ctc_loss(self: __torch__.Net, x: Tensor) -> Tensor:\n    return x",
         "script-operator", "aten::ctc_loss");
    row("while loading",
        script(codeOf("pass") + "  def __setstate__(self: __torch__.Net, s: Tensor) -> None:\n"
                                "    torch.save(s, \"/tmp/f\")\n"),
        "script-operator", "aten::save");
    row("in a file of another case", script("", {{"net/CODE/__torch__/a.py", codeOf("torch.save(x, \"f\")")}}),
        "script-operator", "aten::save");
    row("in a file of another ending", script("", {{"net/code/__torch__/a.txt", codeOf("torch.save(x, \"f\")")}}),
        "script-operator", "aten::save");

    // Archives.
    const auto archive = [&](const char* tag, std::vector<Entry> more, const char* id, const char* words) {
      row(tag, checkpoint(kStateDict, {std::string(24, '\0')}, std::move(more)), id, words);
    };
    archive("path out of the folder", {{"net/../../etc/cron.d/x", "x"}}, "zip-path", "leads out");
    archive("absolute path", {{"/etc/cron.d/x", "x"}}, "zip-path", "absolute");
    archive("path of Windows", {{"net\\..\\x", "x"}}, "zip-path", "foreign");
    archive("drive", {{"C:/x", "x"}}, "zip-path", "absolute");
    archive("null in the name", {{std::string("net/a\0b", 7), "x"}}, "zip-path", "null");
    archive("twice", {{"net/data.pkl", kStateDict}}, "zip-duplicate", "twice");
    archive("twice but for case", {{"net/DATA.pkl", kStateDict}}, "zip-duplicate", "twice");
    archive("encrypted", {{.name = "net/x", .content = "x", .flags = 1}}, "zip-encrypted", "encrypted");
    archive("two names", {{.name = "net/x", .content = "x", .localName = "net/y"}}, "zip-ambiguous",
            "another name");
    archive("overlap", {{.name = "net/x", .content = std::string(24, '\0'), .sameAs = 3}}, "zip-overlap",
            "overlaps");
    archive("bomb", {{.name = "net/data/9", .content = std::string(20 << 20, '\0'), .pack = true}}, "zip-bomb",
            "unpacks");
    archive("bomb by its word", {{.name = "net/data/9", .content = "xx", .pack = true, .statedSize = 0xf0000000}},
            "zip-bomb", "unpacks");

    // ONNX.
    row("operator of a maker", onnx::model(onnx::node("Run", "com.evil")), "onnx-operator", "com.evil::Run");
    row("operator in a branch",
        onnx::model(onnx::node(
            "If", {}, onnx::bytes(5, onnx::bytes(1, "then") + onnx::bytes(6, onnx::node("Run", "com.evil"))))),
        "onnx-operator", "com.evil::Run");
    row("operator in a function",
        onnx::model(onnx::node("F", "own"),
                    onnx::bytes(25, onnx::bytes(1, "F") + onnx::bytes(10, "own") +
                                        onnx::bytes(7, onnx::bytes(4, "Run") + onnx::bytes(7, "evil")))),
        "onnx-operator", "evil::Run");
    row("absolute external data", onnx::model(onnx::tensor({9}, onnx::external("/etc/passwd"))), "onnx-external",
        "/etc/passwd");
    row("external data above", onnx::model(onnx::tensor({9}, onnx::external("a/../../secret"))), "onnx-external",
        "leads out");
    row("external data in an attribute",
        onnx::model(onnx::node("Constant", {},
                               onnx::bytes(5, onnx::bytes(1, "value") + onnx::bytes(5, onnx::external("../x"))))),
        "onnx-external", "leads out");
    row("absurd shape", onnx::model(onnx::tensor({1ULL << 40, 1ULL << 40}, {})), "onnx-shape", "absurd");
    row("absurd input",
        onnx::model(onnx::bytes(
            11,
            onnx::bytes(1, "x") +
                onnx::bytes(2, onnx::bytes(1, onnx::number(1, 1) +
                                                  onnx::bytes(2, onnx::bytes(1, onnx::number(1, 1ULL << 62))))))),
        "onnx-shape", "absurd");
    std::string deep = onnx::node("Relu");
    for (int i = 0; i < 40; ++i) deep = onnx::node("If", {}, onnx::bytes(5, onnx::bytes(6, deep)));
    row("graphs in graphs", onnx::model(deep), "onnx-depth", "deep");
  }
  void refused() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, id);
    QFETCH(std::string, words);
    const AuditReport report = audited(bytes);
    QVERIFY2(report.verdict() == Verdict::Refused, auditWords(report).c_str());
    const bool said =
        std::any_of(report.findings.begin(), report.findings.end(), [&](const AuditFinding& finding) {
          return finding.severity == AuditSeverity::Refused && finding.id == id &&
                 finding.words.english().find(words) != std::string::npos;
        });
    QVERIFY2(said, auditWords(report).c_str());
    // Opening refuses it just so, in one line, and nothing in it has run.
    try {
      (void)openModel(written(bytes).string());
      QFAIL("opened");
    } catch (const Error& wrong) {
      QCOMPARE(wrong.kind(), Error::Kind::Refused);
      QVERIFY(QString(wrong.what()).contains("net.pt"));
      QVERIFY(!QString(wrong.what()).contains('\n'));
    }
    QVERIFY(!fs::exists("/tmp/adversarium-was-here"));
  }

  /// Files on which LibTorch wrote beyond memory or divided by zero.
  void filesThatBrokeLibTorchAreRefused_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"ts_mem_sparse_write.pt", "ts_mem_ctc.pt", "ts_setstate_mem3.pt", "ts_fpe_shuffle.pt"}) {
      QTest::newRow(name) << QString("hostile/") + name;
    }
  }
  void filesThatBrokeLibTorchAreRefused() {
    QFETCH(QString, name);
    const QString file = realData(name.toUtf8().constData());
    if (file.isEmpty()) QSKIP("the files from strangers are not here");
    try {
      (void)openModel(file.toStdString());
      QFAIL("opened");
    } catch (const Error& wrong) {
      QCOMPARE(wrong.kind(), Error::Kind::Refused);
      QVERIFY2(QString::fromUtf8(wrong.what()).contains("trusts its arguments"), wrong.what());
    }
  }
  /// PyTorch's own transformer layers hold operators that look at nothing: they are let in, and looked at for
  /// them.
  void theFastPathOfTransformersIsGuarded() {
    const QString file = realData("hostile/vit_script.pt");
    if (file.isEmpty()) QSKIP("the files from strangers are not here");
    const auto model = openModel(file.toStdString());
    const ImageShape& shape = model->info().input;
    QVERIFY(model->logits(at::rand({2, shape.channels, shape.height, shape.width})).isfinite().all().item<bool>());
    torch::jit::Module none("none");
    none.define(R"(
def forward(self, x):
    t = torch.reshape(x, [-1, 16, 12])
    w = torch.zeros([36, 12])
    p = torch.zeros([12, 12])
    y, _ = torch._native_multi_head_attention(t, t, t, 12, int(x.size(0)) - 2, w, w[:, 0], p, p[0])
    return torch.flatten(y, 1)
)");
    const std::string heads = m_folder.filePath("heads.pt").toStdString();
    none.save(heads);
    std::ofstream(heads + ".json") << R"({"input": [3, 8, 8]})";
    QCOMPARE(openModel(heads)->info().classes, std::int64_t(192));  // none of two images: would divide by zero
  }

  void absurdDivisorsAreNamed_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"onnx_stride0.onnx", "onnx_groups_zero.onnx", "adv_fuzz_fpe.adv"})
      QTest::newRow(name) << QString("hostile/") + name;
  }
  void absurdDivisorsAreNamed() {
    QFETCH(QString, name);
    const QString file = realData(name.toUtf8().constData());
    if (file.isEmpty()) QSKIP("the files from strangers are not here");
    try {
      (void)openModel(file.toStdString());
      QFAIL("opened");
    } catch (const InputError& wrong) {
      QVERIFY2(QString::fromUtf8(wrong.what()).contains("absurd"), wrong.what());
    }
  }

  void damaged_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("words");
    const auto row = [](const char* tag, const std::string& bytes, const char* words) {
      QTest::newRow(tag) << bytes << std::string(words);
    };
    row("empty", "", "is empty");
    row("text", "just words, not a model\n", "text file");
    row("web page", "<!DOCTYPE html><html>", "web page");
    row("LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS");
    row("Keras", "\x89HDF\r\n\x1a\n", "ONNX");
    row("gzip", "\x1f\x8b\x08\x01\x02", "unpack");
    row("old tar", std::string(257, 'x') + "ustar" + std::string(300, '\0'), "tar");
    row("bare pickle of values", p::start + p::orderedDict() + p::stop, "bare pickle");
    row("zip of something else", zip({{"a.txt", "hello"}}), "without a model");
    row("NumPy arrays", zip({{"a.npy", "x"}}), "NumPy");
    row("exported program", zip({{"m/serialized_exported_program.json", "{}"}}), "torch.export");
    row("zip cut short", checkpoint(kStateDict, {std::string(24, '\0')}).substr(0, 400), "cut short");
    row("wrong checksum", checkpoint(kStateDict, {}, {{.name = "net/data/0", .content = "abc", .crcOff = 1}}),
        "checksum");
    row("wrong packed size",
        checkpoint(kStateDict, {}, {{.name = "net/x.pkl", .content = "abc", .pack = true, .statedSize = 7}}),
        "does not unpack");
    row("pickle cut short", checkpoint(kStateDict.substr(0, 60)), "cut short");
    row("pickle that takes too much", checkpoint("\x80\x02\x85."), "takes more values");
    row("big-endian", zip({{"net/data.pkl", kStateDict}, {"net/byteorder", "big"}}), "big-endian");
    row("TorchScript before 2019", zip({{"net/model.json", "{}"}}), "before 2019");
    row("brackets in brackets", script(codeOf("y = " + std::string(201, '(') + "x" + std::string(201, ')'))),
        "200 brackets");
    row("quotation without end", script(codeOf("y = \"abc")), "without end");
    row("ONNX without a file beside it", onnx::model(onnx::tensor({9}, onnx::external("missing.bin"))),
        "is missing");
    row("ONNX of too few bytes", onnx::model(onnx::tensor({9}, onnx::bytes(9, "abc"))), "needs 36");
    row("safetensors of a false size", std::string("\xff\0\0\0\0\0\0\0{}", 10), "claims a header");
  }
  void damaged() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, words);
    const AuditReport report = audited(bytes);
    QVERIFY2(report.verdict() == Verdict::Unreadable, auditWords(report).c_str());
    QVERIFY2(auditWords(report).find(words) != std::string::npos, auditWords(report).c_str());
    QVERIFY_EXCEPTION_THROWN(openModel(written(bytes).string()), InputError);
  }

  void whatIsNoFileIsAnError() {
    QVERIFY_EXCEPTION_THROWN(auditModelFile("/nowhere/net.pt"), InputError);
    QVERIFY_EXCEPTION_THROWN(auditModelFile(m_folder.path().toStdString()), InputError);
    QVERIFY_EXCEPTION_THROWN(auditModelFile("/dev/zero"), InputError);
  }

  void whatWasExaminedIsWhatIsRead() {
    const fs::path file = written("honest");
    const BoundedFile opened(file);
    fs::rename(written("another", "other.pt"), file);
    QCOMPARE(opened.read(0, opened.size()), std::string("honest"));

    const BoundedFile other(file);
    QTest::qSleep(20);  // longer than a file system's clock stands still
    (void)written("changed");
    try {
      other.requireUnchanged();
      QFAIL("a file that somebody has written to passes for the one that was examined");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains("was changed while"), wrong.what());
    }
  }

  void externalDataStaysInTheFolder() {
    const fs::path folder = m_folder.path().toStdString();
    fs::create_directory(folder / "in");
    std::ofstream(folder / "in" / "weights.bin") << "123456789012";
    std::ofstream(folder / "secret.bin") << "123456789012";
    fs::create_symlink(folder / "secret.bin", folder / "in" / "link.bin");
    fs::create_directory_symlink(folder, folder / "in" / "up");
    const fs::path model = folder / "in" / "net.onnx";
    const auto verdictFor = [&](const std::string& location) {
      std::ofstream(model, std::ios::binary) << onnx::model(onnx::tensor({3}, onnx::external(location)));
      return auditModelFile(model).verdict();
    };
    QCOMPARE(verdictFor("weights.bin"), Verdict::Allowed);
    QCOMPARE(verdictFor("./weights.bin"), Verdict::Allowed);
    QCOMPARE(verdictFor("link.bin"), Verdict::Refused);
    QCOMPARE(verdictFor("up/secret.bin"), Verdict::Refused);
    QCOMPARE(verdictFor("../in/weights.bin"), Verdict::Refused);
    QVERIFY(!badExternalPath(model, "weights.bin"));
  }

  /// A stranger's words cannot rewrite the terminal, and the report is JSON whatever they hold.
  void strangersWordsAreMadeSafe() {
    const AuditReport report = audited(
        checkpoint(p::start + p::global("os\x1b[2J", "system\xff") + p::stop, {}, {{"net/\x1b]0;x\x07", "x"}}));
    const std::string words = auditWords(report);
    QVERIFY(words.find('\x1b') == std::string::npos);
    const auto parsed = nlohmann::json::parse(auditJson(report));
    QCOMPARE(parsed["schema"].get<std::string>(), std::string("adversarium.audit/1"));
    QCOMPARE(parsed["verdict"].get<std::string>(), std::string("refused"));
    QCOMPARE(parsed["sha256"].get<std::string>().size(), std::size_t(64));
    QVERIFY(!parsed["findings"].empty());
  }

  /// Everything that LibTorch registers is either on the list or not let in; none that touches files is on it.
  void everyRegisteredOperatorIsJudged() {
    int allowed = 0, refused = 0;
    for (const auto& op : torch::jit::getAllOperators()) {
      const std::string name = op->schema().name();
      const std::size_t colons = name.find("::");
      if (colons == std::string::npos) continue;
      const std::string space = name.substr(0, colons), own = name.substr(colons + 2);
      const bool in = judgeOperator(space, own).kind == OperatorJudgement::Kind::Computes;
      ++(in ? allowed : refused);
      // An operator that takes a file's name calls it so.
      for (const auto& argument : op->schema().arguments()) {
        if (argument.name().find("file") != std::string::npos) QVERIFY2(!in, name.c_str());
      }
      if (space == "c10d" || space == "onnx") QVERIFY2(!in, name.c_str());
    }
    QVERIFY(allowed > 700);
    QVERIFY(refused > 50);
    for (const char* name : {"conv2d", "batch_norm", "relu_", "linear", "matmul", "softmax"}) {
      QVERIFY(judgeOperator("aten", name).kind == OperatorJudgement::Kind::Computes);
    }
  }

  /// Cut at every byte, and with bytes changed: never worse than a finding.
  void damageNeverCrashes_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("checkpoint") << checkpoint(kStateDict, {std::string(24, '\1')});
    QTest::newRow("script") << script(codeOf("y = torch.relu(x)"),
                                      {{"net/code/__torch__/b.py", codeOf("pass"), true}});
    QTest::newRow("ONNX") << onnx::model(onnx::node("Conv") +
                                         onnx::tensor({2, 1}, onnx::bytes(9, std::string(8, '\1'))) +
                                         onnx::tensor({2}, onnx::external("x.bin")));
    QTest::newRow("pickle") << kStateDict;
    QTest::newRow("old checkpoint") << p::start + "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19." + p::start +
                                           "M\xe9\x03." + p::start + "}." + kStateDict + p::start + "]" +
                                           p::text("0") + "a." + little(6, 8) + std::string(24, '\1');
    Safetensors weights;
    weights.tensors["w"] = at::ones({2});
    QTest::newRow("safetensors") << safetensorsBytes(weights);
  }
  void damageNeverCrashes() {
    QFETCH(std::string, bytes);
    const fs::path whole = written(bytes, "fuzz.pt");
    const auto tried = [&](const std::string& damaged) {
      const fs::path file = written(damaged, "fuzz.pt");
      const AuditReport report = auditModelFile(file);
      QVERIFY(!auditJson(report).empty());
      if (report.verdict() != Verdict::Allowed || report.container == "torchscript") return;
      try {
        (void)openModel(file.string());
      } catch (const Error& wrong) {
        QVERIFY(!QString(wrong.what()).contains('\n'));
      }
    };
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      tried(bytes.substr(0, size));
      if (bytes.starts_with("PK")) QVERIFY(auditModelFile(whole).verdict() != Verdict::Allowed);
    }
    std::mt19937 random(11);
    for (int round = 0; round < 1500; ++round) {
      std::string damaged = bytes;
      for (unsigned change = 0; change <= random() % 4; ++change) {
        damaged[random() % damaged.size()] = static_cast<char>(random() % 3 ? random() : 0xff);
      }
      tried(damaged);
    }
  }
};

ADVERSARIUM_SUITE(TestAudit)
#include "test_audit.moc"
