/** The pre-flight: what is checked before a long training, and the rules that train a little for it. */
export const preflight = {
  'kind.rules.wrongGradient': 'Wrong gradient',
  'kind.rules.wrongGradient.help':
    'The gradients of backpropagation are not those of the loss: small changes of the parameters change it otherwise.',
  'kind.rules.cannotOverfitBatch': 'Cannot learn a batch by heart',
  'kind.rules.cannotOverfitBatch.help':
    'Not even a few rows can be fitted when nothing holds the network back: something between inputs and loss is broken, or the network is too small.',
  'kind.rules.inputIndependent': 'Inputs do not help',
  'kind.rules.inputIndependent.help':
    'A copy that sees only zeros comes to the same losses: the network does not use what it is shown.',
  'knob.checkedRows': 'Rows checked',
  'knob.checkedRows.help': 'How many rows of the training part are taken, evenly spaced.',
  'knob.checkedSteps': 'Steps checked',
  'knob.checkedSteps.help': 'For how many steps copies are trained at most.',
  'knob.starts': 'Starts',
  'knob.starts.help': 'How often it is tried at most, each time from other initial weights.',
  'knob.wrongError': 'Wrong from',
  'knob.wrongError.help': 'The relative error from which on a gradient is wrong.',
  'knob.suspiciousError': 'Suspicious from',
  'knob.suspiciousError.help': 'The relative error from which on a gradient is suspicious.',
  'knob.highestError': 'Highest error',
  'knob.highestError.help': 'The share of the rows that may stay wrong; in regression 1 − R².',
  'knob.comparedLosses': 'Losses compared',
  'knob.comparedLosses.help': 'How many of the last batch losses are compared.',
  'knob.highestChance': 'Highest chance',
  'knob.highestChance.help': 'The chance of such a difference between equals from which on it counts as none.',

  'finding.wrongGradient.differs':
    '{wrong} of {compared} derivatives are wrong, the worst by {error}: backpropagation says {analytic}, differences of the loss say {numerical}. Steps then do not go downhill; look at the backward pass of this layer.',
  'finding.cannotOverfitBatch.classes':
    'After {steps} steps on {rows} rows alone, {error} of them are still wrong. A network that cannot learn a few rows by heart will not learn many: check loss, head and initialization, then its size.',
  'finding.cannotOverfitBatch.values':
    'After {steps} steps on {rows} rows alone, {error} of their variance is still unexplained. A network that cannot learn a few rows by heart will not learn many: check loss, head and initialization, then its size.',
  'finding.inputIndependent.blind':
    'After {steps} steps the loss is {loss}; of a copy that sees only zeros it is {blindLoss}. The inputs make no difference yet: check them, the labels and the learning rate.',
};
