export {
  FLAG_REASONS,
  REASONS,
  SORTS,
  type Author,
  type Change,
  type ChangeType,
  type Comment,
  type CommentList,
  type CommentStatus,
  type FlagReason,
  type Reason,
  type Sort,
  type Vote,
  type Votes,
} from './comments.js';
export { ERRORS, type ErrorCode, type Retry, type WireError } from './errors.js';
export {
  ADDRESS_FACTOR,
  GUEST_REACTIONS_A_PAGE,
  LIMITS,
  LIST_LENGTH,
  PAGES_PER_CONNECTION,
  NEW_VISITORS,
  RATES,
  SITE_LIMITS,
  type Rate,
  type SiteLimits,
} from './limits.js';
export { pageKey } from './page-key.js';
export { DEFAULT_KINDS, KNOWN_KINDS, type KnownKind, type Label, type ReactionKind, type Tally } from './reactions.js';
export type { CommandInputs, ParsedCommands } from './schemas.js';
export { countCharacters, textLength } from './text-length.js';
export type { Role, Visitor } from './visitors.js';
export {
  PAGE_SETTINGS,
  PROTOCOL_VERSION,
  SOCKET_PATH,
  type Auth,
  type ClientEvents,
  type CommandName,
  type CommandResults,
  type CommentChanged,
  type CommentsListed,
  type CommentVoted,
  type Counts,
  type HttpRefusal,
  type Joined,
  type Occupancy,
  type PagePulse,
  type PageSettings,
  type PageSnapshot,
  type ReactionSet,
  type Reply,
  type ServerEvents,
  type Site,
  type VisitorErased,
  type VisitorExport,
  type VisitorNotice,
  type VisitorSession,
} from './wire.js';
