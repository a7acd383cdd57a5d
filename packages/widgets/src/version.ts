/** The version of this package; the build fails where package.json says another. */
export const VERSION = '0.1.0';
