#pragma once
#include <vector>

#include "principalPlane.h"
#include "session.h"

/** What a page draws of a run, measured in evaluation mode without changing it. */
namespace nablab {

/** What one layer takes and gives. */
struct LayerSummary {
  int index;
  const char* kind;
  int inputs, outputs;
  /** Of one sample as it leaves the layer. */
  Shape shape;
  std::size_t parameters;
  /** Number of this layer's first unit where units are counted: the network's inputs come first. */
  int unitOffset;
  /** Memory of its parameters and of one sample's outputs. */
  std::size_t bytes;
};

template <class Real>
std::vector<LayerSummary> layerSummaries(const Run<Real>& run);

/** A grid over the plane of two inputs, the others at their training mean; with one input a line. */
struct Grid {
  /** Points along a side. */
  int size;
  int inputX, inputY;
  /** In place of the plane of two inputs; its owner keeps it. */
  const PrincipalPlane* plane = nullptr;
};

/** Output of every unit (the network's inputs first) on the grid: units × points, rows from high to low y. */
template <class Real>
std::vector<float> unitFields(Run<Real>& run, const Grid& grid);

/** Predictions (after the link) on the grid: outputs × points. */
template <class Real>
std::vector<float> outputField(Run<Real>& run, const Grid& grid);

/** Predictions (after the link) for every row of the data: rows × outputs. */
template <class Real>
std::vector<float> predictions(Run<Real>& run);

/** Output of every unit (the network's inputs first) for one sample as pictures show it. */
template <class Real>
std::vector<float> activations(Run<Real>& run, const std::vector<double>& inputs);

/** Outputs before the link for samples × inputs: samples × outputs. */
template <class Real>
std::vector<double> evaluate(Run<Real>& run, int samples, const std::vector<double>& x);

}  // namespace nablab
