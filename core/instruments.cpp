#include "instruments.h"

namespace nablab {

template <class Real>
void Instruments<Real>::subscribe(const std::vector<std::string>& names, long every) {
  readNumber(static_cast<double>(every), "every", {1, 1000000}, true);
  std::vector<Series> chosen;
  for (const std::string& name : names) {
    const InstrumentReader<Real>* found = nullptr;
    std::vector<std::string> known;
    for (const InstrumentReader<Real>& reader : instrumentReaders<Real>()) {
      known.emplace_back(reader.key);
      if (name == reader.key) found = &reader;
    }
    if (!found) throw Refusal("KIND_UNKNOWN", "instruments", shortText(name), joined(known));
    bool twice = false;
    for (const Series& each : chosen) twice = twice || each.reader == found;
    if (!twice) chosen.push_back({found, 0, {}});
  }
  series = std::move(chosen);
  chosenSpacing = series.empty() ? 0 : every;
  spacing = 0;
}

template <class Real>
void Instruments<Real>::reset(const Run<Real>& run) {
  spacing = chosenSpacing;
  latest = 0;
  steps.clear();
  reading = {};
  if (spacing == 0) return;
  steps.reserve(mostReadings);
  for (Series& each : series) {
    each.width = each.reader->width(run);
    each.values.clear();
    each.values.reserve(mostReadings * each.width);
  }
  reading.before = reading.gradients = run.network.parameters;
  if (!run.training.outputGradients.empty()) reading.outputGradient = run.training.outputGradients.back();
  reading.norms.resize(run.network.layers().size());
}

template <class Real>
void Instruments<Real>::prepare(const Run<Real>& run) {
  reading.before.assign(run.network.parameters.begin(), run.network.parameters.end());
}

template <class Real>
void Instruments<Real>::read(Run<Real>& run) {
  reading.run = &run;
  latest = run.step();
  steps.push_back(static_cast<double>(latest));
  for (Series& each : series) {
    each.values.resize(each.values.size() + each.width);
    each.reader->read(reading, each.values.data() + each.values.size() - each.width);
  }
  if (steps.size() >= mostReadings) thin();
}

template <class Real>
void Instruments<Real>::thin() {
  spacing *= 2;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (static_cast<long>(steps[i]) % spacing != 0) continue;
    steps[kept] = steps[i];
    for (Series& each : series)
      for (std::size_t k = 0; k < each.width; ++k) each.values[kept * each.width + k] = each.values[i * each.width + k];
    ++kept;
  }
  steps.resize(kept);
  for (Series& each : series) each.values.resize(kept * each.width);
}

template <class Real>
void Instruments<Real>::forgetAfter(long step) {
  while (!steps.empty() && steps.back() > static_cast<double>(step)) steps.pop_back();
  for (Series& each : series) each.values.resize(steps.size() * each.width);
  if (latest > step) latest = step;
}

template <class Real>
Value Instruments<Real>::readings() const {
  Value record = Value::Record{};
  for (const Series& each : series) {
    Value one;
    one.set("steps", Value::List(steps.begin(), steps.end()));
    one.set("width", static_cast<double>(each.width));
    one.set("values", Value::List(each.values.begin(), each.values.end()));
    record.set(each.reader->key, one);
  }
  return record;
}

template class Instruments<NABLAB_REAL>;

}  // namespace nablab
