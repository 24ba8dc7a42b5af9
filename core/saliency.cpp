#include "saliency.h"

#include <algorithm>

#include "math/kernels.h"
#include "report.h"

namespace nablab {

namespace {

/** Which of the outputs before the link is meant. */
int chosenOutput(const Run<double>& run, const Workspace<double>& workspace, int wanted) {
  const int outputs = run.network.outputs();
  if (wanted >= outputs)
    throw Refusal("RANGE", "tool.output", std::to_string(wanted), "−1 to " + std::to_string(outputs - 1));
  if (wanted >= 0 || outputs == 1) return std::max(0, wanted);
  std::vector<double> z;
  for (int unit = 0; unit < outputs; ++unit)
    z.push_back(workspace.outputs.back()[static_cast<std::size_t>(unit * lanes)]);
  return run.data().raw.task.classes > 0 ? decidedClass(run.experiment().loss, z.data(), outputs) : 0;
}

/** What backpropagation leaves out in training: the gradient by the inputs, [inputs][lanes]. */
std::vector<double> inputGradient(const Network<double>& network, const Workspace<double>& workspace) {
  std::vector<double> gradient(workspace.input.size());
  LayerPass<double> first = workspace.passes[0];
  first.inputGradient = gradient.data();
  network.backwardThrough(0, first);
  for (std::size_t layer = 0; layer < network.layers().size(); ++layer) {
    const auto* residual = std::get_if<Residual>(&network.layers()[layer]);
    if (!residual || residual->from >= 0) continue;
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += workspace.outputGradients[layer][i];
  }
  return gradient;
}

}  // namespace

Saliency measureSaliency(Twin& twin, const SaliencySettings& settings) {
  Run<double>& run = twin.run();
  const int rows = run.data().raw.rows;
  if (rows == 0) throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  if (settings.row >= rows)
    throw Refusal("RANGE", "tool.row", std::to_string(settings.row), "0 to " + std::to_string(rows - 1));
  Network<double>& network = run.network;
  Workspace<double> workspace = network.makeWorkspace(lanes, Purpose::training);
  gatherInputs(run.data().table(), &settings.row, 1, workspace.input.data(), lanes);
  network.forward(workspace, 1, false);
  const int output = chosenOutput(run, workspace, settings.output);
  std::vector<double>& outermost = workspace.outputGradients.back();
  std::fill(outermost.begin(), outermost.end(), 0.0);
  outermost[static_cast<std::size_t>(output * lanes)] = 1;
  network.backward(workspace);
  const std::vector<double> gradient = inputGradient(network, workspace);
  Saliency saliency{settings.row, output, workspace.outputs.back()[static_cast<std::size_t>(output * lanes)], {}, {}};
  for (std::size_t i = 0; i < gradient.size(); i += lanes) {
    saliency.inputs.push_back(workspace.input[i]);
    saliency.gradients.push_back(gradient[i]);
  }
  return saliency;
}

}  // namespace nablab
