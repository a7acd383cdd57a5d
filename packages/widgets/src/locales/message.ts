/** A text, or one for each plural category of its `{n}`; a category that is missing takes `other`. */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });
