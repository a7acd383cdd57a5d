/** A token, and when it was issued by the server's clock. */
export interface IssuedToken {
  readonly token: string;
  readonly issuedAt: number;
  /** When it took the place of another, as by a sign-on; 0 where it did not. */
  readonly turn: number;
}

/** Whether `a` stands, of two that meet: the one with the later turn, else the earlier one. All tabs decide alike. */
export function goesBefore(a: IssuedToken, b: IssuedToken): boolean {
  if (a.turn !== b.turn) return a.turn > b.turn;
  return a.issuedAt < b.issuedAt || (a.issuedAt === b.issuedAt && a.token < b.token);
}
