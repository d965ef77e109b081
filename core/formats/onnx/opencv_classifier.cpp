// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/opencv_classifier.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <mutex>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "core/base/error.h"
#include "core/formats/onnx/messages.h"
#include "core/formats/sidecar/sidecar.h"

namespace adversarium {
namespace {

/// OpenCV reports on standard error what it throws anyway.
class Quiet {
 public:
  Quiet() : m_before(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
  ~Quiet() { cv::utils::logging::setLogLevel(m_before); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  cv::utils::logging::LogLevel m_before;
};

class OpenCvClassifier final : public Classifier {
 public:
  OpenCvClassifier(ModelInfo info, cv::dnn::Net net, Graph leading)
      : Classifier(std::move(info)), m_net(std::move(net)), m_leading(std::move(leading)) {}

  at::Tensor logits(const at::Tensor& images) const override {
    const ImageShape& input = m_info.input;
    if (images.dim() != 4 || images.size(1) != input.channels || images.size(2) != input.height ||
        images.size(3) != input.width) {
      throw UsageError(m_info.where, "takes images of another shape");
    }
    const at::NoGradGuard noGradient;
    const at::Tensor values = rows(images);
    return m_probabilities ? values.clamp_min(1e-30).log() : values;
  }

  /// Whether it can be computed at all, and what comes out.
  bool probe() {
    try {
      const Quiet quiet;
      const ImageShape& input = m_info.input;
      const at::Tensor shades = at::linspace(0, 1, 2 * input.channels * input.height * input.width)
                                    .view({2, input.channels, input.height, input.width});
      const at::Tensor values = rows(shades);
      if (values.size(1) < 1 || !values.isfinite().all().item<bool>()) return false;
      m_info.classes = values.size(1);
      // Where the file beside the model says so, whoever reads that takes the logarithm.
      m_probabilities = values.size(1) > 1 && !readSidecar(m_info.where).probabilities &&
                        values.ge(0).all().item<bool>() && (values.sum(1) - 1).abs().max().item<double>() < 1e-3;
      return true;
    } catch (const cv::Exception&) {
      return false;
    } catch (const Error&) {
      return false;
    }
  }

 private:
  /// Image by image: what a file says of its batch is not for OpenCV to change.
  at::Tensor rows(const at::Tensor& images) const {
    const std::lock_guard lock(m_mutex);
    std::vector<at::Tensor> answers;
    for (const at::Tensor& image : images.split(1)) {
      const at::Tensor input =
          (m_leading.nodes.empty() ? image : m_leading.run(image)).to(at::kFloat).contiguous();
      const std::vector<int> sizes(input.sizes().begin(), input.sizes().end());
      // OpenCV only reads what it is given here.
      m_net.setInput(cv::Mat(sizes, CV_32F, input.data_ptr<float>()));
      const cv::Mat output = m_net.forward();
      if (output.type() != CV_32F || !output.isContinuous())
        throw InputError(m_info.where, "gives no real scores");
      answers.push_back(
          at::from_blob(output.data, {1, static_cast<std::int64_t>(output.total())}, at::kFloat).clone());
    }
    return at::cat(answers);
  }

  mutable cv::dnn::Net m_net;
  mutable std::mutex m_mutex;
  Graph m_leading;
  bool m_probabilities = false;
};

}  // namespace

std::shared_ptr<const Classifier> openThroughOpenCv(const OnnxFile& file, ModelInfo info, Graph leading) {
  const Quiet quiet;
  cv::dnn::Net net;
  try {
    // From the message, not from the file: its external data is in it, and nothing else is opened.
    const std::string bytes = file.model->SerializeAsString();
    net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  } catch (const std::exception&) {
    return nullptr;
  }
  auto model = std::make_shared<OpenCvClassifier>(std::move(info), std::move(net), std::move(leading));
  return model->probe() ? model : nullptr;
}

}  // namespace adversarium
