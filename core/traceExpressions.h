#pragma once
#include <string_view>
#include <vector>

#include "value.h"

/**
 * How each number of a trace is computed, in symbols: `sum(weight * input) + bias`. A symbol is the name of an operand
 * (as `traceRules.cpp` names it), a knob of the kind, or a number of the step: n samples in the batch, K outputs, N
 * numbers in a channel. A symbol that several operands carry runs over them within the innermost `sum`, `mean`,
 * `variance` or `greatest` around it. Besides + − * / ^ and parentheses there are exp, ln, sqrt, abs, sign, tanh, erf,
 * sigmoid, min(a, b), max(a, b) and where(a < b, then, else), whose comparison may be <, > or =.
 */
namespace nablab {

/** The expression for a formula such as `layers.dense.output`, for these knobs; "" if there is none. */
std::string_view traceExpressionOf(std::string_view formula, const Value& knobs);

/** The symbols in an expression, each once, in order; names of functions are left out. */
std::vector<std::string_view> symbolsIn(std::string_view expression);

}  // namespace nablab
