import type { Occupancy } from '@huzzah/protocol';
import type { Viewer } from '../core/ports.js';

/** Who is on one page: five connections of one visitor are one visitor. */
export class Attendance<Frame> {
  readonly #byVisitor = new Map<string, Set<Viewer<Frame>>>();
  readonly #viewers = new Set<Viewer<Frame>>();

  /** Returns whether the viewer is new here. */
  add(viewer: Viewer<Frame>): boolean {
    if (this.#viewers.has(viewer)) return false;
    this.#viewers.add(viewer);
    this.#count(viewer);
    return true;
  }

  /** The viewer is another visitor's now. Returns whether it is here. */
  identified(viewer: Viewer<Frame>, formerId: string): boolean {
    if (!this.#viewers.has(viewer)) return false;
    this.#discount(viewer, formerId);
    this.#count(viewer);
    return true;
  }

  /** Returns whether the viewer was here. */
  remove(viewer: Viewer<Frame>): boolean {
    if (!this.#viewers.delete(viewer)) return false;
    this.#discount(viewer, viewer.visitorId);
    return true;
  }

  get viewers(): ReadonlySet<Viewer<Frame>> {
    return this.#viewers;
  }

  of(visitorId: string): ReadonlySet<Viewer<Frame>> {
    return this.#byVisitor.get(visitorId) ?? new Set();
  }

  get occupancy(): Occupancy {
    return { visitors: this.#byVisitor.size, connections: this.#viewers.size };
  }

  #count(viewer: Viewer<Frame>): void {
    const own = this.#byVisitor.get(viewer.visitorId);
    if (own) own.add(viewer);
    else this.#byVisitor.set(viewer.visitorId, new Set([viewer]));
  }

  #discount(viewer: Viewer<Frame>, visitorId: string): void {
    const own = this.#byVisitor.get(visitorId);
    own?.delete(viewer);
    if (own?.size === 0) this.#byVisitor.delete(visitorId);
  }
}
