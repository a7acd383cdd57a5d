import { retry } from '../retry.js';

/** Brings what a reader asks for less often, with the first time that he does. */
export const loadMore = () => retry(() => import('./more/more.js'));
