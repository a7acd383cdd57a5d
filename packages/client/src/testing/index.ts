export type { TestPage } from './test-page.js';
export { TestServer, type RefuseOptions, type TestCommand, type TestServerOptions } from './test-server.js';
