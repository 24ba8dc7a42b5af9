/** 简体中文. */
import { pictures } from './pictures.zh';
import { catalog } from './catalog.zh';
import type { Words } from './en';
import { data } from './data.zh';
import { doctor } from './doctor.zh';
import { errors } from './errors.zh';
import { measures } from './measures.zh';
import { metrics } from './metrics.zh';
import { own } from './own.zh';
import { network } from './network.zh';
import { page } from './page.zh';
import { rooms } from './rooms.zh';
import { states } from './states.zh';
import { time } from './time.zh';
import { tools } from './tools.zh';

export const zh: Words = {
  ...page,
  ...catalog,
  ...data,
  ...doctor,
  ...errors,
  ...measures,
  ...metrics,
  ...own,
  ...network,
  ...rooms,
  ...states,
  ...time,
  ...tools,
  ...pictures,
};
