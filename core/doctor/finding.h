#pragma once
#include <string>
#include <utility>
#include <vector>

#include "../value.h"

/** What a diagnosis rule concludes. */
namespace nablab {

/** A hint asks to look, a warning says that something is likely wrong, an error that it is. */
enum class Severity { hint, warning, error };
const char* nameOf(Severity severity);

/** A change to the experiment that is expected to help: the value that should stand at a path of its document. */
struct Remedy {
  /** Stable; words are kept under it. */
  const char* key;
  std::string path;
  Value value;
};

/** A rule that has fired: where, how it is known, and what can be done. */
struct Finding {
  const char* rule;
  /** Which side of the rule it is, for its sentence: "constant", "duplicate". Stable. */
  const char* aspect;
  Severity severity;
  /** Since which step it holds, 0: before the first; and from which on it does no longer, −1: it still does. */
  long step = 0, until = -1;
  /** −1 where none is meant. */
  int layer = -1;
  /** Numbers by name, as the sentence names them. */
  std::vector<std::pair<const char*, double>> evidence = {};
  /** Inputs or classes that it is about, the worst first; at most `mostListed`. */
  std::vector<std::string> names = {};
  /** "training", "validation" or "test"; "" where it is about all. */
  const char* part = "";
  /** Rows of the data, from 0, and lines of the file, from 1, that it is about: the first of them. */
  std::vector<int> samples = {}, lines = {};
  std::vector<Remedy> remedies = {};
};

/** Names, samples and lines that a finding lists at most. */
constexpr std::size_t mostListed = 10;

/** Whether it holds at present. */
inline bool holds(const Finding& finding) { return finding.until < 0; }

/** As a document, for the border. */
Value valueOf(const Finding& finding);
/** The most severe first, otherwise in their order. */
Value valueOf(std::vector<Finding> findings);

}  // namespace nablab
