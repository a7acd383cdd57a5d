import type { PageView, ThreadView } from '@huzzah/client';
import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import { stageThreads } from '../comment-box/thread-source.js';
import { inside, stage, until, type Staged } from './stage.js';
import { StagedThread } from './staged-thread.js';

/** A comment box, and the comments that it shows. */
export interface StagedBox extends Staged<'comment-box'> {
  readonly thread: StagedThread;
  readonly field: HTMLTextAreaElement;
  /** Changes what the thread shows, and waits until it is drawn. */
  readonly tell: (change: Partial<ThreadView>) => Promise<void>;
  /** Writes a text as a reader does, all at once, and waits until it is counted. */
  readonly write: (text: string, into?: HTMLTextAreaElement) => Promise<void>;
  /** Clicks the first button of this name, and waits until what it does is drawn. */
  readonly press: (act: string, at?: number) => Promise<void>;
  /** The row of a comment. */
  readonly row: (id: string) => HTMLElement;
}

interface BoxOptions extends NonNullable<Parameters<typeof stage>[2]> {
  readonly page?: Partial<PageView>;
  /** Drafts, by what they answer. */
  readonly texts?: readonly (readonly [string | null, string])[];
  /** Leaves out what comes with the first stir of a reader. */
  readonly isStill?: boolean;
}

/** Puts a box into the document whose comments show `view`, in front of a reader who has stirred. */
export async function stageBox(
  view: Partial<ThreadView> = {},
  { page = {}, texts = [], isStill = false, ...options }: BoxOptions = {},
): Promise<StagedBox> {
  const thread = new StagedThread(view);
  for (const [parentId, text] of texts) thread.texts.set(parentId, text);
  const end = stageThreads(() => thread);
  const staged = await stage('comment-box', page, options).finally(end);
  const { element } = staged;
  await until(() => element.shadowRoot!.querySelector('.view'), 'its frame');
  if (view.items?.length) await until(() => element.shadowRoot!.querySelector('article'), 'its comments');
  if (!isStill) await stir(element);
  await element.updateComplete;
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  };
  return {
    ...staged,
    thread,
    get field() {
      return inside<HTMLTextAreaElement>(element, 'textarea');
    },
    async tell(change) {
      thread.show(change);
      await settle();
    },
    async write(text, into = inside<HTMLTextAreaElement>(element, 'textarea')) {
      into.focus();
      into.value = text;
      into.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await settle();
    },
    async press(act, at = 0) {
      const button = [...element.shadowRoot!.querySelectorAll(`[data-act=${act}]`)].at(at)!;
      button.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, composed: true }));
      await settle();
    },
    row: (id) => inside(element, `#c-${id}`),
  };
}

/** Does something in the page, and waits until all that answers to a reader is there. */
export async function stir(element: Element): Promise<void> {
  document.dispatchEvent(new Event('scroll'));
  await until(() => element.shadowRoot!.querySelector('kbd'), 'what answers to a reader');
}

/** What an input method does in the focused field: composes `text`, or ends the composition by `commit`. */
export async function compose(step: { text: string } | { commit: string }): Promise<void> {
  await executeServerCommand('ime', step);
}

/** Presses Ctrl with Enter in the focused field. */
export async function postByKey(): Promise<void> {
  await sendKeys({ down: 'Control' });
  await sendKeys({ press: 'Enter' });
  await sendKeys({ up: 'Control' });
}
