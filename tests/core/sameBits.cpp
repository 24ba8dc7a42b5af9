#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/session.h"
#include "json.h"

/**
 * Trains the experiments of a file and prints one line each: title, tab, hash. Run in every build; all must print the
 * same. Usage: sameBits tests/sameBits/experiments.json FOLDER_OF_TABLES [--double]
 */
namespace {

std::string readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

template <class Real>
void trainAll(const std::string& experiments, const std::string& tables) {
  const auto document = nlohmann::ordered_json::parse(readFile(experiments));
  for (const auto& entry : document) {
    nablab::Session<Real> session;
    for (const char* name : {"iris.csv", "wine.csv", "breastCancer.csv", "diabetes.csv", "digits.csv"})
      session.provideTable(name, readFile(tables + "/" + name));
    session.configure(nablab::fromJson(entry.at("experiment")));
    session.step(entry.at("steps").get<long>());
    std::cout << session.experiment().find("title")->text()->c_str() << '\t' << session.hash() << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::cerr << "usage: sameBits EXPERIMENTS.json FOLDER_OF_TABLES [--double]\n";
    return 2;
  }
  try {
    if (count > 3 && std::string(arguments[3]) == "--double")
      trainAll<double>(arguments[1], arguments[2]);
    else
      trainAll<float>(arguments[1], arguments[2]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
