#pragma once
#include <string>
#include <vector>

#include "tests/core/json.h"

/** What a run of the corpus is made from: a configuration of `configurations.json`, perhaps with a fault in it. */
namespace nablab::corpus {

using Json = nlohmann::ordered_json;

/** A network of dense layers with one activation function, and the rest of its experiment. */
struct Plan {
  std::string name;
  /** Whether its runs judge the doctor; otherwise thresholds may be chosen by them. */
  bool judged = false;
  /** The accuracy (mean recall of the classes), or R², that a run must reach to count as healthy. */
  double reference = 0;
  long steps = 0;
  std::vector<int> hidden;
  std::string activation;
  /** Layers in front of the dense ones. */
  Json before = Json::array();
  /** Null: He's for rectifying functions, otherwise Glorot's; zeros. */
  Json initializer, biasInitializer;
  /** Behind every hidden activation; 0: none. */
  double dropout = 0;
  /** Behind the last dense layer; "": none, as it should be. */
  std::string lastActivation;
  bool hiddenFrozen = false;
  /** The other members of the document. */
  Json experiment;

  bool classifies() const;
  bool hasManyClasses() const;
  /** Whether the optimizer divides by the size of gradients. */
  bool isAdaptive() const;
  double rate() const { return experiment["optimizer"]["learningRate"]; }
  /** Multiplies the learning rate. */
  void scaleRate(double factor) { experiment["optimizer"]["learningRate"] = rate() * factor; }
  /** Where the hidden dense layer of that number stands in the document; `hidden.size()`: the last one. */
  int placeOf(std::size_t number) const;
};

/** Those of the file `configurations.json`. */
std::vector<Plan> readPlans();

/** The experiment's document with these seeds. */
Json documentOf(const Plan& plan, unsigned seed, unsigned dataSeed);

}  // namespace nablab::corpus
