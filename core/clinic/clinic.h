#pragma once
#include "examinations.h"
#include "grading.h"
#include "patient.h"
#include "surgery.h"
#include "treatments.h"

/**
 * The clinic: sick experiments to be examined, understood and healed. A patient is a document: a healthy experiment,
 * and what makes it sick. Whoever treats it examines a run of the sick one (`examinations.h`), names a cause and treats
 * it
 * (`treatments.h`), or repairs a formula of backpropagation (`surgery.h`); the core grades both by training and
 * measuring
 * (`grading.h`), never by who the patient is.
 */
namespace nablab {

/**
 * What there is to choose from: {examinations: [{key, group, cost}], treatments: [{key, amounts}], causes: [keys],
 * answers, treatmentsAtOnce}.
 */
Value clinicCatalog();

}  // namespace nablab
