import { everyBrowser } from './everyBrowser';
import { startWebKit } from './webkit';

everyBrowser('WebKitGTK', startWebKit);
