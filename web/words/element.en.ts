/** Words of the element in other people's pages. */
export const element = {
  'element.label': '∇lab: {title}',
  'element.knobs': 'Settings',
  'element.resting': 'At rest: other labs of this page are at work. Any control wakes it.',
  'element.rousing': 'Waking up …',
  'error.CONTROL_UNKNOWN': 'This experiment has no control {found}; there are {allowed} and the paths of its knobs.',
  'error.LESSON_UNKNOWN': 'There is no lesson {found}; there are {allowed}.',
  'error.LESSON_EXPERIMENT': 'The lesson has no experiment {found}; it has {allowed}.',
  'error.ROOM_UNKNOWN': 'There is no room {found} here; there are {allowed}.',
};
