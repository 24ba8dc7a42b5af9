#pragma once
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "core/catalog.h"
#include "core/session.h"
#include "json.h"

/** What several tests of the core share. */
namespace nablab {

/** The text of a file of the repository. */
inline std::string readFile(const std::string& path) {
  std::ifstream file(std::string(NABLAB_ROOT) + "/" + path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/** A session that has all tables of the gallery. */
template <class Real = float>
Session<Real> sessionWithTables() {
  Session<Real> session;
  for (const char* name : {"iris.csv", "wine.csv", "breastCancer.csv", "diabetes.csv", "digits.csv"})
    session.provideTable(name, readFile(std::string("core/datasets/tables/") + name));
  return session;
}

/** The keys of a family, from the catalog. */
inline std::vector<std::string> kindsOf(const char* family) {
  const Value all = catalog();
  std::vector<std::string> keys;
  for (const Value& kind : *all.find("families")->find(family)->list()) keys.push_back(*kind.find("kind")->text());
  return keys;
}

/** A document whose parts are made to fit each other. */
inline Value adaptedText(const std::string& text) { return writeExperiment(adaptExperiment(fromText(text)), false); }

/** What the function refuses: "CODE path: found; allowed: …", or "" if it accepts. */
template <class Function>
std::string refusalOf(Function function) {
  try {
    function();
  } catch (const Refusal& refusal) {
    return refusal.code + " " + refusal.path + ": " + refusal.found + "; allowed: " + refusal.allowed;
  }
  return "";
}

}  // namespace nablab
