#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>

#include "report.h"

/**
 * The doctor's report card: `doctorReport [--json FILE] [--part tuning|judged] [--only FAULT] [--runs HEALTHY FAULTY]
 * [--without-remedies] [--misses]`. Without `--part` both are run; thresholds are chosen by
 * the first, the goals hold for the second. The file is the committed report card, `docs/reportCard.json`:
 *
 * {schema: 1, date: "YYYY-MM-DD", engine, goals: {headlineRight, falseAlarms, cured, runs}, tuning, judged}, the last
 * two as `reportOf` of report.h has them.
 */
namespace {

using namespace nablab::corpus;

struct Options {
  std::string json, part, only;
  bool remedies = true, misses = false;
  /** 0: as many as the report card wants. */
  Size runs{0, 0, 0};
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
      options.runs.faulty = options.runs.treated = static_cast<unsigned>(std::stoul(next()));
    } else
      throw std::runtime_error(word + " is no option");
  }
  return options;
}

/** Fractions that the doctor wants to reach on the judged part: at least, at most, at least; and runs of each kind. */
const Json goals{{"headlineRight", 0.9}, {"falseAlarms", 0.02}, {"cured", 0.8}, {"runs", 400}};

std::string today() {
  const std::time_t now = std::time(nullptr);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
  return text;
}

/** Tells every twentieth part of the work on a line of its own, with the seconds that it took. */
std::function<void(std::size_t)> teller(const char* part, std::size_t all) {
  const auto start = std::chrono::steady_clock::now();
  return [=, told = std::size_t{0}](std::size_t done) mutable {
    if (done * 20 / all == told) return;
    told = done * 20 / all;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "%s: %zu of %zu runs, %.0f s\n", part, done, all, taken.count());
  };
}

Json reportOn(const std::vector<Plan>& plans, bool judged, const Options& options) {
  Size size = options.runs.healthy > 0 ? options.runs : judged ? Size{30, 3, 3} : Size{10, 2, 2};
  if (!options.remedies) size.treated = 0;
  std::vector<Case> cases = casesOf(plans, judged, size, options.only);
  runAll(cases, teller(judged ? "judged" : "tuning", cases.size()));
  Json report = reportOf(cases);
  std::cout << (judged ? "JUDGED" : "TUNING") << "\n"
            << tableOf(report) << "\n"
            << (options.misses ? missesOf(cases) : "");
  return report;
}

}  // namespace

int main(int count, char** words) {
  try {
    const Options options = read(count, words);
    const std::vector<Plan> plans = readPlans();
    Json whole{{"schema", 1}, {"date", today()}, {"engine", nablab::engineVersion}, {"goals", goals}};
    for (const bool judged : {false, true}) {
      const char* name = judged ? "judged" : "tuning";
      if (options.part.empty() || options.part == name) whole[name] = reportOn(plans, judged, options);
    }
    if (!options.json.empty()) std::ofstream(options.json) << whole.dump(1) << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
