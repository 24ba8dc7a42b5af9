#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nablab {

/**
 * A formula in the inputs, such as `sin(3*x)*y > 0`: read once into a short program for a stack of numbers, then
 * evaluated with the core's own functions, so that every build gives the same bits.
 *
 *   numbers 2, .5, 1e-3 · x (or x1), y (or x2), r = √(x² + y²), t = the angle of (x, y), pi, e
 *   + − * / ^, comparisons < <= > >= = !=, not and or, parentheses
 *   sin cos tan exp log (or ln) sqrt abs sign floor tanh of one number, min max of two
 *
 * Comparisons give 1 or 0; everything but 0 counts as true; −x^2 is −(x²) and 2^3^2 is 2^(3²). What is undefined (0/0,
 * the logarithm of −1, anything made of it) is NaN.
 */
class Expression {
 public:
  /**
   * Reads a formula. Refuses with LIMIT a text that is too long, with EXPRESSION_SYNTAX, EXPRESSION_NAME or
   * EXPRESSION_DEPTH what is none, telling the character (from 1) and what may stand there. `path` is the place that
   * refusals name.
   */
  explicit Expression(std::string_view text, const std::string& path = "expression");

  double evaluate(double x, double y) const;

 private:
  struct Instruction {
    int operation;
    double number;
  };
  friend class ExpressionParser;
  std::vector<Instruction> program;
};

}  // namespace nablab
