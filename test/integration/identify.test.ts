import { connect } from '@huzzah/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { soon } from '../helpers/soon.js';

describe('identify, headless', () => {
  const env = { HUZZAH_SSO_KEY };

  it('CL-14: makes a member of a guest in place, now or at the next connection, and him a guest again', async () => {
    const { url } = await startTestServer({ env });
    const huzzah = connect(url);
    onTestFinished(() => huzzah.close());
    const early = huzzah.identify(await signOnFor('anna', 'Anna'));
    const page = huzzah.page('p');
    onTestFinished(page.subscribe(() => {}));
    expect(await early).toBe(true);
    await vi.waitFor(
      () => expect(page.view).toMatchObject({ state: 'live', visitor: { name: 'Anna', role: 'member' } }),
      soon,
    );
    const memberId = page.view.visitor!.id;
    await page.setReaction('wow');
    expect(await huzzah.identify(null)).toBe(true);
    await vi.waitFor(() => expect(page.view).toMatchObject({ mine: null, visitor: { role: 'visitor' } }), soon);
    const guestId = page.view.visitor!.id;
    expect(await huzzah.identify(null)).toBe(true);
    expect(page.view.visitor!.id).toBe(guestId);
    await page.setReaction('like');
    expect(await huzzah.identify(async () => signOnFor('anna', 'Anna'))).toBe(true);
    await vi.waitFor(() => expect(page.view).toMatchObject({ mine: 'wow', visitor: { id: memberId } }), soon);
    await vi.waitFor(() => expect(page.view.tally?.counts).toMatchObject({ wow: 1, like: 0 }), soon);
  });

  it('CL-15: a sign-on that is refused, or cannot be had, changes nothing, and is said in the console', async () => {
    const { url } = await startTestServer({ env });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    const huzzah = connect(url);
    onTestFinished(() => huzzah.close());
    const page = huzzah.page('p');
    onTestFinished(page.subscribe(() => {}));
    await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
    const { visitor } = page.view;
    expect(await huzzah.identify('x.y.z')).toBe(false);
    expect(await huzzah.identify(() => Promise.reject(new Error('no network')))).toBe(false);
    expect(said).toHaveBeenCalledTimes(2);
    expect(page.view.visitor).toEqual(visitor);
  });

  it('CL-16: where the server no longer knows the member he is one again before anything is sent', async () => {
    const folder = temporaryFolder();
    const start = (secret: string) =>
      startTestServer({
        folder,
        env: { ...env, HUZZAH_STORE: 'sqlite:./x.db', HUZZAH_SECRET: secret.repeat(32), PORT: port },
      });
    let port = '0';
    const first = await start('a');
    port = String(first.port);
    const huzzah = connect(first.url);
    onTestFinished(() => huzzah.close());
    const page = huzzah.page('p');
    onTestFinished(page.subscribe(() => {}));
    await huzzah.identify(() => signOnFor('anna', 'Anna'));
    await vi.waitFor(() => expect(page.view.visitor?.role).toBe('member'), soon);
    const { id } = page.view.visitor!;
    await first.close();
    const wish = page.setReaction('wow');
    // Another secret: no token is known any more.
    await start('b');
    await wish;
    await vi.waitFor(() => expect(page.view).toMatchObject({ mine: 'wow', visitor: { id, role: 'member' } }), soon);
    expect(page.view.tally?.counts).toMatchObject({ wow: 1 });
  });
});
