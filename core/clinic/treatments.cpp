#include "treatments.h"

#include <algorithm>

#include "../doctor/changes.h"
#include "../preparedData.h"

namespace nablab {

namespace {

/** Offers what a function makes of the experiment. */
void offerChange(Finding& finding, const Experiment& from, const char* path, void (*change)(Experiment&)) {
  offer(finding, "", path, from, change);
}

void suitLoss(Experiment& changed) {
  const Task task = taskOf(changed.data.kind);
  if (task.classes == 0)
    changed.loss = MeanSquaredError{};
  else
    changed.loss = outputsOf(changed) == 1 ? Loss{BinaryCrossEntropy{}} : Loss{SoftmaxCrossEntropy{}};
}

void removeLastActivation(Experiment& changed) {
  if (std::holds_alternative<ActivationLayer>(changed.layers.back())) changed.layers.pop_back();
}

/** Every linear activation within the network becomes a hyperbolic tangent. */
void bend(Experiment& changed) {
  for (std::size_t i = 0; i + 1 < changed.layers.size(); ++i)
    if (auto* activation = std::get_if<ActivationLayer>(&changed.layers[i]))
      if (std::holds_alternative<Linear>(activation->function)) activation->function = Tanh{};
}

/** Leaves the first and the last two dense layers, with what stands behind them. */
void shorten(Experiment& changed) {
  std::vector<std::size_t> dense;
  for (std::size_t i = 0; i < changed.layers.size(); ++i)
    if (std::holds_alternative<Dense>(changed.layers[i])) dense.push_back(i);
  if (dense.size() <= 3) return;
  const auto begin = changed.layers.begin();
  changed.layers.erase(begin + static_cast<std::ptrdiff_t>(dense[1]),
                       begin + static_cast<std::ptrdiff_t>(dense[dense.size() - 2]));
}

void trainAll(Experiment& changed) {
  for (Layer& each : changed.layers) std::visit([](auto& kind) { kind.trainable = true; }, each);
}

void standardize(Experiment& changed) {
  const auto isThere = [](const Preprocessing& each) { return std::holds_alternative<Standardization>(each); };
  if (std::none_of(changed.preprocessing.begin(), changed.preprocessing.end(), isThere))
    changed.preprocessing.insert(changed.preprocessing.begin(), Standardization{});
}

/** Each class as heavy as the others together: n / (K·n_k). */
void offerWeights(Finding& finding, const Experiment& from, const Sources& sources) {
  const PreparedData<float> data = prepareData<float>(from, sources);
  std::vector<double> counts(static_cast<std::size_t>(data.raw.task.classes)), weights;
  for (const int row : data.rowsOf(Part::training))
    if (!counts.empty()) counts[static_cast<std::size_t>(data.raw.y[static_cast<std::size_t>(row)])] += 1;
  const auto rows = static_cast<double>(data.rowsOf(Part::training).size());
  for (const double count : counts)
    weights.push_back(significant(rows / (static_cast<double>(counts.size()) * std::max(1.0, count)), 3));
  if (!weights.empty())
    offer(finding, "", "loss", from, [&](Experiment& changed) {
      std::visit(
          [&](auto& kind) {
            if constexpr (requires { kind.classWeights; }) kind.classWeights = weights;
          },
          changed.loss);
    });
}

constexpr double rateFactors[] = {0.0001, 0.001, 0.01, 0.1, 0.3, 3, 10, 100, 1000, 10000};
constexpr double penaltyFactors[] = {0, 0.001, 0.01, 0.1, 10};
constexpr double dropoutRates[] = {0, 0.2, 0.5};
constexpr double unitFactors[] = {0.1, 0.25, 0.5, 2, 4, 8};
constexpr double batchSizes[] = {1, 8, 20, 50};
constexpr double clippingNorms[] = {0.1, 1, 10};

using From = const Experiment&;
using S = const Sources&;

const Treatment treatments[] = {
    {"rate", rateFactors, [](Finding& f, From e, double factor, S) { offerRate(f, "", e, factor); }},
    {"constantRate",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "schedule", [](Experiment& changed) { changed.schedule = Schedule{}; });
     }},
    {"adam", {}, [](Finding& f, From e, double, S) { offerAdam(f, e); }},
    {"batchSize", batchSizes,
     [](Finding& f, From e, double rows, S) {
       offer(f, "", "batchSize", e, [&](Experiment& changed) { changed.batchSize = static_cast<int>(rows); });
     }},
    {"clipNorm", clippingNorms, [](Finding& f, From e, double limit, S) { offerNormClipping(f, e, limit); }},
    {"noClipping",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "clipping", [](Experiment& changed) { changed.clipping = Clipping{}; });
     }},
    {"initialize", {}, [](Finding& f, From e, double, S) { offerInitializers(f, e); }},
    {"leakyRelu", {}, [](Finding& f, From e, double, S) { offerLeakyRelu(f, e); }},
    {"addActivation", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "layers", bend); }},
    {"normalizeBatch", {}, [](Finding& f, From e, double, S) { offerBatchNormalization(f, e); }},
    {"units", unitFactors, [](Finding& f, From e, double factor, S) { offerUnits(f, "", e, factor); }},
    {"fewerLayers", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "layers", shorten); }},
    {"trainAll", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "layers", trainAll); }},
    {"removeLast", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "layers", removeLastActivation); }},
    {"crossEntropy", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "loss", suitLoss); }},
    {"penalty", penaltyFactors, [](Finding& f, From e, double factor, S) { offerPenalties(f, "", e, factor); }},
    {"addL2", {}, [](Finding& f, From e, double, S) { offerL2(f, e); }},
    {"dropout", dropoutRates, [](Finding& f, From e, double rate, S) { offerDropout(f, "", e, rate); }},
    {"stopEarly", {}, [](Finding& f, From e, double, S) { offerEarlyStopping(f, e); }},
    {"standardize", {}, [](Finding& f, From e, double, S) { offerChange(f, e, "preprocessing", standardize); }},
    {"weighClasses", {}, [](Finding& f, From e, double, S sources) { offerWeights(f, e, sources); }},
    {"cleanLabels",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "data", [](Experiment& changed) { changed.data.labelNoise = 0; });
     }},
    {"noDuplicates",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "data", [](Experiment& changed) { changed.data.duplicates = 0; });
     }},
    {"moreRows",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "data", [](Experiment& changed) {
         changed.data.split = {.training = 0.5, .validation = 0.2, .test = 0.3, .stratified = true};
       });
     }},
    {"stratify",
     {},
     [](Finding& f, From e, double, S) {
       offerChange(f, e, "data", [](Experiment& changed) { changed.data.split.stratified = true; });
     }},
};

