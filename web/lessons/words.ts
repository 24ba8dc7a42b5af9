/** The words around the lessons' texts, which are pages of their own. */
export const lessonLanguages = ['en', 'zh'] as const;
export type LessonLanguage = (typeof lessonLanguages)[number];

export const lessonWords = {
  en: {
    tag: 'en',
    other: '简体中文',
    lessons: 'Lessons',
    lab: 'Lab',
    intro:
      'Each lesson shows one thing with experiments that run in your browser: an idea, its formula, something to predict, and a challenge that the core checks.',
    number: (number: number) => `Lesson ${number}`,
    before: 'Read before: ',
    open: (title: string) => `Open “${title}”`,
    question: 'Before you run it: ',
    slip: 'Often written: ',
    challenge: 'Take up the challenge',
    previous: 'Before: ',
    next: 'Next: ',
    places: 'Lessons before and after',
    skip: 'To the text',
  },
  zh: {
    tag: 'zh-Hans',
    other: 'English',
    lessons: '课程',
    lab: '实验室',
    intro:
      '每一课用在您的浏览器里运行的实验说明一件事：一个思路，它的公式，一个先预测后验证的问题，以及一个由核心检查的挑战。',
    number: (number: number) => `第${number}课`,
    before: '先读：',
    open: (title: string) => `打开“${title}”`,
    question: '运行之前先想一想：',
    slip: '常见的说法：',
    challenge: '接受挑战',
    previous: '上一课：',
    next: '下一课：',
    places: '上一课与下一课',
    skip: '跳到正文',
  },
} as const satisfies Record<LessonLanguage, Record<string, unknown>>;
