/** How long a test waits for what must come: so long that only what never comes fails. */
export const soon = { timeout: 90_000, interval: 20 };
