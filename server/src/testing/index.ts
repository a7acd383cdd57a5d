export type { Case, SuiteRunner } from './store-case.js';
export type { StorePlace } from './store-place.js';
export { storeSuite } from './store-suite.js';
