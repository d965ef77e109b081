// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace adversarium {

OptimiserState::OptimiserState(const TrainPlan& plan, std::vector<at::Tensor> parameters, AdamDecay decay)
    : m_plan(plan), m_decay(decay), m_parameters(std::move(parameters)) {
  for (const at::Tensor& parameter : m_parameters) {
    m_first.push_back(at::zeros_like(parameter));
    if (plan.optimiser == Optimiser::Adam) m_second.push_back(at::zeros_like(parameter));
  }
}

void OptimiserState::step(const std::vector<at::Tensor>& gradients, double learningRate) {
  const at::NoGradGuard noGradient;
  constexpr double kEpsilon = 1e-8;
  const double beta1 = m_decay.mean, beta2 = m_decay.square;
  ++m_steps;
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(m_steps));
  const double correction2 = 1 - std::pow(beta2, static_cast<double>(m_steps));
  for (std::size_t i = 0; i < m_parameters.size(); ++i) {
    if (!gradients[i].defined()) continue;
    at::Tensor parameter = m_parameters[i];
    at::Tensor gradient = gradients[i];
    // Biases and batch norm are vectors; decaying them only costs accuracy.
    const double decay = parameter.dim() > 1 ? m_plan.weightDecay : 0;
    if (m_plan.optimiser == Optimiser::Sgd) {
      if (decay > 0) gradient = gradient + decay * parameter;
      m_first[i].mul_(m_plan.momentum).add_(gradient);
      parameter.sub_(gradient + m_plan.momentum * m_first[i], learningRate);
    } else {
      if (decay > 0) parameter.mul_(1 - learningRate * decay);
      m_first[i].mul_(beta1).add_(gradient, 1 - beta1);
      m_second[i].mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
      parameter.addcdiv_(m_first[i], (m_second[i] / correction2).sqrt_().add_(kEpsilon),
                         -learningRate / correction1);
    }
  }
}

std::map<std::string, at::Tensor> OptimiserState::save() const {
  std::map<std::string, at::Tensor> saved{{"steps", at::full({1}, m_steps, at::kLong)}};
  for (std::size_t i = 0; i < m_first.size(); ++i) {
    saved["first." + std::to_string(i)] = m_first[i].contiguous();
    if (!m_second.empty()) saved["second." + std::to_string(i)] = m_second[i].contiguous();
  }
  return saved;
}

void OptimiserState::load(const std::map<std::string, at::Tensor>& saved) {
  m_steps = saved.at("steps").item<std::int64_t>();
  for (std::size_t i = 0; i < m_first.size(); ++i) {
    m_first[i].copy_(saved.at("first." + std::to_string(i)));
    if (!m_second.empty()) m_second[i].copy_(saved.at("second." + std::to_string(i)));
  }
}

}  // namespace adversarium
