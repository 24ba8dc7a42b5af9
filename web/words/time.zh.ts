/** 与时间有关的用词：撤销、运行记录、分支、崩溃之后的恢复。 */
export const time = {
  'edits.undo': '撤销',
  'edits.undoHelp': '撤销上一次更改：实验与步数恢复原样。Ctrl Z',
  'edits.undoDone': '已撤销；当前在第 {step} 步。',
  'edits.redo': '重做',
  'edits.redoHelp': '重新执行刚才撤销的更改。Ctrl Shift Z',
  'edits.redoDone': '已重做；当前在第 {step} 步。',

  'notice.back': '已回到“{title}”上次离开时的第 {step} 步。',
  'notice.travelling': '正在前往第 {step} 步：重新训练，逐位一致。',
  'notice.halt': '停在这里',

  'settings.background': '标签页隐藏时继续训练',
  'settings.theme': '配色',
  'settings.theme.system': '跟随系统',
  'settings.theme.light': '浅色',
  'settings.theme.dark': '深色',
  'notice.slow': '引擎已有两秒没有回应，可能正在做很长的一步。',
  'notice.silent': '引擎已有十秒没有回应。您可以等待，也可以停止它：实验与步数会保留。',
  'notice.stop': '停止',
  'notice.unexpected': '{what}实验仍在。',
  'crash.saveExperiment': '保存我的实验',
  'crash.saveReport': '保存报告',
  'crash.reportHelp':
    '报告包含实验（不含您的数据和文字）、引擎、浏览器和错误信息，不会发送到任何地方：反馈问题时请附上它。',
};
