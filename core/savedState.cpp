#include "savedState.h"

#include <cstring>

#include "safetensors.h"

namespace nablab {

namespace {

constexpr const char* metadataKey = "nablab";
constexpr const char* formatName = "state 1";
const std::string slotPrefix = "optimizer.";
/** Far from where a 32-bit count of steps would overflow. */
constexpr std::int64_t mostSteps = 1'000'000'000;

/** A tensor of the state and where its numbers stand. */
struct Place {
  std::string name;
  std::vector<int> shape;
  void* data;
  std::size_t bytes;
  bool isSlot;
};

/** What the metadata hold beside the step, as bits: text would round. */
struct Rest {
  double batchLoss, penalty, highest, bestLoss, plateauScale, plateauBest;
  std::uint64_t losses;
  std::int64_t bestStep, epochsWithout, plateauBad, stopped;
};
constexpr std::size_t wordCount = sizeof(Rest) / sizeof(std::uint64_t);

template <class Real>
const char* typeName() {
  return sizeof(Real) == sizeof(float) ? "F32" : "F64";
}

template <class Real>
void addPlaces(std::vector<Place>& places, const ParameterPlan& plan, const std::string& prefix,
               std::vector<Real>& flat, bool isSlot) {
  for (const Tensor& tensor : plan.tensors())
    places.push_back({prefix + "layers." + std::to_string(tensor.layer) + "." + tensor.name, tensor.shape,
                      flat.data() + tensor.offset, tensor.length * sizeof(Real), isSlot});
}

template <class Real>
std::vector<Place> placesOf(const Run<Real>& run, RunState<Real>& state) {
  const ParameterPlan &plan = run.network.plan(), &statistics = run.network.statisticsPlan();
  std::vector<Place> places;
  addPlaces(places, plan, "", state.parameters, false);
  addPlaces(places, statistics, "", state.statistics, false);
  const std::vector<std::string> names = slotNames(run.experiment().optimizer);
  for (std::size_t i = 0; i < names.size(); ++i)
    addPlaces(places, plan, slotPrefix + names[i] + ".", state.slots[i], true);
  if (state.best.step >= 0) {
    addPlaces(places, plan, "best.", state.best.parameters, false);
    addPlaces(places, statistics, "best.", state.best.statistics, false);
  }
  return places;
}

std::string hexadecimal(std::uint64_t bits) {
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(bits >> shift) & 15];
  return digits;
}

/** "state 1; engine 0.1.0; step 100; bits …": the step to be read by people, the rest for programs. */
std::string metadataText(long step, const Rest& rest) {
  std::string text =
      std::string(formatName) + "; engine " + engineVersion + "; step " + std::to_string(step) + "; bits";
  std::uint64_t words[wordCount];
  std::memcpy(words, &rest, sizeof words);
  for (const std::uint64_t word : words) text += " " + hexadecimal(word);
  return text;
}

/** False if the text is not what `metadataText` writes; versions of the engine may differ. */
bool readMetadata(const std::string& text, long& step, Rest& rest) {
  const std::string beginning = std::string(formatName) + "; engine ";
  const std::size_t stepAt = text.find("; step "), bitsAt = text.find("; bits ");
  if (text.compare(0, beginning.size(), beginning) != 0 || stepAt == std::string::npos || bitsAt == std::string::npos ||
      bitsAt < stepAt + 8 || bitsAt > stepAt + 17 || text.size() != bitsAt + 7 + 17 * wordCount - 1)
    return false;
  std::int64_t number = 0;
  for (std::size_t i = stepAt + 7; i < bitsAt; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + (text[i] - '0');
  }
  if (number > mostSteps) return false;
  std::uint64_t words[wordCount] = {};
  for (std::size_t i = 0; i < 17 * wordCount - 1; ++i) {
    const char c = text[bitsAt + 7 + i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (i % 17 == 16 ? c != ' ' : digit < 0) return false;
    if (i % 17 != 16) words[i / 17] = words[i / 17] << 4 | static_cast<std::uint64_t>(digit);
  }
  std::memcpy(&rest, words, sizeof words);
  step = static_cast<long>(number);
  return true;
}

template <class Extents>
std::string shapeText(const std::string& type, const Extents& shape) {
  std::string text = type + " [";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

/** Collects everything that does not fit, and tells the first of it. */
class Mismatches {
 public:
  void add(const std::string& name, const std::string& what) {
    constexpr int mostTold = 20;
    if (count++ < mostTold) list += (list.empty() ? "" : "; ") + shortText(name) + " " + what;
  }

  void refuseIfAny() const {
    if (count > 0)
      throw Refusal("STATE_MISMATCH", "file", std::to_string(count) + " tensors that do not fit: " + list,
                    "the tensors of this network and optimizer");
  }

 private:
  int count = 0;
  std::string list;
};

/** Compares everything, then copies everything. */
void copyTensors(const SafetensorsFile& file, const std::vector<Place>& places, const std::string& type) {
  bool hasSlots = false;
  for (const StoredTensor& tensor : file.tensors) hasSlots = hasSlots || tensor.name.rfind(slotPrefix, 0) == 0;
  Mismatches mismatches;
  std::vector<std::pair<const Place*, const StoredTensor*>> pairs;
  for (const Place& place : places) {
    if (place.isSlot && !hasSlots) continue;
    const StoredTensor* tensor = file.find(place.name);
    const std::string wanted = shapeText(type, place.shape);
    if (!tensor)
      mismatches.add(place.name, "is missing");
    else if (shapeText(tensor->type, tensor->shape) != wanted)
      mismatches.add(place.name, "is " + shapeText(tensor->type, tensor->shape) + " instead of " + wanted);
    else
      pairs.push_back({&place, tensor});
  }
  for (const StoredTensor& tensor : file.tensors) {
    bool known = false;
    for (const Place& place : places) known = known || place.name == tensor.name;
    if (!known) mismatches.add(tensor.name, "is unknown here");
  }
  mismatches.refuseIfAny();
  for (const auto& [place, tensor] : pairs) std::memcpy(place->data, file.data + tensor->begin, place->bytes);
}

}  // namespace

template <class Real>
std::vector<unsigned char> saveState(const Run<Real>& run) {
  RunState<Real> state = run.save();
  const Rest rest{static_cast<double>(state.batchLoss),
                  static_cast<double>(state.penalty),
                  state.highest,
                  state.best.loss,
                  state.plateau.scale,
                  state.plateau.best,
                  state.losses.value(),
                  state.best.step,
                  state.best.epochsWithout,
                  state.plateau.bad,
                  static_cast<std::int64_t>(state.stopped)};
  std::vector<TensorBytes> tensors;
  for (const Place& place : placesOf(run, state)) tensors.push_back({place.name, place.shape, place.data, place.bytes});
  return writeSafetensors(std::move(tensors), typeName<Real>(), metadataKey, metadataText(state.step, rest));
}

namespace {

/** False for what no run of ours could have saved. */
template <class Real>
bool takeOver(const Rest& rest, RunState<Real>& state) {
  const auto isCount = [](std::int64_t number) { return number >= 0 && number <= mostSteps; };
  const bool hasBest = rest.bestStep >= 0;
  if (!isCount(rest.bestStep + 1) || !isCount(rest.epochsWithout) || !isCount(rest.plateauBad) ||
      !(rest.stopped >= 0 && rest.stopped <= static_cast<std::int64_t>(StopReason::earlyStopping)))
    return false;
  state.batchLoss = static_cast<Real>(rest.batchLoss);
  state.penalty = static_cast<Real>(rest.penalty);
  state.highest = rest.highest;
  state.losses.resume(rest.losses);
  state.stopped = static_cast<StopReason>(rest.stopped);
  state.plateau = {rest.plateauScale, rest.plateauBest, static_cast<int>(rest.plateauBad)};
  state.best.loss = rest.bestLoss;
  state.best.step = static_cast<long>(rest.bestStep);
  state.best.epochsWithout = static_cast<long>(rest.epochsWithout);
  state.best.parameters.assign(hasBest ? state.parameters.size() : 0, Real(0));
  state.best.statistics.assign(hasBest ? state.statistics.size() : 0, Real(0));
  return true;
}

}  // namespace

template <class Real>
void loadState(Run<Real>& run, const unsigned char* bytes, std::size_t size) {
  const SafetensorsFile file = readSafetensors(bytes, size);
  RunState<Real> state = run.save();
  for (const auto& [key, text] : file.metadata) {
    if (key != metadataKey) continue;
    Rest rest{};
    if (!readMetadata(text, state.step, rest) || !takeOver(rest, state))
      throw Refusal("STATE_BROKEN", "__metadata__.nablab", shortText(text), "a state that this version has saved");
  }
  copyTensors(file, placesOf(run, state), typeName<Real>());
  run.restore(state);
}

template std::vector<unsigned char> saveState(const Run<float>&);
template std::vector<unsigned char> saveState(const Run<double>&);
template void loadState(Run<float>&, const unsigned char*, std::size_t);
template void loadState(Run<double>&, const unsigned char*, std::size_t);

}  // namespace nablab
