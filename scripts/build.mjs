/** `npm run build`: the screen and the server, where their sources changed. `server` or `screen` alone by name. */
import { buildScreen, buildServer } from './setup.mjs';

const [only] = process.argv.slice(2);
if (only !== 'server') buildScreen();
if (only !== 'screen') buildServer();
