import type { PageView, ThreadView } from '@huzzah/client';
import { stageThreads } from '../comment-box/thread-source.js';
import { stage, type Staged } from './stage.js';
import { StagedThread } from './staged-thread.js';

/** A comment box, and the comments that it shows. */
export interface StagedBox extends Staged<'comment-box'> {
  readonly thread: StagedThread;
  /** Changes what the thread shows, and waits until it is drawn. */
  readonly tell: (change: Partial<ThreadView>) => Promise<void>;
}

/** Puts a box into the document whose page shows `view.page`, and its comments what else there is. */
export async function stageBox(
  view: Partial<ThreadView> = {},
  {
    page = {},
    texts = [],
    ...options
  }: { page?: Partial<PageView>; texts?: [string | null, string][] } & Parameters<typeof stage>[2] = {},
): Promise<StagedBox> {
  const thread = new StagedThread(view);
  for (const [parentId, text] of texts) thread.texts.set(parentId, text);
  const end = stageThreads(() => thread);
  try {
    const staged = await stage('comment-box', page, options);
    return {
      ...staged,
      thread,
      async tell(change) {
        thread.show(change);
        await staged.element.updateComplete;
      },
    };
  } finally {
    end();
  }
}
