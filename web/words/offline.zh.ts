/** 离线副本的词语。 */
import type { offline as en } from './offline.en';

export const offline: Record<keyof typeof en, string> = {
  'offline.next': 'Nablab有新版本。当前训练已保存：更新后会回到这一步。',
  'offline.update': '立即更新',
  'offline.later': '以后',
  'offline.keep': '把Nablab保存在本机，没有网络也能使用',
  'offline.none': '未保存：没有网络时无法打开本页。',
  'offline.fetching': '正在获取……',
  'offline.kept': '已全部保存：实验室、课程、数据集。',
  'offline.failed': '浏览器或服务器不允许保存，或者空间不足。',
  'offline.version': '版本{version}。',
};
