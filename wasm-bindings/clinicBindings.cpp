#include "clinicBindings.h"

#include <emscripten/bind.h>

#include "../core/clinic/clinic.h"
#include "values.h"

namespace nablab {

namespace {

using emscripten::val;

val wholeClinic() {
  return guarded([] { return toJavaScript(clinicCatalog()); });
}

val admission(val patient) {
  return guarded([&] { return toJavaScript(admit(readPatient(fromJavaScript(patient, Limits::depth)))); });
}

}  // namespace

void bindClinic() {
  emscripten::function("clinic", &wholeClinic);
  emscripten::function("admitPatient", &admission);
}

}  // namespace nablab
