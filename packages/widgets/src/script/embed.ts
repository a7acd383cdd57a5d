import { Loader } from './loader.js';

// Only while a classic script runs does the document know which; loaded twice, the first stays.
const script = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;
if (script && window.huzzah?.ready === undefined) window.huzzah = new Loader(script, EMBED_FILES);
