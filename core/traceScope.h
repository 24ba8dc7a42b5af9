#pragma once
#include "trace.h"
#include "traceRules.h"

namespace nablab {

/** Where the names in rules lead, as one layer sees them, or (layer −1) the loss; collects the operands they name. */
class TraceScope : public TraceVisitor {
 public:
  TraceScope(const Trace& seen, int from, std::vector<TraceOperand>& to) : trace(seen), layer(from), operands(to) {}

  TraceExtents extentsOf(std::string_view name) const override;
  void operand(std::string_view name, std::size_t row, std::size_t column) override;
  /** Adds a number of the trace under this symbol, if it is there. */
  void add(std::string_view symbol, int at, const std::string& quantity, std::size_t row, std::size_t column);
  /** Adds all numbers of a quantity under this symbol. */
  void addAll(std::string_view symbol, const TraceQuantity& quantity);
  /** Follows the rule of this quantity, if there is one. */
  bool follow(std::string_view rules, std::string_view quantity, std::size_t row, std::size_t column);

 private:
  struct Place {
    int layer;
    std::string quantity;
  };
  Place placeOf(std::string_view name) const;

  const Trace& trace;
  int layer;
  std::vector<TraceOperand>& operands;
};

}  // namespace nablab
