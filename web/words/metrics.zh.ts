/** 引擎目录中的评价指标；每一项都有一句说明。 */
import type { metrics as english } from './metrics.en';

export const metrics: Record<keyof typeof english, string> = {
  'family.metrics': '评价指标',
  'family.metrics.help': '说明预测好坏的数字或图。',
  'kind.metrics.accuracy': '准确率',
  'kind.metrics.accuracy.help': '类别预测正确的样本所占的比例。',
  'kind.metrics.precision': '精确率',
  'kind.metrics.precision.help': '被预测为某一类的样本中，真正属于该类的比例。',
  'kind.metrics.recall': '召回率',
  'kind.metrics.recall.help': '真正属于某一类的样本中，被找出来的比例。',
  'kind.metrics.f1': 'F1 值',
  'kind.metrics.f1.help': '精确率与召回率的调和平均：只有两者都高时才高。',
  'kind.metrics.confusionMatrix': '混淆矩阵',
  'kind.metrics.confusionMatrix.help': '每个真实类别的样本各有多少被预测为各个类别。',
  'kind.metrics.rocCurve': 'ROC 曲线',
  'kind.metrics.rocCurve.help': '在每个阈值下，找出的正例比例与误报比例的关系。',
  'kind.metrics.rocAuc': 'ROC 曲线下面积',
  'kind.metrics.rocAuc.help': '正例得分高于负例的概率；0.5 等于瞎猜。',
  'kind.metrics.averagePrecision': '平均精确率',
  'kind.metrics.averagePrecision.help': '各阈值下的精确率按其新增召回率加权的平均。',
  'kind.metrics.r2': '决定系数 R²',
  'kind.metrics.r2.help': '目标的方差中被解释的比例：1 为完美，0 不比取平均值更好。',
  'kind.metrics.meanAbsoluteError': '平均绝对误差',
  'kind.metrics.meanAbsoluteError.help': '预测与目标的平均距离。',
  'kind.metrics.meanSquaredError': '均方误差',
  'kind.metrics.meanSquaredError.help': '预测与目标之差的平方的平均：大的误差影响最大。',
};
