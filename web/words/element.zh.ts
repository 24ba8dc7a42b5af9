/** 嵌入他人网页的元素所用的文字。 */
export const element = {
  'element.label': '∇lab：{title}',
  'element.knobs': '设置',
  'element.resting': '休息中：本页的其他实验室正在运行。操作任一控件即可唤醒。',
  'element.rousing': '正在唤醒……',
  'error.CONTROL_UNKNOWN': '这个实验没有控件{found}；可用的有{allowed}以及各参数的路径。',
  'error.LESSON_UNKNOWN': '没有课程{found}；可用的有{allowed}。',
  'error.LESSON_EXPERIMENT': '这一课没有实验{found}；可用的有{allowed}。',
  'error.ROOM_UNKNOWN': '这里没有房间{found}；可用的有{allowed}。',
};
