/** Words about the copy of the site that works without a network. */
export const offline = {
  'offline.next': 'A new version of Nablab is here. Your run is kept: after the update you are back at its step.',
  'offline.update': 'Update now',
  'offline.later': 'Later',
  'offline.keep': 'Keep Nablab here, so that it works without a network',
  'offline.none': 'Not kept here: without a network the page cannot be opened.',
  'offline.fetching': 'Being fetched …',
  'offline.kept': 'Everything is here: lab, lessons, data sets.',
  'offline.failed': 'This browser or this host does not allow it, or there was no room.',
  'offline.version': 'Version {version}.',
} as const;
