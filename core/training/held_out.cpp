// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/held_out.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/class_numbers.h"
#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/tensor/convert.h"

namespace adversarium {

namespace {

std::shared_ptr<const DataSet> partBeside(const std::string& where, ImageShape shape) {
  if (where.starts_with("demo:") && where.ends_with("-train"))
    return openDataSet(where.substr(0, where.size() - 6), shape);
  try {
    if (where.ends_with("#train")) return openDataSet(where.substr(0, where.size() - 6) + "#test", shape);
    const std::filesystem::path record = std::filesystem::path(where) / "record.json";
    std::error_code ignored;
    if (!std::filesystem::exists(record, ignored)) return nullptr;
    return partBeside(recordFromJson(readBytes(record), record.string()).request.data, shape);
  } catch (const InputError&) {
    return nullptr;
  }
}

}  // namespace

std::shared_ptr<const DataSet> heldOutPart(const DataSet& training) {
  const DataInfo& info = training.info();
  auto part = partBeside(info.where, {info.channels, info.height, info.width});
  return part ? withClassesOf(std::move(part), std::ssize(info.classNames), info.classNames) : nullptr;
}

ChosenData::ChosenData(std::shared_ptr<const DataSet> source, std::vector<std::int64_t> indices)
    : DataSet(source->info()), m_source(std::move(source)), m_indices(std::move(indices)) {
  m_info.count = static_cast<std::int64_t>(m_indices.size());
}

void ChosenData::read(std::int64_t index, std::span<float> planes) const {
  m_source->read(m_indices[static_cast<std::size_t>(index)], planes);
}

int ChosenData::label(std::int64_t index) const {
  return m_source->label(m_indices[static_cast<std::size_t>(index)]);
}

std::string ChosenData::sha256() const {
  Sha256 hash;
  hash.add(m_source->sha256());
  hash.add(m_indices.data(), m_indices.size() * sizeof(std::int64_t));
  return hash.hex();
}

Split splitFor(const std::shared_ptr<const DataSet>& data, std::vector<std::int64_t> samples, std::uint64_t seed) {
  const DataInfo& info = data->info();
  if (samples.size() < 2) throw InputError(info.where, "has too few samples to train on and to judge by");
  if (auto test = heldOutPart(*data)) return {std::move(samples), std::move(test), false};
  at::Generator random = generatorFrom(seed ^ 0xbacc0de5ULL);
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t kept = std::max<std::int64_t>(1, count / 10);
  std::vector<std::int64_t> back, rest;
  for (const std::int64_t place : integersOf(at::randperm(count, random, at::kLong)))
    (static_cast<std::int64_t>(back.size()) < kept ? back : rest)
        .push_back(samples[static_cast<std::size_t>(place)]);
  std::sort(back.begin(), back.end());
  std::sort(rest.begin(), rest.end());
  return {std::move(rest), std::make_shared<ChosenData>(data, std::move(back)), true};
}

}  // namespace adversarium
