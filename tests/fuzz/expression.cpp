#include "core/datasets/expression.h"

#include "core/refusal.h"
#include "targets.h"

namespace nablab::fuzz {

void expression(Bytes data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const Expression formula(text);
    constexpr double numbers[] = {0, -1.5, 1e300, 3};
    for (const double x : numbers)
      for (const double y : numbers) {
        const double first = formula.evaluate(x, y), second = formula.evaluate(x, y);
        require(first == second || (first != first && second != second), "a formula has one value");
      }
  } catch (const Refusal& refusal) {
    require(!refusal.code.empty() && refusal.found.size() < 200, "a refusal is short");
  }
}

}  // namespace nablab::fuzz
