import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../helpers/sources.js';

/** The server's command, as it ships. */
export const SERVER = join(ROOT, 'server/bin/huzzah.js');
/** The compiled yardsticks. */
export const YARDSTICKS = join(dirname(fileURLToPath(import.meta.url)), 'yardsticks.js');
