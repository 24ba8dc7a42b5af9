#include <cstdio>

#include "allocations.h"
#include "core/report.h"
#include "support.h"

namespace nablab {
namespace {

/** A small image classifier with a bit of everything; `family` is replaced by a kind of it. */
Value imageDocument() {
  return fromText(R"({"version": 1, "batchSize": 6,
    "data": {"kind": "external", "height": 6, "width": 6, "inputs": 2, "outputs": 3,
             "split": {"training": 0.5, "validation": 0.3, "test": 0.2}},
    "layers": [{"kind": "activation"}, {"kind": "dense", "units": 4}, {"kind": "activation"},
               {"kind": "dense", "units": 3}],
    "loss": {"kind": "softmaxCrossEntropy"}, "earlyStopping": {"patience": 50}, "regularizers": []})");
}

template <class Real>
Session<Real> sessionWithImages() {
  constexpr int rows = 40, numbers = 6 * 6 * 2;
  std::vector<double> x, y;
  for (int i = 0; i < rows * numbers; ++i) x.push_back((i * 37 % 101) * 0.02 - 1);
  for (int i = 0; i < rows; ++i) y.push_back(i % 3);
  Session<Real> session;
  session.provideRows(rows, x, y);
  return session;
}

/** The document with one thing of that kind; null where the family takes no part in a step. */
Value documentWith(const std::string& family, const std::string& key) {
  Value document = imageDocument();
  const Value kind = Value::Record{{"kind", key}};
  Value::List& layers = *document.find("layers")->list();
  if (family == "layers" && key != "dense" && key != "activation") layers[0] = kind;
  if (family == "activations") layers[2].set("function", kind);
  if (family == "initializers") layers[1].set("initializer", kind);
  if (family == "losses") document.set("loss", kind);
  if (family == "optimizers") document.set("optimizer", kind);
  if (family == "schedules") document.set("schedule", kind);
  if (family == "regularizers") document.set("regularizers", Value::List{kind});
  if (family == "clippings") document.set("clipping", kind);
  if (family == "plantedBugs") document.set("plantedBug", Value::Record{{"kind", key}, {"layer", 1}});
  if (family == "preprocessing") document.set("preprocessing", Value::List{kind});
  return document;
}

/** Configures, tries one thing after the other where a kind needs it: a network for real numbers, or a full batch. */
bool configures(Session<float>& session, Value document) {
  if (refusalOf([&] { session.configure(document); }).empty()) return true;
  document.set("batchSize", 0);
  if (refusalOf([&] { session.configure(document); }).empty()) return true;
  document.find("plantedBug") ? document.find("plantedBug")->set("layer", 2) : void();
  if (refusalOf([&] { session.configure(document); }).empty()) return true;
  document.find("layers")->list()->at(3).set("units", 1);
  document.find("data")->set("outputs", 2);
  return refusalOf([&] { session.configure(document); }).empty();
}

TEST_CASE("a step allocates nothing, whatever kinds the experiment is made of", "[allocation]") {
  const Value all = catalog();
  int measured = 0;
  std::string left;
  for (const char* family : {"layers", "activations", "initializers", "losses", "optimizers", "schedules",
                             "regularizers", "clippings", "plantedBugs", "preprocessing"}) {
    if (!all.find("families")->find(family)) continue;
    for (const std::string& key : kindsOf(family)) {
      Session<float> session = sessionWithImages<float>();
      INFO(family << " " << key);
      if (!configures(session, documentWith(family, key))) {
        left += std::string(" ") + family + "." + key;
        continue;
      }
      Run<float>& run = session.run();
      const std::size_t before = allocations::count();
      for (int step = 0; step < 15; ++step) run.advance();
      CHECK(allocations::count() == before);
      ++measured;
    }
  }
  CHECK(measured > 40);
  INFO("not configured:" << left);
  // Only what cannot be trained at all.
  CHECK((left.empty() || left == " activations.step"));
}

/** Everything that a session is asked for; with its own memory, so that a failure leaves nothing behind. */
std::string useSession(const Value& document) {
  Session<float> session;
  session.configure(document);
  session.record(8);
  session.step(70);
  session.turn("optimizer.learningRate", 0.1);
  session.step(10);
  session.seek(60);
  session.loadState(session.saveState());
  reportOf(session.run(), Part::training);
  return session.hash();
}

TEST_CASE("row 65: every allocation may fail: it is told as such, nothing leaks, and the next use is right",
          "[allocation]") {
  const Value document = fromText(R"({"version": 1, "data": {"kind": "circle", "size": 20}, "batchSize": 4,
    "layers": [{"kind": "dense", "units": 2}, {"kind": "activation"}, {"kind": "dense", "units": 1}]})");
  const std::string expected = useSession(document);
  const std::size_t begin = allocations::count();
  useSession(document);
  const std::size_t all = allocations::count() - begin;
  std::size_t failures = 0;
  for (std::size_t n = 1; n <= all; ++n) {
    allocations::failAt(n);
    try {
      useSession(document);
    } catch (const std::bad_alloc&) {
      ++failures;
    }
    allocations::failAt(0);
  }
  std::printf("allocation failure injected at each of %zu places\n", all);
  CHECK(failures == all);
  CHECK(useSession(document) == expected);
}

TEST_CASE("row 65: a session goes on with its old run or a whole new one when memory ends in a call", "[allocation]") {
  const Value first = fromText(R"({"version": 1, "data": {"kind": "circle", "size": 20}, "batchSize": 4,
    "layers": [{"kind": "dense", "units": 1}]})");
  Value second = first;
  second.set("seed", 7);
  Session<float> fresh;
  fresh.configure(second);
  const std::string renewed = fresh.hash();
  for (std::size_t n = 1;; ++n) {
    Session<float> session;
    session.configure(first);
    session.step(5);
    const std::string before = session.hash();
    allocations::failAt(n);
    bool failed = false;
    try {
      session.configure(second);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    allocations::failAt(0);
    const bool whole = session.hash() == before || session.hash() == renewed;
    if (!whole) FAIL("half a run after failure " << n);
    session.step(1);
    session.seek(session.status().step);
    if (failed) continue;
    std::printf("allocation failure injected at each of %zu places of configure\n", n - 1);
    break;
  }
}

}  // namespace
}  // namespace nablab
