#include <cstdio>
#include <fstream>
#include <iostream>

#include "report.h"

/**
 * The doctor's report card: `doctorReport [--json FILE] [--part tuning|judged] [--only FAULT] [--runs HEALTHY FAULTY]
 * [--without-remedies] [--misses]`, from the repository's root. Without `--part` both are run; thresholds are chosen by
 * the first, the goals hold for the second.
 */
namespace {

using namespace nablab::corpus;

struct Options {
  std::string json, part, only;
  bool remedies = true, misses = false;
  /** 0: as many as the report card wants. */
  Size runs{0, 0};
};

Options read(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto next = [&]() -> std::string {
      if (++i >= count) throw std::runtime_error(word + " wants a value");
      return words[i];
    };
    if (word == "--json")
      options.json = next();
    else if (word == "--part")
      options.part = next();
    else if (word == "--without-remedies")
      options.remedies = false;
    else if (word == "--misses")
      options.misses = true;
    else if (word == "--only")
      options.only = next();
    else if (word == "--runs") {
      options.runs.healthy = static_cast<unsigned>(std::stoul(next()));
      options.runs.faulty = static_cast<unsigned>(std::stoul(next()));
    } else
      throw std::runtime_error(word + " is no option");
  }
  return options;
}

Json reportOn(const std::vector<Plan>& plans, bool judged, const Options& options) {
  const Size size = options.runs.healthy > 0 ? options.runs : judged ? Size{30, 2} : Size{10, 2};
  std::vector<Case> cases = casesOf(plans, judged, size, options.only);
  const std::size_t all = cases.size();
  runAll(cases, options.remedies, [all](std::size_t done) { std::fprintf(stderr, "\r%zu of %zu runs ", done, all); });
  Json report = reportOf(cases);
  std::fprintf(stderr, "\r");
  std::cout << (judged ? "JUDGED" : "TUNING") << "\n"
            << tableOf(report) << "\n"
            << (options.misses ? missesOf(cases) : "");
  return report;
}

}  // namespace

int main(int count, char** words) {
  try {
    const Options options = read(count, words);
    std::ifstream file("bench/doctor/configurations.json");
    const std::vector<Plan> plans = readPlans(Json::parse(file));
    Json whole{{"schema", 1}, {"engine", nablab::engineVersion}};
    for (const bool judged : {false, true}) {
      const char* name = judged ? "judged" : "tuning";
      if (options.part.empty() || options.part == name) whole[name] = reportOn(plans, judged, options);
    }
    if (!options.json.empty()) std::ofstream(options.json) << whole.dump(2) << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
