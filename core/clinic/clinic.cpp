#include "clinic.h"

#include "../doctor/diagnosis.h"

namespace nablab {

Value clinicCatalog() {
  Value::List examinations, treatments, causes;
  for (const Examination& each : allExaminations()) {
    Value record;
    record.set("key", each.key);
    record.set("group", nameOf(each.group));
    record.set("cost", each.cost);
    examinations.push_back(record);
  }
  for (const Treatment& each : allTreatments()) {
    Value record;
    record.set("key", each.key);
    record.set("amounts", Value::List(each.amounts.begin(), each.amounts.end()));
    treatments.push_back(record);
  }
  for (const char* cause : causeKeys()) causes.push_back(cause);
  Value catalog;
  catalog.set("examinations", examinations);
  catalog.set("treatments", treatments);
  catalog.set("causes", causes);
  catalog.set("answers", mostAnswers);
  catalog.set("treatmentsAtOnce", mostTreatments);
  return catalog;
}

}  // namespace nablab
