/** A command line that was not understood. */
export class Misuse extends Error {}
