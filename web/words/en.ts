/** English. Every key stands in `zh.ts` too: the types see to it. */
import { pictures } from './pictures.en';
import { catalog } from './catalog.en';
import { compare } from './compare.en';
import { data } from './data.en';
import { doctor } from './doctor.en';
import { doctorRoom } from './doctorRoom.en';
import { errors } from './errors.en';
import { measures } from './measures.en';
import { metrics } from './metrics.en';
import { own } from './own.en';
import { network } from './network.en';
import { page } from './page.en';
import { preflight } from './preflight.en';
import { race } from './race.en';
import { rooms } from './rooms.en';
import { runs } from './runs.en';
import { states } from './states.en';
import { time } from './time.en';
import { tools } from './tools.en';
import { trace } from './trace.en';

export const en = {
  ...page,
  ...catalog,
  ...compare,
  ...data,
  ...doctor,
  ...doctorRoom,
  ...errors,
  ...measures,
  ...metrics,
  ...preflight,
  ...race,
  ...own,
  ...network,
  ...rooms,
  ...runs,
  ...states,
  ...time,
  ...tools,
  ...trace,
  ...pictures,
};

export type Key = keyof typeof en;
export type Words = Record<Key, string>;
