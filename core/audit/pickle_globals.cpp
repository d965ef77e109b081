// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/pickle_globals.h"

#include <algorithm>
#include <iterator>

#include "core/audit/phrases.h"

namespace adversarium {
namespace {

using namespace phrases;

struct GlobalFamily {
  std::string_view name;  // "module.name", or a module with a trailing dot for everything in it
  const char* words;
};

/// What torch.save, TorchScript, NumPy and the usual training loops put into files. They build values only.
constexpr std::string_view kPlain[] = {
    "collections.OrderedDict",
    "collections.defaultdict",
    "collections.Counter",
    "torch.Size",
    "torch.device",
    "torch.Tensor",
    "torch._utils._rebuild_tensor",
    "torch._utils._rebuild_tensor_v2",
    "torch._utils._rebuild_tensor_v3",
    "torch._utils._rebuild_parameter",
    "torch._utils._rebuild_parameter_with_state",
    "torch._utils._rebuild_qtensor",
    "torch._utils._rebuild_sparse_tensor",
    "torch._tensor._rebuild_from_type_v2",
    "torch.nn.parameter.Parameter",
    "torch.nn.parameter.Buffer",
    "torch.serialization._get_layout",
    "torch.per_tensor_affine",
    "torch.per_channel_affine",
    "torch.per_tensor_symmetric",
    "torch.per_channel_symmetric",
    "torch.jit._pickle.build_intlist",
    "torch.jit._pickle.build_doublelist",
    "torch.jit._pickle.build_boollist",
    "torch.jit._pickle.build_tensorlist",
    "torch.jit._pickle.build_tensor_from_id",
    "torch.jit._pickle.restore_type_tag",
    "numpy.core.multiarray.scalar",
    "numpy.core.multiarray._reconstruct",
    "numpy._core.multiarray.scalar",
    "numpy._core.multiarray._reconstruct",
    "numpy.ndarray",
    "numpy.dtype",
    "numpy.dtypes.Float32DType",
    "numpy.dtypes.Float64DType",
    "numpy.dtypes.Int64DType",
    "_codecs.encode",
    "argparse.Namespace",
    "types.SimpleNamespace",
    "datetime.datetime",
    "datetime.timedelta",
    "pathlib.Path",
    "pathlib.PosixPath",
    "pathlib.WindowsPath",
    "pathlib.PurePosixPath",
    "builtins.set",
    "builtins.frozenset",
    "builtins.complex",
    "builtins.bytearray",
    "builtins.int",
    "builtins.float",
    "builtins.str",
    "builtins.dict",
    "builtins.list",
    "builtins.tuple",
    "__builtin__.set",
    "__builtin__.frozenset",
    "__builtin__.complex",
    "__builtin__.bytearray",
    "__builtin__.int",
    "__builtin__.long",
    "__builtin__.float",
    "__builtin__.unicode",
    "__builtin__.dict",
    "__builtin__.list",
};

constexpr std::string_view kTorchStorages[] = {"Float",    "Double",   "Half",         "BFloat16",     "Long",
                                               "Int",      "Short",    "Char",         "Byte",         "Bool",
                                               "Untyped",  "Typed",    "QUInt8",       "QInt8",        "QInt32",
                                               "QUInt4x2", "QUInt2x4", "ComplexFloat", "ComplexDouble"};

constexpr std::string_view kTorchTypes[] = {
    "float32", "float",  "float64", "double",  "float16",       "half",       "bfloat16",
    "int64",   "long",   "int32",   "int",     "int16",         "short",      "int8",
    "uint8",   "uint16", "uint32",  "uint64",  "bool",          "complex64",  "complex128",
    "quint8",  "qint8",  "qint32",  "strided", "float8_e4m3fn", "float8_e5m2"};

constexpr GlobalFamily kActingFamilies[] = {
    {"os.", kPrograms},
    {"posix.", kPrograms},
    {"nt.", kPrograms},
    {"subprocess.", kPrograms},
    {"_posixsubprocess.", kPrograms},
    {"pty.", kPrograms},
    {"popen2.", kPrograms},
    {"commands.", kPrograms},
    {"multiprocessing.", kPrograms},
    {"distutils.", kPrograms},
    {"setuptools.", kPrograms},
    {"platform.", kPrograms},
    {"pip.", kPrograms},
    {"shutil.", kFiles},
    {"tempfile.", kFiles},
    {"io.", kFiles},
    {"_io.", kFiles},
    {"codecs.", kFiles},
    {"glob.", kFiles},
    {"fileinput.", kFiles},
    {"linecache.", kFiles},
    {"zipfile.", kFiles},
    {"tarfile.", kFiles},
    {"sqlite3.", kFiles},
    {"dbm.", kFiles},
    {"shelve.", kFiles},
    {"mmap.", kFiles},
    {"logging.", kFiles},
    {"pathlib.", kFiles},
    {"numpy.load", kFiles},
    {"numpy.save", kFiles},
    {"numpy.fromfile", kFiles},
    {"numpy.memmap", kFiles},
    {"socket.", kNetwork},
    {"_socket.", kNetwork},
    {"ssl.", kNetwork},
    {"urllib", kNetwork},
    {"http.", kNetwork},
    {"httplib.", kNetwork},
    {"requests.", kNetwork},
    {"aiohttp.", kNetwork},
    {"httpx.", kNetwork},
    {"ftplib.", kNetwork},
    {"smtplib.", kNetwork},
    {"telnetlib.", kNetwork},
    {"xmlrpc.", kNetwork},
    {"socketserver.", kNetwork},
    {"asyncio.", kPrograms},
    {"webbrowser.", kPrograms},
    {"builtins.", kOtherCode},
    {"__builtin__.", kOtherCode},
    {"sys.", kProgram},
    {"gc.", kProgram},
    {"signal.", kProgram},
    {"ctypes.", kMachineCode},
    {"_ctypes.", kMachineCode},
    {"cffi.", kMachineCode},
    {"importlib.", kOtherCode},
    {"imp.", kOtherCode},
    {"pkgutil.", kOtherCode},
    {"runpy.", kOtherCode},
    {"code.", kOtherCode},
    {"codeop.", kOtherCode},
    {"bdb.", kOtherCode},
    {"pdb.", kOtherCode},
    {"timeit.", kOtherCode},
    {"trace.", kOtherCode},
    {"cProfile.", kOtherCode},
    {"profile.", kOtherCode},
    {"doctest.", kOtherCode},
    {"marshal.", kOtherCode},
    {"types.", kOtherCode},
    {"pickle.", kPickle},
    {"_pickle.", kPickle},
    {"cPickle.", kPickle},
    {"dill.", kOtherCode},
    {"cloudpickle.", kOtherCode},
    {"joblib.", kPickle},
    {"operator.", kOtherCode},
    {"_operator.", kOtherCode},
    {"functools.", kOtherCode},
    {"itertools.", kOtherCode},
    {"thread.", kProgram},
    {"_thread.", kProgram},
    {"threading.", kProgram},
    {"torch.load", kPickle},
    {"torch.save", kFiles},
    {"torch.from_file", kFiles},
    {"torch.hub.", kOtherCode},
    {"torch.jit.load", kOtherCode},
    {"torch.jit.unsupported_tensor_ops.execWrapper", kOtherCode},
    {"torch.ops.", kOtherCode},
    {"torch.classes.", kOtherCode},
    {"torch.serialization.load", kPickle},
    {"torch.storage._load_from_bytes", kPickle},
    {"torch.package.", kOtherCode},
    {"torch.multiprocessing.", kPrograms},
    {"torch.distributed.", kNetwork},
    {"torch.utils.cpp_extension.", kPrograms},
    {"torch.utils._config_module.", kPickle},
    {"torch.utils.bottleneck.", kOtherCode},
    {"torch.utils.collect_env.", kPrograms},
    {"torch._inductor.", kMachineCode},
    {"numpy.testing.", kOtherCode},
    {"numpy.f2py.", kOtherCode},
    {"numpy.distutils.", kPrograms},
};

}  // namespace

GlobalJudgement judgeGlobal(std::string_view global, bool script) {
  using Judged = GlobalJudgement::Kind;
  if (std::find(std::begin(kPlain), std::end(kPlain), global) != std::end(kPlain)) return {Judged::Plain};
  if (script && global.starts_with("__torch__.")) return {Judged::Plain};
  std::string_view torch = global;
  for (const std::string_view prefix : {"torch.storage.", "torch.cuda.", "torch."}) {
    if (!torch.starts_with(prefix)) continue;
    torch.remove_prefix(prefix.size());
    break;
  }
  if (torch.size() != global.size()) {
    if (std::find(std::begin(kTorchTypes), std::end(kTorchTypes), torch) != std::end(kTorchTypes))
      return {Judged::Plain};
    if (torch.ends_with("Storage")) {
      torch.remove_suffix(std::string_view("Storage").size());
      if (std::find(std::begin(kTorchStorages), std::end(kTorchStorages), torch) != std::end(kTorchStorages))
        return {Judged::Plain};
    }
  }
  for (const GlobalFamily& family : kActingFamilies) {
    if (global.starts_with(family.name)) return {Judged::Acting, family.words};
  }
  return {Judged::Object};
}

}  // namespace adversarium
