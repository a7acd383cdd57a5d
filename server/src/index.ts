export { ACCESS, ASKERS, DOOR, TARGETS } from './core/access.js';
export { ConfigError, loadConfig, type Config, type ConfigSources } from './config.js';
export { createHuzzah, type AttachableHuzzah, type HuzzahOptions } from './create-huzzah.js';
export { makeLogger, type Logger } from './log.js';
export { startServer, type RunningServer } from './server.js';
export { SETTINGS, type SettingName } from './settings.js';
