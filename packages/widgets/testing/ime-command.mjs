/**
 * A command for tests: what an input method does in the focused field. `ime` with `{text}` sets
 * the syllables that are being composed, with `{commit}` ends them by a text.
 */
export function imeCommand() {
  return {
    name: 'ime-command',
    async executeCommand({ command, payload, session }) {
      if (command !== 'ime') return undefined;
      const page = session.browser.getPage(session.id);
      const client = await page.createCDPSession();
      const { text, commit } = payload;
      if (commit === undefined)
        await client.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      else await client.send('Input.insertText', { text: commit });
      await client.detach();
      return true;
    },
  };
}
