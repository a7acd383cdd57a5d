/** The names of the built files, beside `embed.js`. */
export interface EmbedFiles {
  readonly core: string;
  /** Core, elements and the list of comments in one. */
  readonly all: string;
  /** By tag. */
  readonly elements: Readonly<Record<string, string>>;
  /** By language; English is in the core. */
  readonly locales: Readonly<Record<string, string>>;
}

declare global {
  /** Written in by the build, which alone knows the hashes. */
  const EMBED_FILES: EmbedFiles;
}
