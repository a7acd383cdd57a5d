/**
 * Where a document stands: its address and its `<link rel=canonical>`. A router moves the
 * first and may forget the second, so a canonical counts only for the address that it came
 * with.
 */
export interface Place {
  /** Without its fragment. */
  readonly address: string;
  readonly canonical: string | null;
  /** The address that the canonical came with. */
  readonly canonicalOf: string;
}

/** What can be read of a document at any time. */
export interface Reading {
  readonly address: string;
  readonly canonical: string | null;
}

/**
 * The place after a new reading; the same object where nothing has moved. The first reading
 * takes the canonical as the address's own. A canonical that changes belongs to the address
 * read with it; one that does not keeps its own, and counts again on the way back.
 */
export function moved(place: Place | null, { address, canonical }: Reading): Place {
  if (place === null) return { address, canonical, canonicalOf: address };
  if (address === place.address && canonical === place.canonical) return place;
  const canonicalOf = canonical === place.canonical ? place.canonicalOf : address;
  return { address, canonical, canonicalOf };
}

/**
 * The address of the page that is meant: an element's own `page`, else the script's
 * `data-page`, else the canonical where it is the address's own, else the address.
 */
export function pageAddress(own: string | null, script: string | undefined, place: Place): string {
  const canonical = place.canonicalOf === place.address ? place.canonical : null;
  return own || script || canonical || place.address;
}
