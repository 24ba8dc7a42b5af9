#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

/**
 * What is fuzzed: one function for each door of the core, which gets any bytes and must neither crash nor break a
 * promise. libFuzzer calls them (`npm run fuzz -- SECONDS`), and the tests with the files of `corpus/`.
 */
namespace nablab::fuzz {

using Bytes = const std::uint8_t*;

/** A document as JSON: accepted or refused; what is accepted has one canonical form, and a compact one that means it.
 */
void experiment(Bytes data, std::size_t size);
/** A file of parameters, read alone and loaded into a run: a refusal changes nothing. */
void safetensors(Bytes data, std::size_t size);
/** A formula: refused or of one value at every place. */
void expression(Bytes data, std::size_t size);
/** A table: refused, or data that are read back exactly when written. The first bytes choose the format. */
void csv(Bytes data, std::size_t size);
/** Two IDX files, the first as long as the first two bytes say: refused, or as many numbers as the headers claim. */
void idx(Bytes data, std::size_t size);
/** Calls of a session in any order: a refusal changes nothing, and a step that is sought again has the same hash. */
void session(Bytes data, std::size_t size);

struct Target {
  const char* name;
  void (*run)(Bytes, std::size_t);
};
constexpr Target targets[] = {{"experiment", experiment},   {"expression", expression}, {"csv", csv}, {"idx", idx},
                              {"safetensors", safetensors}, {"session", session}};

/** Ends the program, for libFuzzer to keep the input. */
inline void require(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/** Turns bytes into choices; behind the end all are 0. */
class Choices {
 public:
  Choices(Bytes data, std::size_t size) : next(data), end(data + size) {}
  bool isEmpty() const { return next == end; }
  int below(int count) { return isEmpty() ? 0 : *next++ % count; }
  /** The rest of the bytes. */
  std::string rest() {
    const std::string text(reinterpret_cast<const char*>(next), static_cast<std::size_t>(end - next));
    next = end;
    return text;
  }

 private:
  Bytes next, end;
};

}  // namespace nablab::fuzz
