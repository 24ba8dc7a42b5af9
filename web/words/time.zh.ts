/** 与时间有关的用词：撤销、运行记录、分支、崩溃之后的恢复。 */
export const time = {
  'edits.undo': '撤销',
  'edits.undoHelp': '撤销上一次更改：实验与步数恢复原样。Ctrl Z',
  'edits.undoDone': '已撤销；当前在第 {step} 步。',
  'edits.redo': '重做',
  'edits.redoHelp': '重新执行刚才撤销的更改。Ctrl Shift Z',
  'edits.redoDone': '已重做；当前在第 {step} 步。',
};
