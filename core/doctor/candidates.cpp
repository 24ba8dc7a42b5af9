#include <algorithm>

#include "../knob.h"
#include "remedyTrials.h"

namespace nablab {

std::vector<Candidate> readCandidates(const Value& document) {
  const Value::List* list = document.list();
  if (!list) throw Refusal("TYPE", "remedies", shortText(document), "a list");
  std::vector<Candidate> candidates;
  for (const Value& each : *list) {
    const std::string place = "remedies[" + std::to_string(candidates.size()) + "]";
    const Value *key = each.find("key"), *path = each.find("path"), *value = each.find("value");
    if (!key || !key->text() || !path || !path->text() || !value)
      throw Refusal("TYPE", place, shortText(each), "{key, path, value}");
    candidates.push_back({*key->text(), *path->text(), *value});
  }
  return candidates;
}

std::vector<Candidate> candidatesOf(const Diagnosis& diagnosis) {
  constexpr std::size_t most = 6;
  std::vector<Candidate> candidates;
  for (const std::size_t i : diagnosis.chain)
    for (const Remedy& remedy : diagnosis.findings[i].remedies) {
      const bool isKnown = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& each) {
        return each.path == remedy.path && each.value == remedy.value;
      });
      if (!isKnown && candidates.size() < most) candidates.push_back({remedy.key, remedy.path, remedy.value});
    }
  return candidates;
}

}  // namespace nablab
