/**
 * All that a store holds, as values that no store made: what one gives, another takes. Of commands only what
 * stands with a mark, a vote or a comment is among them, and of a page's log nothing.
 */
import type { CommentStatus, FlagReason, Role, Vote } from '@huzzah/protocol';
import type { CommentRecord, PageRef } from './records.js';

/** What there is, in the order in which it is given: what is named by others goes before them. */
export const HOLDING_TYPES = ['page', 'comment', 'pin', 'reaction', 'vote', 'flag', 'name', 'member', 'site'] as const;

export type HoldingType = (typeof HOLDING_TYPES)[number];

/** Times are epoch ms, of reactions and votes in whole seconds: as the store keeps them that keeps least. */
export interface Holdings {
  page: {
    readonly ref: PageRef;
    readonly seq: number;
    readonly version: number;
    /** Kinds with a holder, by name. */
    readonly counts: readonly (readonly [kind: string, count: number])[];
    readonly commentCount: number;
    readonly threadCount: number;
    readonly votesVersion: number;
  };
  comment: {
    readonly ref: PageRef;
    readonly id: string;
    readonly seq: number | null;
    readonly version: number;
    readonly parentId: string | null;
    readonly authorId: string;
    readonly role: Role;
    readonly name: string;
    /** `null` where it was wiped. */
    readonly body: string | null;
    /** See {@link printOf}; `''` where the text was wiped. */
    readonly print: string;
    readonly at: number;
    readonly editedAt: number | null;
    readonly status: CommentStatus;
    readonly reason: string | null;
    readonly removedBy: CommentRecord['removedBy'];
    /** What it was before it was removed. */
    readonly removedFrom: CommentStatus | null;
    /** Since when the text of a removed one is kept. */
    readonly removedAt: number | null;
    readonly up: number;
    readonly down: number;
    readonly votesVersion: number;
    readonly replyCount: number;
    /** Whether readers meet it: published, or removed under published replies. */
    readonly isListed: boolean;
  };
  pin: { readonly ref: PageRef; readonly id: string; readonly at: number };
  reaction: {
    readonly ref: PageRef;
    readonly visitorId: string;
    /** `null` where it was taken back: its command is known all the same. */
    readonly kind: string | null;
    /** See {@link tailOf}. */
    readonly command: string;
    readonly at: number;
  };
  vote: {
    readonly ref: PageRef;
    readonly id: string;
    readonly visitorId: string;
    readonly value: Vote;
    readonly command: string;
    readonly at: number;
  };
  flag: {
    readonly ref: PageRef;
    readonly id: string;
    readonly visitorId: string;
    readonly reason: FlagReason;
    readonly text: string;
    readonly at: number;
  };
  name: { readonly site: string; readonly visitorId: string; readonly name: string };
  member: { readonly site: string; readonly member: string; readonly visitorId: string };
  site: { readonly id: string; readonly spec: string };
}

/** The last 7 bytes of a commandId: what every store keeps of the newest of a mark. */
export function tailOf(commandId: string): string {
  return commandId.slice(-15);
}

/** What every store keeps of the fingerprint of a posting: 96 bits of it. */
export function printOf(fingerprint: string): string {
  return fingerprint.slice(0, 16);
}

/** Something that cannot be moved, for people: what it is, and why. */
export interface Left {
  readonly what: string;
  readonly why: string;
}

/** A part of what there is of a type. */
export interface Part<Type extends HoldingType> {
  readonly holdings: readonly Holdings[Type][];
  /** What is there and cannot be read. */
  readonly left: readonly Left[];
  /** Behind the last of them. */
  readonly place: string;
}

/** A store that gives all that it holds, while no server has it. */
export interface Giver {
  /** How many of each type there are, some more at most. */
  count(): Promise<Readonly<Record<HoldingType, number>>>;
  /** All of a type behind a place, part by part, each of bounded size, in an order that stays; from the beginning where there is no place. */
  give<Type extends HoldingType>(type: Type, from: string | null): AsyncIterable<Part<Type>>;
  /** Rejects, in one line for people, where a server has begun to run on it. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What a store that is being filled knows of that; once all is there it is taken away. */
export interface Marker {
  /** Where all comes from, as the command line says it. */
  readonly source: string;
  /** Of all pages that come. */
  readonly epoch: string;
  /** What is done: of this type all up to the place, and all of the types before. */
  readonly type: HoldingType;
  readonly place: string | null;
  /** What whoever fills it has to remember. */
  readonly notes: unknown;
}

/** A store that is filled by one who gives, while no server has it: none can open it before the end. */
export interface Taker {
  /** What was left when it was last filled; `null` where it is empty. Rejects, in one line for people, where it holds anything else. */
  begin(): Promise<Marker | null>;
  /** Takes them, and gives back those that it cannot have, with the reason; what it has already stays as it is. */
  take<Type extends HoldingType>(
    type: Type,
    holdings: readonly Holdings[Type][],
    epoch: string,
  ): Promise<readonly { readonly holding: Holdings[Type]; readonly why: string }[]>;
  /** What was taken before is durable from now on, and the marker with it. */
  save(marker: Marker): Promise<void>;
  /** Gives what it has, to be compared; ends with it. */
  giver(): Promise<Giver>;
  /** Takes the marker away: servers may open it. */
  end(): Promise<void>;
  close(): Promise<void>;
}
