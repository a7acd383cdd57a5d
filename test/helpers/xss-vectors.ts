import { join } from 'node:path';
import type * as Vectors from '../../packages/widgets/src/testing/xss-vectors.js';
import { ROOT } from './sources.js';

const vectors: unknown = await import(join(ROOT, 'packages/widgets/dist/testing/xss-vectors.js'));

/** The hostile texts that the elements are tested with, as built. */
export const { XSS_VECTORS } = vectors as typeof Vectors;
