export { ERRORS, type ErrorCode, type Retry, type WireError } from './errors.js';
export { LIMITS, SITE_LIMITS, type SiteLimits } from './limits.js';
export { pageKey } from './page-key.js';
export { DEFAULT_KINDS, KNOWN_KINDS, type KnownKind, type Label, type ReactionKind, type Tally } from './reactions.js';
export type { CommandInputs, ParsedCommands } from './schemas.js';
export {
  PAGE_SETTINGS,
  PROTOCOL_VERSION,
  SOCKET_PATH,
  type Auth,
  type ClientEvents,
  type CommandName,
  type CommandResults,
  type Counts,
  type HttpRefusal,
  type Joined,
  type Occupancy,
  type PagePulse,
  type PageSettings,
  type PageSnapshot,
  type ReactionSet,
  type Reply,
  type Role,
  type ServerEvents,
  type Site,
  type Visitor,
  type VisitorNotice,
  type VisitorSession,
} from './wire.js';
