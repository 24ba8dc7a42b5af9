/** 嵌入其他网页的页面的词语。 */
import type { embedPage as en } from './embedPage.en';

export const embedPage: Record<keyof typeof en, string> = {
  open: '在完整的实验室中打开',
};
