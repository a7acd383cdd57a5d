export { busSuite, type BusPlace } from './bus-suite.js';
export { eventually } from './eventually.js';
export { presenceSuite, type PresencePlace } from './presence-suite.js';
export { HAS_REDIS, RedisCluster, RedisServer, type RedisServerOptions } from './redis-server.js';
export type { Case, SuiteRunner } from './store-case.js';
export type { StorePlace } from './store-place.js';
export { Stopwatch } from './stopwatch.js';
export { storeSuite } from './store-suite.js';
export { Tap } from './tap.js';
