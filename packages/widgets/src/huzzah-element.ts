import type { PageState, PageView } from '@huzzah/client';
import type { Occupancy, Tally } from '@huzzah/protocol';
import { LitElement, type PropertyDeclarations } from 'lit';
import { emit, emitRefusal } from './events.js';
import { LookController, type Look } from './look-controller.js';
import { PageController } from './page-controller.js';
import type { LivePage } from './page-source.js';
import { ThemeController } from './theme-controller.js';
import type { Words } from './words.js';
import { WordsController } from './words-controller.js';

/**
 * What all elements have in common: the attributes that say which page they are on and how
 * they look there, and what is known of that page. What they do lives in controllers.
 *
 * @attr {string} lang - the language of the words. Default: the nearest `lang` around the element, else English
 * @fires {CustomEvent<HuzzahStatus>} huzzah-status - after each change of `state`: `{state}`
 * @fires {CustomEvent<HuzzahError>} huzzah-error - once for each refusal, of the connection or of an own action: `{code, message, retryAfterMs?}`
 */
export abstract class HuzzahElement extends LitElement {
  static override properties: PropertyDeclarations = {
    server: { reflect: true },
    site: { reflect: true },
    page: { reflect: true },
    theme: { reflect: true, useDefault: true },
  };

  /**
   * The server's address. Default: `data-server` of the script, else where the script came
   * from, else the page's own origin.
   */
  server: string | null = null;

  /** The id of the site. Default: `data-site` of the script, else `default`. */
  site: string | null = null;

  /**
   * The address of the page, or a name of your own. Default: `data-page` of the script, else
   * `<link rel=canonical>`, else the address; then the element follows a router.
   */
  page: string | null = null;

  /** `light`, `dark`, or `auto`: as the page around it, by the luminance of its text. */
  theme: 'auto' | 'light' | 'dark' = 'auto';

  readonly #page = new PageController(this);
  readonly #look = new LookController(this, () => this.view);
  readonly #words = new WordsController(this);
  #told: PageView | null = null;

  constructor() {
    super();
    new ThemeController(this);
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  /** How the page stands to its server. */
  get state(): PageState {
    return this.view.state;
  }

  /** The counts of all reactions, own wish included; `null` before anything is known. */
  get tally(): Tally | null {
    return this.view.tally;
  }

  /** The kind of reaction that this visitor holds or wishes for, `null` for none. */
  get mine(): string | null {
    return this.view.mine;
  }

  /** How many are on the page; `null` before anything is known. */
  get occupancy(): Occupancy | null {
    return this.view.occupancy;
  }

  /** What there is to draw. */
  protected get view(): PageView {
    return this.#page.view;
  }

  /** The page, to ask something of; `null` where there is none. */
  protected get livePage(): LivePage | null {
    return this.#page.page;
  }

  /** How to look. */
  protected get look(): Look {
    return this.#look.look;
  }

  /** The words to speak with. */
  protected get words(): Words {
    return this.#words.words;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'lang') this.requestUpdate();
  }

  protected override updated(): void {
    const told = this.#told;
    const { view } = this;
    this.#told = view;
    if (view.state !== (told?.state ?? 'connecting')) emit(this, 'huzzah-status', { state: view.state });
    if (view.refusal !== null && view.refusal !== told?.refusal) emitRefusal(this, view.refusal);
  }
}
