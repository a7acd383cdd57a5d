import { StoreError } from './core/ports.js';
import { migrate, type Progress, type Report } from './migration.js';
import { isFile, isSameStore, openGiver, openTaker, placeOf, type StorePlan } from './stores/open-store.js';

interface Move {
  readonly from: StorePlan;
  readonly to: StorePlan;
  readonly onProgress: (progress: Progress) => void;
}

/** Moves all that one store holds into another, as {@link migrate}; no server may have either. */
export async function moveStore({ from, to, onProgress }: Move): Promise<Report> {
  if (await isSameStore(from, to)) {
    throw new Error(`--from and --to are one store, ${placeOf(from)}; name another with --to`);
  }
  const giver = await openGiver(from);
  try {
    const taker = await openTaker(to);
    try {
      // By its whole path: it is gone on with from another folder too.
      const source = isFile(from) ? `sqlite:${from.path}` : placeOf(from);
      return await migrate({ giver, taker, source, onProgress });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      throw new Error(`${error.message}; give the same command again: it goes on where it was`, { cause: error });
    } finally {
      await taker.close();
    }
  } finally {
    await giver.close();
  }
}
