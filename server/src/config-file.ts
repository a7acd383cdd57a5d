import { existsSync, readFileSync } from 'node:fs';

/** Reads `huzzah.config.json`: nothing where it is not there; each fault is added to `faults`. */
export function readConfigFile(path: string, faults: string[]): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    if (typeof file === 'object' && file !== null && !Array.isArray(file)) return file as Record<string, unknown>;
    faults.push(`${path} must hold one JSON object`);
  } catch (error) {
    faults.push(`${path} is not JSON: ${(error as Error).message}`);
  }
  return {};
}
