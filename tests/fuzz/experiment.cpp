#include "core/experiment.h"

#include "../core/json.h"
#include "targets.h"

namespace nablab::fuzz {

namespace {

/** Whether lists and records are nested no deeper than the border allows: JavaScript's door checks that first. */
bool isShallow(const std::string& text) {
  int depth = 0, deepest = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if (c == ']' || c == '}') --depth;
  }
  return deepest <= Limits::depth;
}

}  // namespace

void experiment(Bytes data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (size > static_cast<std::size_t>(Limits::textBytes) || !isShallow(text)) return;
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (json.is_discarded()) return;
  const Value document = fromJson(json);
  try {
    const Value canonical = writeExperiment(readExperiment(document), false);
    require(writeExperiment(readExperiment(canonical), false) == canonical, "the canonical form is its own");
    const Value compact = writeExperiment(readExperiment(canonical), true);
    require(writeExperiment(readExperiment(compact), false) == canonical, "the compact form means the same");
  } catch (const Refusal&) {
  }
  try {
    const Value adapted = writeExperiment(adaptExperiment(document), false);
    require(writeExperiment(readExperiment(adapted), false) == adapted, "what was adapted is accepted");
  } catch (const Refusal&) {
  }
}

}  // namespace nablab::fuzz
