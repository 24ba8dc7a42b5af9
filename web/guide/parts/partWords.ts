/** The words around generated parts. */
export interface PartWords {
  kind: string;
  knob: string;
  meaning: string;
  standard: string;
  allowed: string;
  turnable: string;
  yes: string;
  source: string;
  to: (low: string, high: string) => string;
  limit: string;
  value: string;
  error: string;
  sentence: string;
  notYet: string;
  case: string;
  options: string;
  cause: string;
  precision: string;
  recall: string;
  sick: string;
  fault: string;
  trueCause: string;
  named: string;
  healed: string;
  goal: string;
  reached: string;
  measured: string;
  headlineRight: string;
  falseAlarms: string;
  cured: string;
  deviation: (precision: string) => string;
  single: string;
  double: string;
  knobs: string;
  limits: string;
  errors: string;
  golden: string;
  causes: string;
  faults: string;
  goals: string;
  exports: string;
  experiment: string;
  notRun: string;
  refused: string;
  tool: string;
  version: string;
  outcome: string;
  passed: string;
  failed: string;
  hosts: (date: string) => string;
  library: string;
  peers: string;
  workloads: string;
  trained: string;
}

export const partWords: Record<'en' | 'zh', PartWords> = {
  en: {
    kind: 'Kind',
    knob: 'Knob',
    meaning: 'Meaning',
    standard: 'Default',
    allowed: 'Allowed',
    turnable: 'While training',
    yes: 'yes',
    source: 'Source: ',
    to: (low, high) => `${low} to ${high}`,
    limit: 'Limit',
    value: 'Value',
    error: 'Code',
    sentence: 'Sentence',
    notYet: 'This part has not been measured with this version.',
    case: 'Case',
    options: 'Options',
    cause: 'Cause that was named',
    precision: 'Rightly',
    recall: 'Found',
    sick: 'Sick runs',
    fault: 'Fault that was planted',
    trueCause: 'Its cause',
    named: 'Named rightly, of those that suffer',
    healed: 'Healed, of those treated',
    goal: 'Goal',
    reached: 'Reached',
    measured: 'What is measured',
    headlineRight: 'First cause right, where a run suffers',
    falseAlarms: 'Warning or error about a healthy run',
    cured: 'A remedy offered that heals, where one can',
    deviation: (precision) => `Largest deviation, ${precision}`,
    single: 'single precision',
    double: 'double precision',
    knobs: 'Knobs',
    limits: 'Limits',
    errors: 'Errors',
    golden: 'Golden cases and their largest deviations',
    causes: 'By cause that was named',
    faults: 'By fault that was planted',
    goals: 'Goals',
    workloads: 'Workloads',
    trained: 'What is trained',
    exports: 'Exported programs and the largest deviation of anything they compare',
    experiment: 'Experiment',
    notRun: 'not run',
    refused: 'cannot be written',
    tool: 'Tool',
    version: 'Version',
    outcome: 'Outcome',
    passed: 'the same bits',
    failed: 'failed',
    hosts: (date) => `Tools that were tried on ${date}`,
    library: 'Library',
    peers: 'Steps by second, by library and workload',
  },
  zh: {
    kind: '种类',
    knob: '旋钮',
    meaning: '含义',
    standard: '默认值',
    allowed: '允许范围',
    turnable: '训练中可调',
    yes: '是',
    source: '出处：',
    to: (low, high) => `${low}至${high}`,
    limit: '限制',
    value: '数值',
    error: '代码',
    sentence: '提示语',
    notYet: '这个版本尚未测量这一部分。',
    case: '用例',
    options: '选项',
    cause: '所指出的原因',
    precision: '指对的比例',
    recall: '找到的比例',
    sick: '患病的训练',
    fault: '植入的故障',
    trueCause: '它的原因',
    named: '指对／受损的训练',
    healed: '治愈／用了药的训练',
    goal: '目标',
    reached: '达到',
    measured: '测量内容',
    headlineRight: '训练受损时，首要原因指对的比例',
    falseAlarms: '对健康的训练发出警告或错误的比例',
    cured: '有药可治时，所提供的药方治愈的比例',
    deviation: (precision) => `最大偏差（${precision}）`,
    single: '单精度',
    double: '双精度',
    knobs: '旋钮',
    limits: '限制',
    errors: '错误',
    golden: '黄金用例及其最大偏差',
    causes: '按所指出的原因',
    faults: '按植入的故障',
    goals: '目标',
    workloads: '工作负载',
    trained: '训练什么',
    exports: '导出的程序，以及其中所比较的一切的最大偏差',
    experiment: '实验',
    notRun: '未运行',
    refused: '无法导出',
    tool: '工具',
    version: '版本',
    outcome: '结果',
    passed: '比特相同',
    failed: '失败',
    hosts: (date) => `${date}试过的工具`,
    library: '库',
    peers: '各库在各工作负载下每秒的步数',
  },
};
