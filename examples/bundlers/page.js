import 'nablab/element';
import { experiment } from './experiment.js';
import { train } from './train.js';

document.querySelector('output').textContent = await train();
document.querySelector('nablab-lab').experiment = experiment;
