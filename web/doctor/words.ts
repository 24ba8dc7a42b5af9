/** The room's words come with it. */
import { addWords } from '../words';
import { doctorRoom as en } from '../words/doctorRoom.en';
import { doctorRoom as zh } from '../words/doctorRoom.zh';

addWords({ en, 'zh-Hans': zh });
