import { everyBrowser } from './everyBrowser';
import { startFirefox } from './firefox';

everyBrowser('Firefox', startFirefox);
