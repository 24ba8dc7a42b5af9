#pragma once

/** What a formula's program is made of. */
namespace nablab {

namespace operations {
/** Values first, then what takes two numbers or one off the stack and puts one back. */
enum Operation : int {
  number,
  inputX,
  inputY,
  radius,
  angle,
  add,
  subtract,
  multiply,
  divide,
  raise,
  negate,
  less,
  lessOrEqual,
  greater,
  greaterOrEqual,
  equal,
  different,
  logicalNot,
  logicalAnd,
  logicalOr,
  sineOf,
  cosineOf,
  tangentOf,
  exponentialOf,
  logarithmOf,
  rootOf,
  sizeOf,
  signOf,
  floorOf,
  tanhOf,
  least,
  greatest
};

}  // namespace operations

/** Whether an operation (not a value) takes one number; the others take two. */
constexpr bool takesOne(int operation) {
  using namespace operations;
  return operation == negate || operation == logicalNot || (operation >= sineOf && operation <= tanhOf);
}

/** The result of an operation. What is undefined is NaN, and so is everything made of it. */
double appliedToOne(int operation, double a);
double appliedToTwo(int operation, double a, double b);

}  // namespace nablab
