/** Words of what is kept over time: undo, runs, forks, what comes back after a crash. */
export const time = {
  'edits.undo': 'Undo',
  'edits.undoHelp': 'Takes the last change back: experiment and step are as they were. Ctrl Z',
  'edits.undoDone': 'Undone; you are at step {step}.',
  'edits.redo': 'Redo',
  'edits.redoHelp': 'Makes the change again that was taken back. Ctrl Shift Z',
  'edits.redoDone': 'Done again; you are at step {step}.',

  'notice.back': 'You are back in “{title}” at step {step}, where it was left.',
  'notice.travelling': 'On the way to step {step}: the run is trained again to the same bits.',
  'notice.halt': 'Stop here',

  'settings.background': 'Keep training while the tab is hidden',
  'settings.theme': 'Colours',
  'settings.theme.system': 'as the system',
  'settings.theme.light': 'light',
  'settings.theme.dark': 'dark',
  'notice.slow': 'The engine has not answered for two seconds; it may be at a long step.',
  'notice.silent':
    'The engine has not answered for ten seconds. You can wait, or stop it: experiment and step are kept.',
  'notice.stop': 'Stop it',
  'notice.unexpected': '{what} The experiment is still here.',
  'crash.saveExperiment': 'Save my experiment',
  'crash.saveReport': 'Save a report',
  'crash.reportHelp':
    'The report holds the experiment without your data and texts, the engine, the browser and the error. It is sent nowhere: attach it where you report the fault.',
};
