import type { BusListener, OccupancyListener } from '../../core/ports.js';
import type { RedisAddress } from './address.js';
import { RedisBus } from './bus.js';
import { Ear } from './ear.js';
import { openListener, openSpeaker } from './links.js';
import { RedisPresence } from './presence.js';

/** How the nodes of one store meet: what of it each has is closed before the meeting is. */
export interface Meeting {
  readonly bus: (listener: BusListener) => RedisBus;
  readonly presence: (listener: OccupancyListener) => RedisPresence;
  close(): void;
}

/** Resolves once it can be spoken at. */
export async function openMeeting(address: RedisAddress): Promise<Meeting> {
  const speaker = await openSpeaker(address);
  const ear = new Ear(() => openListener(address), speaker);
  return {
    bus: (listener) => new RedisBus(ear, listener),
    presence: (listener) => new RedisPresence(speaker, ear, listener),
    close() {
      ear.close();
      speaker.disconnect();
    },
  };
}
