#pragma once
#include <string>
#include <string_view>
#include <vector>

/**
 * What numbers are computed from, written as in index notation: the rule of a dense layer's output,
 *
 *     output[u,s] = weight[i,u] input[i,s] + bias[u]
 *
 * says that the output of unit u for sample s was computed from weight and input for every i, and from a bias. Letters
 * that stand on the left are given by the address, the others run over all their values; terms joined by + run by
 * themselves. An index may be a sum (`y*S+j-P`), where capitals are numbers of the layer: where it stands on the right,
 * places outside of the matrix are left out (padding); where on the left, what fits the address is taken. `j:K` lets j
 * run from 0 to K − 1. A reference with fewer indices than its matrix has extents counts rows and columns. A matrix
 * that plays two parts has a digit behind its name in the second (`input2`), by which `traceExpressions.h` tells them
 * apart.
 */
namespace nablab {

/** The rules of a kind, one after the other, separated by ";"; "" if the kind has none of its own. */
std::string_view traceRulesOf(std::string_view family, std::string_view kind);

/** The rule for this quantity among several, or "". */
std::string_view traceRuleFor(std::string_view rules, std::string_view quantity);

/** Numbers of a layer that stand as capitals in its rules. */
struct TraceConstants {
  int of[26] = {};
};

/** Where the names in a rule lead: extents of the matrix of that name (empty: there is none). */
using TraceExtents = std::vector<int>;

/** What a rule meets on its way. */
class TraceVisitor {
 public:
  virtual ~TraceVisitor() = default;
  virtual TraceExtents extentsOf(std::string_view name) const = 0;
  virtual void operand(std::string_view name, std::size_t row, std::size_t column) = 0;
};

/** Calls `visitor.operand` for everything that the rule names for the number at this row and column. */
void followTraceRule(std::string_view rule, const TraceConstants& constants, std::size_t row, std::size_t column,
                     TraceVisitor& visitor);

}  // namespace nablab
