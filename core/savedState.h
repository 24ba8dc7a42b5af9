#pragma once
#include "run.h"

/**
 * The state of a run as a safetensors file: `layers.0.weight` ([inputs, outputs], as in the plan of parameters), each
 * slot of the optimizer as `optimizer.m.layers.0.weight`, and under `nablab` in the metadata the step with what else
 * the same bits need. F32 for a run in float, F64 in double.
 */
namespace nablab {

template <class Real>
std::vector<unsigned char> saveState(const Run<Real>& run);

/**
 * Takes over a state, or refuses and changes nothing: as `readSafetensors`; with STATE_MISMATCH, listing every tensor
 * that is missing, too many, or of another type or shape than this run's; with STATE_BROKEN what is no state of ours in
 * the metadata. A file without slots leaves the optimizer's as they are, one without a `nablab` entry the step: so
 * files of plain parameters are welcome.
 */
template <class Real>
void loadState(Run<Real>& run, const unsigned char* bytes, std::size_t size);

extern template std::vector<unsigned char> saveState(const Run<float>&);
extern template std::vector<unsigned char> saveState(const Run<double>&);
extern template void loadState(Run<float>&, const unsigned char*, std::size_t);
extern template void loadState(Run<double>&, const unsigned char*, std::size_t);

}  // namespace nablab
