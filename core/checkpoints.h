#pragma once
#include <cstddef>
#include <vector>

namespace nablab {

/**
 * States of a run at evenly spaced steps, in bounded memory: when the places are full, every second state is given up
 * and the spacing doubles. So any earlier step is a short replay away. `State` has a member `step`.
 */
template <class State>
class Checkpoints {
 public:
  /** At most this much memory, and never fewer than two places. */
  static constexpr std::size_t bytes = std::size_t{32} << 20, mostPlaces = 64;

  void reset(std::size_t bytesOfOneState) {
    places = bytes / (bytesOfOneState + 1);
    places = places < 2 ? 2 : places > mostPlaces ? mostPlaces : places;
    spacing = 64;
    states.clear();
  }

  /** True where a state should be kept that is not kept yet. */
  bool wants(long step) const { return (step & (spacing - 1)) == 0 && (states.empty() || states.back().step < step); }

  /** The first step behind this one that may be wanted. */
  long next(long step) const { return (step | (spacing - 1)) + 1; }

  void keep(const State& state) {
    states.push_back(state);
    if (states.size() < places) return;
    spacing *= 2;
    std::vector<State> sparser;
    for (State& each : states)
      if ((each.step & (spacing - 1)) == 0) sparser.push_back(std::move(each));
    states = std::move(sparser);
  }

  /** The latest state at or before this step, or null. */
  const State* before(long step) const {
    const State* best = nullptr;
    for (const State& state : states)
      if (state.step <= step) best = &state;
    return best;
  }

  const std::vector<State>& kept() const { return states; }

  /** Gives up what lies after this step: the run has taken another way. */
  void forgetAfter(long step) {
    while (!states.empty() && states.back().step > step) states.pop_back();
  }

 private:
  std::vector<State> states;
  std::size_t places = 2;
  /** A power of two. */
  long spacing = 64;
};

}  // namespace nablab
