/** Gives `element` its tag. Where the tag is taken already, by us or by anybody, nothing happens. */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
}
