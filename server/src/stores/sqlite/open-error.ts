/** Why a store could not be opened, and what to do, in one line for people. */
export class OpenError extends Error {
  constructor(path: string, reason: string, mend: string) {
    super(`unable to open the store ${path}; ${reason}: ${mend}`);
    this.name = 'OpenError';
  }
}