const Treatment* findTreatment(const std::string& key) {
  const auto found = std::find_if(std::begin(treatments), std::end(treatments),
                                  [&](const Treatment& each) { return key == each.key; });
  return found == std::end(treatments) ? nullptr : &*found;
}

Prescription readPrescription(const Value& document, const std::string& place) {
  const Value *key = document.find("key"), *amount = document.find("amount");
  const Treatment* treatment = key && key->text() ? findTreatment(*key->text()) : nullptr;
  if (!treatment) {
    std::vector<std::string> known;
    for (const Treatment& each : treatments) known.push_back(each.key);
    throw Refusal("KIND_UNKNOWN", memberPath(place, "key"), shortText(key ? *key : Value()), joined(known));
  }
  Prescription prescription{*key->text()};
  if (treatment->amounts.empty()) return prescription;
  std::vector<std::string> allowed;
  for (const double each : treatment->amounts) {
    if (amount && amount->number() && *amount->number() == each) {
      prescription.amount = each;
      return prescription;
    }
    allowed.push_back(textOf(each));
  }
  throw Refusal("RANGE", memberPath(place, "amount"), shortText(amount ? *amount : Value()), joined(allowed));
}

}  // namespace

std::span<const Treatment> allTreatments() { return treatments; }

std::vector<Prescription> readPrescriptions(const Value& document) {
  const Value::List* list = document.list();
  const std::string allowed = "a list of 1 to " + std::to_string(mostTreatments);
  if (!list) throw Refusal("TYPE", "treatments", shortText(document), allowed);
  if (list->empty() || list->size() > mostTreatments)
    throw Refusal("LIMIT", "treatments", std::to_string(list->size()) + " treatments", allowed);
  std::vector<Prescription> prescriptions;
  for (const Value& each : *list)
    prescriptions.push_back(readPrescription(each, "treatments[" + std::to_string(prescriptions.size()) + "]"));
  return prescriptions;
}

Value valueOf(const std::vector<Prescription>& prescriptions) {
  Value::List list;
  for (const Prescription& each : prescriptions) {
    Value record;
    record.set("key", each.key);
    record.set("amount", each.amount);
    list.push_back(record);
  }
  return list;
}

Experiment treated(const Experiment& experiment, const std::vector<Prescription>& prescriptions,
                   const Sources& sources) {
  Experiment patient = experiment;
  for (std::size_t i = 0; i < prescriptions.size(); ++i) {
    Finding finding{"", "", Severity::hint};
    findTreatment(prescriptions[i].key)->offer(finding, patient, prescriptions[i].amount, sources);
    if (finding.remedies.empty())
      throw Refusal("NO_CHANGE", "treatments[" + std::to_string(i) + "]", "without any effect on this experiment",
                    "a treatment that changes it");
    patient = edited(patient, finding.remedies.front().path, finding.remedies.front().value);
  }
  return patient;
}

}  // namespace nablab
