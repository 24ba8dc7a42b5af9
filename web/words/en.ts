/** English, but for the words of other rooms than the lab (`later.ts`). Every key stands in `zh.ts` too: the types see to it. */
import { pictures } from './pictures.en';
import { catalog } from './catalog.en';
import { data } from './data.en';
import { doctor } from './doctor.en';
import { errors } from './errors.en';
import { measures } from './measures.en';
import { metrics } from './metrics.en';
import { own } from './own.en';
import { network } from './network.en';
import { page } from './page.en';
import { rooms } from './rooms.en';
import { states } from './states.en';
import { time } from './time.en';
import { tools } from './tools.en';
import type { LaterKey } from './later';

export const en = {
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

export type FirstKey = keyof typeof en;
export type Key = FirstKey | LaterKey;
export type Words = Record<FirstKey, string>;
