/** 房间之间导航的用词。 */
export const rooms = {
  'room.label': '房间',
  'room.opening': '正在载入房间……',
  'room.failed': '无法载入此房间；训练本身不受影响。',
  'room.lab': '实验室',
  'room.labHelp': '同一画面上的数据、网络与输出。',
  'room.microscope': '显微镜',
  'room.microscopeHelp': '把一个训练步逐数拆开来看。',
  'room.doctor': '诊断室',
  'room.doctorHelp': '这次训练哪里不对、为什么，以及什么会有帮助。',
  'room.clinic': '诊所',
  'room.clinicHelp': '检查、诊断并治愈出了问题的网络。',
  'room.compare': '比较',
  'room.compareHelp': '多次训练并排，画在同一坐标轴上。',
  'room.runs': '训练记录',
  'room.runsHelp': '在此训练过的每一次，都可以重新打开。',
};
