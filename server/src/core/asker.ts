import type { Viewer } from './ports.js';
import type { SiteConfig } from './sites.js';
import type { PresentVisitor } from './visitor.js';

/** Who asks, where, and over which connection. */
export interface Asker<Frame> {
  readonly site: SiteConfig;
  readonly visitor: PresentVisitor;
  readonly viewer: Viewer<Frame>;
  /** Stands for where he comes from (an IPv4 address, or an IPv6 network), and does not tell it. */
  readonly address: string;
}
