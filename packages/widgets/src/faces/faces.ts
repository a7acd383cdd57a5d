import type { KnownKind } from '@huzzah/protocol';
import { svg, type SVGTemplateResult } from 'lit';

/**
 * A face, drawn on a grid of 24 with strokes of 2. Classes that move when pressed: `mouth`,
 * `brows`, `all`.
 */
export interface Face {
  /** One closed shape: outlined while idle, filled where chosen. */
  readonly body: SVGTemplateResult;
  /** The strokes inside it: cut out of the filled body. What has the class `full` is filled too. */
  readonly ink: SVGTemplateResult;
  /** Drawn upside down. */
  readonly isTurned?: boolean;
}

const head = svg`<circle cx="12" cy="12" r="9"/>`;

const thumb: Face = {
  body: svg`<path d="M7.5 10.5 11 3.75a2.1 2.1 0 0 1 3.9 1.5L14 9.25h4.4a2.35 2.35 0 0 1 2.3 2.85l-1.35 6.3a2.35 2.35 0 0 1-2.3 1.85H5.25A2.25 2.25 0 0 1 3 18v-5.25a2.25 2.25 0 0 1 2.25-2.25z"/>`,
  // Ends flat, so that the cut runs through the edge.
  ink: svg`<path stroke-linecap="butt" d="M7.5 9.6v11.65"/>`,
};

/** A face for each known kind. */
export const FACES: Readonly<Record<KnownKind, Face>> = {
  like: thumb,
  wow: {
    body: head,
    ink: svg`<path stroke-width="3" d="M8.75 9.25h0M15.25 9.25h0"/><ellipse class="mouth full" cx="12" cy="15.4" rx="1.3" ry="1.8"/>`,
  },
  dislike: { ...thumb, isTurned: true },
  angry: {
    body: head,
    ink: svg`<path class="brows" d="M7 8.5l3.25 1.6M17 8.5l-3.25 1.6"/><path stroke-width="2.6" d="M8.9 11.6h0M15.1 11.6h0"/><path d="M8.75 16.6c1.1-1.3 2.1-1.3 3.25-.5s2.2.7 3.25-.7"/>`,
  },
  love: {
    body: svg`<path d="M12 20.5 4.4 12.9a5.1 5.1 0 0 1 0-7.2 5.1 5.1 0 0 1 7.2 0l.4.4.4-.4a5.1 5.1 0 0 1 7.2 0 5.1 5.1 0 0 1 0 7.2z"/>`,
    ink: svg`<path d="M6.5 9.25q.2-1.6 1.75-2"/>`,
  },
  haha: {
    body: head,
    ink: svg`<g class="all"><path d="M7 10.1q1.25-2 2.5 0M14.5 10.1q1.25-2 2.5 0"/><path class="full" d="M8.25 13.75h7.5a3.75 3.75 0 0 1-7.5 0z"/></g>`,
  },
  sad: {
    body: head,
    ink: svg`<path d="M7.25 10.6l2.5-1.6M16.75 10.6l-2.5-1.6"/><path class="mouth" d="M8.5 16.75q3.5-3.6 7 0"/>`,
  },
};

/** For a kind of a site's own that names no face. */
export const PLAIN_FACE: Face = {
  body: head,
  ink: svg`<path stroke-width="2.6" d="M8.75 10h0M15.25 10h0"/><path d="M8.25 14.5q3.75 3.4 7.5 0"/>`,
};
