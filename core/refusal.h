#pragma once
#include <exception>
#include <string>
#include <utility>

namespace nablab {

/**
 * What the core answers to input that it cannot accept: a stable code for programs, and the three parts of a sentence
 * for people, "layers[2].units is 0; allowed: 1 to 512". Thrown before anything has changed.
 */
class Refusal : public std::exception {
 public:
  /** The code is stable and in capitals, the place a path in the document, the rest plain text. */
  Refusal(std::string stableCode, std::string place, std::string whatWasFound, std::string whatIsAllowed)
      : code(std::move(stableCode)),
        path(std::move(place)),
        found(std::move(whatWasFound)),
        allowed(std::move(whatIsAllowed)),
        sentence(path + " is " + found + "; allowed: " + allowed) {}

  const char* what() const noexcept override { return sentence.c_str(); }

  std::string code, path, found, allowed;

 private:
  std::string sentence;
};

}  // namespace nablab
