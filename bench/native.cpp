#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "core/views.h"
#include "tests/core/json.h"

/**
 * Rates of one workload, natively: `nativeBench workloads.json NAME WINDOWS MILLISECONDS` prints a JSON list of units
 * of work by second, one figure for each window. The rows are those of `workloads.ts`, the way of measuring is
 * `measure.ts`.
 */
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/** A linear congruential generator, 24 bits of each state. */
class Generator {
 public:
  double operator()() {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) / 16777216.0;
  }

 private:
  std::uint32_t state = 12345;
};

struct Rows {
  std::vector<double> x, y;
};

Rows drawRows(int rows, int inputs, int classes) {
  Generator random;
  const bool plane = inputs == 2;
  std::vector<double> patterns;
  for (int i = 0; !plane && i < classes * inputs; ++i) {
    const bool lit = random() < 0.2;
    patterns.push_back(lit ? random() : 0);
  }
  Rows drawn;
  for (int row = 0; row < rows; ++row) {
    int label = plane ? 0 : static_cast<int>(random() * classes);
    double squares = 0;
    for (int i = 0; i < inputs; ++i) {
      const double pattern = plane ? 0 : patterns[static_cast<std::size_t>(label * inputs + i)];
      const double x = plane ? 2 * random() - 1 : 0.7 * pattern + 0.3 * random();
      squares += x * x;
      drawn.x.push_back(x);
    }
    if (plane) label = squares < 0.5 ? 1 : 0;
    const bool anyLabel = random() < 0.1;
    drawn.y.push_back(anyLabel ? static_cast<int>(random() * classes) : label);
  }
  return drawn;
}

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<double> measure(const std::function<void(long)>& work, int windows, double milliseconds) {
  long piece = 1;
  for (const Clock::time_point begin = Clock::now(); millisecondsSince(begin) < milliseconds;) {
    const Clock::time_point start = Clock::now();
    work(piece);
    const double elapsed = std::max(millisecondsSince(start), 1e-3);
    piece = std::max(1L, std::min(piece * 4, static_cast<long>(static_cast<double>(piece) * 20 / elapsed)));
  }
  std::vector<double> rates;
  for (int window = 0; window < windows; ++window) {
    const Clock::time_point start = Clock::now();
    long done = 0;
    while (millisecondsSince(start) < milliseconds) {
      work(piece);
      done += piece;
    }
    rates.push_back(1000 * static_cast<double>(done) / millisecondsSince(start));
  }
  return rates;
}

Json workloadNamed(const std::string& file, const std::string& name) {
  std::ifstream stream(file);
  for (const Json& workload : Json::parse(stream))
    if (workload["name"] == name) return workload;
  throw std::runtime_error(name + " is no workload");
}

Json ratesOf(const Json& workload, int windows, double milliseconds) {
  const Json& data = workload["experiment"]["data"];
  const int rows = workload["rows"], grid = workload["grid"];
  Rows drawn =
      drawRows(rows, data.value("height", 1) * data.value("width", 1) * data["inputs"].get<int>(), data["outputs"]);
  nablab::Session<float> session;
  session.provideRows(rows, std::move(drawn.x), std::move(drawn.y));
  session.configure(nablab::fromJson(workload["experiment"]));
  const auto train = [&](long count) { session.step(count); };
  const auto paint = [&](long count) {
    for (long i = 0; i < count; ++i) nablab::outputField(session.run(), {grid, 0, 1});
  };
  return measure(grid > 0 ? std::function<void(long)>(paint) : train, windows, milliseconds);
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::cerr << "usage: nativeBench workloads.json NAME WINDOWS MILLISECONDS\n";
    return 2;
  }
  try {
    std::cout << ratesOf(workloadNamed(words[1], words[2]), std::stoi(words[3]), std::stod(words[4])) << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
