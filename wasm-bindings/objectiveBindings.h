#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

namespace nablab {

/** `objectiveField` of a session whose experiment has an objective. */
template <class Real>
void bindObjective(const emscripten::class_<Session<Real>>& session) {
  session.function("objectiveField", emscripten::optional_override([](Session<Real>& s, double size) {
                     return guarded([&] {
                       const int side = static_cast<int>(readNumber(size, "size", {1, 1000}, true));
                       const std::optional<Objective>& objective = s.run().experiment().objective;
                       if (!objective)
                         throw Refusal("MISSING", "objective", "missing", "an experiment with an objective");
                       return copied(objectiveField(*objective, side));
                     });
                   }));
}

}  // namespace nablab
