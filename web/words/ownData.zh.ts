/** 自己的数据对话框。 */
import type { ownData as english } from './ownData.en';

export const ownData: Record<keyof typeof english, string> = {
  'draw.pad': '平面，上面有{points}个点',
  'draw.keys': '用键盘：方向键移动十字（按住Shift移得更远），数字键选择类别，Enter放点，Delete擦除。',
  'draw.classes': '画什么',
  'draw.class': '类别{name}',
  'draw.eraser': '橡皮',
  'draw.number': '类别数',
  'draw.brush': '画笔',
  'draw.points': '一次{points}个',
  'draw.undo': '撤销',
  'draw.clear': '全部擦除',
  'draw.now': '{points}个点，最多{most}个。',
  'draw.full': '放不下更多了。',
  'draw.link': '它们随链接一起走。',
  'draw.at': 'x为{x}，y为{y}',

  'table.paste': '粘贴一个表格：每行一条，可以有表头',
  'table.pastedName': '粘贴的表格.csv',
  'table.read': '读取表格',
  'table.choose': '选择文件……',
  'table.drop': '或者拖到这里。',
  'table.another': '换一个表格',
  'table.predict': '预测',
  'table.class': '一个类别',
  'table.number': '一个数',
  'table.preview': '表格的前几行',
  'table.use': '{name}用作什么',
  'table.unused': '不用',
  'table.empty': '空',
  'table.more': '显示了{columns}列中的前{shown}列。',

  'images.what': '两个IDX格式的文件，与MNIST一样：图像（高和宽最多64）与标签。可以用gzip压缩。',
  'images.choose': '选择两个文件……',
  'images.drop': '或者拖到这里。',
  'images.needLabels': '这是图像；现在请给出它们的标签文件。',
  'images.needImages': '这是标签；现在请给出它们的图像文件。',
  'images.table': '一个表格',
  'images.sheet': '前几张图像；它们的标签：{labels}',

  'formula.text': '关于x和y的公式；公式成立或大于0的地方，点属于类别1',
  'formula.help':
    '还有r（到中心的距离）、t（角度）、pi、e；+ − * / ^、比较、and、or、not；sin cos tan exp log sqrt abs sign floor tanh min max。点从−1到1之间抽取。',
  'formula.examples': '例子',
};
