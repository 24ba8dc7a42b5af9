#include "core/session.h"

#include <algorithm>
#include <map>

#include "core/catalog.h"
#include "targets.h"

namespace nablab::fuzz {

namespace {

/** The kinds of a family with their default knobs, by key. */
const Value::List& kindsOf(const char* family) {
  static const Value all = catalog();
  return *all.find("families")->find(family)->list();
}

Value choice(Choices& choices, const char* family) {
  const Value::List& kinds = kindsOf(family);
  Value record;
  record.set("kind", *kinds[static_cast<std::size_t>(choices.below(static_cast<int>(kinds.size())))].find("kind"));
  return record;
}

/** Small, so that a call takes no time, and of any kinds. */
Value document(Choices& choices) {
  constexpr const char* sets[] = {"xor", "circle", "spiral", "gaussians", "plane", "sine"};
  Value result, data;
  data.set("kind", sets[choices.below(6)]);
  data.set("size", 20 + choices.below(40));
  Value::List layers;
  for (int i = choices.below(5); i > 0; --i) {
    layers.push_back(choice(choices, "layers"));
    if (*layers.back().find("kind")->text() == "activation")
      layers.back().set("function", choice(choices, "activations"));
  }
  layers.push_back(Value::Record{{"kind", "dense"}, {"units", 1}});
  result.set("version", 1);
  result.set("data", data);
  result.set("layers", layers);
  result.set("loss", choice(choices, "losses"));
  result.set("optimizer", choice(choices, "optimizers"));
  result.set("schedule", choice(choices, "schedules"));
  result.set("regularizers", Value::List{choice(choices, "regularizers")});
  result.set("batchSize", choices.below(12));
  return result;
}

/** A session, and what is known of the way that its run has gone. */
class Player {
 public:
  Player() { session.configure(writeExperiment(Experiment{}, false)); }

  void play(Choices& choices) {
    for (int calls = 0; calls < 40 && !choices.isEmpty(); ++calls) {
      const std::string before = fingerprint();
      try {
        call(choices);
      } catch (const Refusal&) {
        require(fingerprint() == before, "a refusal changes nothing");
      }
      note();
    }
  }

 private:
  void call(Choices& choices) {
    switch (choices.below(8)) {
      case 0:
        session.configure(document(choices));
        return known.clear();
      case 1:
      case 2:
        session.step(affordable(choices.below(90)));
        return;
      case 3:
        session.seek(affordable(choices.below(200)));
        return;
      case 4:
        session.turn("optimizer.learningRate", choices.below(5) * 0.01 - 0.01);
        return known.clear();
      case 5:
        session.turn("regularizers[0].strength", choices.below(4) * 0.1);
        return known.clear();
      case 6:
        session.configure(choices.below(2) == 0 ? session.experiment() : session.current());
        return known.clear();
      case 7:
        session.record(static_cast<std::size_t>(choices.below(20)));
        session.loadState(session.saveState());
        return known.clear();
    }
  }

  /** So many steps, or those that are left: Newton's take a thousand times as long as others. */
  int affordable(int steps) {
    const int taken = std::min(steps, effort);
    effort -= taken;
    return taken;
  }

  std::string fingerprint() const {
    const Status status = session.status();
    return session.hash() + " " + std::to_string(status.step) + (status.diverged ? " diverged" : "");
  }

  /** Every step that the run comes to has one hash, whichever way it came. */
  void note() {
    const auto [place, isNew] = known.insert({session.status().step, session.hash()});
    require(isNew || place->second == session.hash(), "a step has one hash");
  }

  Session<float> session;
  std::map<long, std::string> known;
  /** Steps that one input may train in all. */
  int effort = 500;
};

}  // namespace

void session(Bytes data, std::size_t size) {
  Choices choices(data, size);
  Player().play(choices);
}

}  // namespace nablab::fuzz
