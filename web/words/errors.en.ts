/** What is refused, by code; `{path}` is the place in words, `{place}` as the core writes it. */
export const errors = {
  'error.other': 'That is not possible ({code}): {place} {found}.',
  'error.TYPE': '{path}: {found} is of the wrong kind; expected {allowed}.',
  'error.MISSING': '{path} is missing; expected {allowed}.',
  'error.KIND_UNKNOWN': '{path}: {found} does not exist; there is {allowed}.',
  'error.OPTION_UNKNOWN': '{path}: {found} does not exist; there is {allowed}.',
  'error.KEY_UNKNOWN': '{place} is not known here; {allowed}.',
  'error.RANGE': '{path} cannot be {found}; allowed: {allowed}.',
  'error.LIMIT': '{path}: {found}; allowed: {allowed}.',
  'error.PATH_SHORT': '{path} cannot be {found}; it needs {allowed}.',
  'error.COMBINATION': '{path} does not fit the rest: {found}; it needs {allowed}.',
  'error.BUDGET': 'The network would be too large: {found}; allowed: {allowed}.',
  'error.NOT_TURNABLE': '{path} cannot be turned while a run is under way.',
  'error.PATH_UNKNOWN': 'There is no knob {place}.',
  'error.VERSION': 'This experiment has version {found}; this page reads version {allowed}.',
  'error.VERSION_NEWER':
    'This experiment was made with a newer version ({found}); this page reads {allowed}. Nothing has changed.',
  'error.TABLE_MISSING': 'The table of this data set is missing: {found}.',
  'error.TABLE_BROKEN': 'The table of this data set cannot be read: {found}.',
  'error.TABLE_UNAVAILABLE': 'The table of this data set could not be loaded: {found}.',
  'error.ROWS_MISSING':
    'This data set gets its rows from a program, through the interface; on this page there are none.',
  'error.NOT_CONFIGURED': 'There is no experiment yet.',
  'error.ARGUMENT': 'The page asked the engine for something that it does not know: {found}.',
  'error.ENGINE_LOST': 'The engine stopped: {found}.',
  'error.ENGINE_UNAVAILABLE': 'The engine could not be loaded: {found}.',
  'error.WEBASSEMBLY_MISSING':
    'This browser has no WebAssembly, or it is switched off, as lockdown modes do: the engine needs it.',
  'error.UNEXPECTED': 'Something unexpected happened: {found}.',
  'error.LINK_INCOMPLETE': 'The link is incomplete: it was cut on its way. Nothing has changed.',
  'error.LINK_CHECKSUM': 'The link was changed on its way and cannot be trusted. Nothing has changed.',
  'error.LINK_ENCODING': 'The link holds something that is no experiment: {found}. Nothing has changed.',
  'error.LINK_VERSION':
    'The link was made with a newer format ({found}); this page reads {allowed}. Nothing has changed.',
  'error.LINK_SIZE': 'The link is too long: {found}; allowed: {allowed}.',
  'error.TEXT_SIZE': 'The file is too large for an experiment: {found}; allowed: {allowed}.',
  'error.DEPTH': 'The experiment is nested too deeply; allowed: {allowed}.',
  'error.SIZE': '{place} has {found}; it needs {allowed}.',
  'error.NOT_REPLAYABLE': 'This run cannot go back: numbers were put into it by hand.',
  'error.OUT_OF_MEMORY': 'This is too large for the memory here; it needs {allowed}.',
  'error.JSON_DEPTH': 'The file is nested too deeply at {place}: {found}; allowed: {allowed}.',
  'error.JSON_SYNTAX': 'The file is not JSON: {found} at {place} does not belong there.',
  'error.RUNS_FORMAT': 'This file of runs cannot be read: {place} is {found}; it needs {allowed}.',
  'error.WORKER_UNAVAILABLE':
    'The part of the page that trains could not be loaded: it may have been renewed just now, or this browser is too old for it (module workers are needed).',
  'error.POLICY_FORBIDS':
    'The host of this page forbids what the engine needs ({found}). Its content security policy has to contain: {allowed}.',
  'error.PROTOCOL': 'The page and its engine are of different versions ({found} and {allowed}): load the page again.',
  'error.MESSAGE_UNKNOWN': 'The engine does not know the message {found}; it knows {allowed}.',
  'error.NO_CHANGE': 'This treatment changes nothing for this patient; choose another one, or another amount.',
  'error.STORE_DENIED':
    'The browser does not let the page keep anything ({found}): runs last until the tab is closed. Save them as a file.',
  'error.STORE_FULL':
    "The browser's storage is full: new runs last until the tab is closed. Delete some, or save them as a file.",
  'error.STORE_BLOCKED':
    'Another tab with an older version of this page holds the storage: close it and load this page again. Until then runs last until the tab is closed.',
  'error.STORE_NEWER':
    'A newer version of this page has kept runs here; this one leaves them alone. Runs last until the tab is closed.',
  'error.STORE_SILENT':
    "The browser's storage does not answer: runs last until the tab is closed, unless it answers later. Save them as a file.",
  'error.STORE_CLOSED':
    'The browser has closed the storage: what happens now lasts until the tab is closed. Load the page again.',
};
