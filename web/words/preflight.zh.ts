/** 训练前检查：长时间训练之前要查的，以及为此试训一小段的规则。 */
import type { preflight as english } from './preflight.en';

export const preflight: Record<keyof typeof english, string> = {
  'kind.rules.wrongGradient': '梯度有误',
  'kind.rules.wrongGradient.help': '反向传播给出的梯度不是损失的梯度：参数稍有变化时，损失的变化与它不符。',
  'kind.rules.cannotOverfitBatch': '背不下一个批次',
  'kind.rules.cannotOverfitBatch.help':
    '即使没有任何束缚，网络也拟合不了几行数据：从输入到损失之间有什么坏了，或者网络太小。',
  'kind.rules.inputIndependent': '输入不起作用',
  'kind.rules.inputIndependent.help': '只看到零的副本也得到同样的损失：网络没有用上给它看的东西。',
  'knob.checkedRows': '检查的行数',
  'knob.checkedRows.help': '从训练部分等间隔地取多少行。',
  'knob.checkedSteps': '检查的步数',
  'knob.checkedSteps.help': '副本最多训练多少步。',
  'knob.starts': '尝试次数',
  'knob.starts.help': '最多尝试多少次，每次从不同的初始权重出发。',
  'knob.wrongError': '判为错误',
  'knob.wrongError.help': '相对误差从多大起，梯度算是错误的。',
  'knob.suspiciousError': '判为可疑',
  'knob.suspiciousError.help': '相对误差从多大起，梯度算是可疑的。',
  'knob.highestError': '最大误差',
  'knob.highestError.help': '允许仍然答错的行所占的比例；回归时为1 − R²。',
  'knob.comparedLosses': '比较的损失数',
  'knob.comparedLosses.help': '比较最后多少个批次的损失。',
  'knob.highestChance': '最大概率',
  'knob.highestChance.help': '两者本来相同却出现这种差别的概率，从多大起算作没有差别。',

  'finding.wrongGradient.differs':
    '{compared}个导数中有{wrong}个是错的，最差的误差为{error}：反向传播给出{analytic}，损失的差分给出{numerical}。这样每一步都不是往下走；请检查这一层的反向传播。',
  'finding.cannotOverfitBatch.classes':
    '只用{rows}行训练{steps}步之后，仍有{error}的行答错。连几行都背不下来的网络学不会更多的数据：先检查损失、输出层和初始化，再看网络的大小。',
  'finding.cannotOverfitBatch.values':
    '只用{rows}行训练{steps}步之后，仍有{error}的方差没有得到解释。连几行都背不下来的网络学不会更多的数据：先检查损失、输出层和初始化，再看网络的大小。',
  'finding.inputIndependent.blind':
    '{steps}步之后损失为{loss}；只看到零的副本的损失为{blindLoss}。输入目前还没有起作用：请检查输入、标签和学习率。',
};
