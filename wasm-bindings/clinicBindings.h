#pragma once

namespace nablab {

/** clinic and admitPatient: what there is in the clinic, and what may be known of a patient. */
void bindClinic();

}  // namespace nablab
