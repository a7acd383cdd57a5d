import { expect, onTestFinished, vi } from 'vitest';
import type { OpenLink } from '../../packages/client/src/link.js';
import { Socket } from './client-parts.js';
import { soon } from './soon.js';

/** A socket of ours, and what it told its owner. */
export class Guest {
  readonly socket: InstanceType<typeof Socket>;
  readonly heard: [event: string, data: unknown][] = [];
  readonly ends: unknown[] = [];

  constructor(openLink: OpenLink, url: string, site = 'default') {
    this.socket = new Socket(openLink, url, {
      auth: async () => ({ v: 1, site }),
      connected: () => {},
      heard: (event, data) => this.heard.push([event, data]),
      ended: (refusal) => this.ends.push(refusal),
    });
    onTestFinished(() => void this.socket.close());
  }

  /** One that was let in. */
  static async in(openLink: OpenLink, url: string): Promise<Guest> {
    const guest = new Guest(openLink, url);
    await vi.waitFor(() => expect(guest.socket.isConnected).toBe(true), soon);
    return guest;
  }
}
