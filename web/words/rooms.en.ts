/** Words of the way from room to room. */
export const rooms = {
  'room.label': 'Rooms',
  'room.opening': 'The room is loading …',
  'room.failed': 'The room could not be loaded; the run is not touched by that.',
  'room.lab': 'Lab',
  'room.labHelp': 'Data, network and output of one run on one ground.',
  'room.microscope': 'Microscope',
  'room.microscopeHelp': 'One training step taken apart, number by number.',
  'room.doctor': 'Doctor',
  'room.doctorHelp': 'What is wrong with this run, why, and what would help.',
  'room.clinic': 'Clinic',
  'room.clinicHelp': 'Sick networks to examine, to understand and to heal.',
  'room.compare': 'Compare',
  'room.compareHelp': 'Runs side by side, on the same axes.',
  'room.runs': 'Runs',
  'room.runsHelp': 'Every run that was trained here, to be opened again.',
};
