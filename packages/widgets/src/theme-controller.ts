import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { HostController } from './host-controller.js';

/** A text colour of more than this luminance stands on a dark page. */
const LIGHT_TEXT = 0.45;

/** What a theme controller needs of its element. */
export interface ThemedHost extends ReactiveControllerHost, HTMLElement {
  /** `light` and `dark` are taken as they are; all else is read from the page. */
  theme: string;
}

/**
 * Sets `color-scheme` on the element, so that `light-dark()` in its styles follows the page
 * rather than the operating system: a light page on a dark phone stays light.
 *
 * Reads when the element is connected, when its `theme` changes, and when the page may have
 * changed its colours; never at each update, since reading forces the styles to be computed.
 */
export class ThemeController implements ReactiveController {
  readonly #host: ThemedHost;
  #theme: string | undefined;

  constructor(host: ThemedHost) {
    this.#host = host;
    new HostController(host, () => this.#apply());
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#host.theme !== this.#theme && this.#host.isConnected) this.#apply();
  }

  #apply(): void {
    const { theme, style } = this.#host;
    this.#theme = theme;
    const scheme =
      theme === 'light' || theme === 'dark' ? theme : textLuminance(this.#host) > LIGHT_TEXT ? 'dark' : 'light';
    if (style.getPropertyValue('color-scheme') !== scheme) style.setProperty('color-scheme', scheme);
  }
}

/**
 * The relative luminance of an element's text. The shell's styles give every element a
 * `column-rule-color` that is its text colour in XYZ, whose Y it is: the browser knows every
 * notation of colours, we need none.
 */
function textLuminance(element: Element): number {
  const [, luminance] = /^color\(xyz-d65 \S+ (\S+)/.exec(getComputedStyle(element).columnRuleColor) ?? [];
  return Number(luminance ?? 0);
}
