#include "core/safetensors.h"

#include "../core/json.h"
#include "core/session.h"
#include "targets.h"

namespace nablab::fuzz {

void safetensors(Bytes data, std::size_t size) {
  const std::vector<unsigned char> file(data, data + size);
  bool isFile = true;
  try {
    readSafetensors(file.data(), file.size());
  } catch (const Refusal&) {
    isFile = false;
  }
  // A run of its own for every input, so that a finding needs no history.
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "data": {"kind": "circle", "size": 20}, "batchSize": 4,
    "layers": [{"kind": "dense", "units": 1}], "optimizer": {"kind": "momentum"}})"));
  session.step(1);
  const std::string before = session.hash();
  try {
    session.loadState(file);
    require(isFile, "what is loaded is a file");
    const std::vector<unsigned char> saved = session.saveState();
    session.loadState(saved);
    require(session.saveState() == saved, "what was loaded is saved as it is");
    session.step(2);
  } catch (const Refusal&) {
    require(session.hash() == before && session.status().step == 1, "a refused file changes nothing");
  }
}

}  // namespace nablab::fuzz
