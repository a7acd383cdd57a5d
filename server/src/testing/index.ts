export { memberStoreSuite, type MemberStorePlace } from './member-store-suite.js';
export { siteStoreSuite, type SiteStorePlace } from './site-store-suite.js';
export type { Case, SuiteRunner } from './store-case.js';
export type { StorePlace } from './store-place.js';
export { Stopwatch } from './stopwatch.js';
export { storeSuite } from './store-suite.js';
