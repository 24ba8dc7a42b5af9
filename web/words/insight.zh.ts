/** Words of the panels that look into a trained network: classes, saliency, knock-out, surrogate. */
export const insight = {
  'doctor.classes': '逐类查看',
  'doctor.saliency': '显著性',
  'doctor.knockOut': '敲除神经元',
  'doctor.surrogate': '代理模型',

  'classes.help': '准确率会掩盖从未被认出的类别：请留意低召回率（该类中漏掉的行）和低精确率（被误认作该类的行）。',
  'classes.regression': '这些数据要预测的是数值，没有类别；损失最大的行仍列在下面。',
  'classes.worst': '代价最大的行',
  'classes.worstHelp': '它们往往标签有误、十分少见，或介于两类之间。选一行，看看是哪些输入起了作用。',
  'classes.all': '所有行',
  'classes.row': '第{row}行',
  'classes.loss': '损失{loss}',
  'classes.taken': '被当作{name}',

  'saliency.row': '行',
  'saliency.of': '输出',
  'saliency.decided': '网络判定的类别',
  'saliency.output': '输出{number}',
  'saliency.told': '对第{row}行，输出“{output}”为{value}（连接函数之前）。每个输入的微小变化会使它改变这么多：',
  'saliency.help':
    '梯度大说明网络在这里对该输入敏感，并不说明该输入是现实中的原因。x · 梯度表示：假如网络是线性的，输出中有多少来自该输入。',
  'saliency.name': '输入',
  'saliency.input': 'x',
  'saliency.gradient': '梯度∂z/∂x',
  'saliency.magnitude': '|梯度|',
  'saliency.product': 'x · 梯度',
  'saliency.more': '共{all}个输入，列出最强的{shown}个。',

  'knockOut.whole': '保留全部神经元时，{part}部分{rows}行的损失为{loss}。',
  'knockOut.most': '最缺不得的是{unit}：没有它，损失为{loss}。',
  'knockOut.needless': '{all}个神经元逐一去掉，其中{count}个去掉后网络不变差，甚至更好。',
  'knockOut.none': '这个网络没有隐藏神经元。',
  'knockOut.help':
    '去掉后毫无影响的神经元可以省去；全靠某一个神经元的网络很脆弱。作用相同的神经元单独去掉看不出影响，一起去掉才看得出。',
  'knockOut.unit': '神经元',
  'knockOut.loss': '去掉后的损失',
  'knockOut.rise': '损失上升',
  'knockOut.accuracy': '去掉后的准确率',
  'knockOut.fall': '准确率下降',
  'knockOut.all': '显示全部{count}个神经元',

  'surrogate.depth': '问题层数',
  'surrogate.told': '这些规则与网络一致的比例：训练行{training}，验证行{validation}。',
  'surrogate.toldR2': '与网络的输出相比，这些规则的R²：训练行{training}，验证行{validation}。',
  'surrogate.help':
    '规则拟合的是网络的预测，而不是真值：两者一致之处，可以读规则来代替网络；不一致之处，网络所做的是寥寥几个问题说不清的。',
  'surrogate.if': '若',
  'surrogate.input': '输入{number}',
  'surrogate.leaf': '{rows}行，其中{share}网络也这么说',
  'surrogate.leafRows': '{rows}行',
};
