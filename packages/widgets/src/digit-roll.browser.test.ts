import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { DigitRoll } from './digit-roll.js';
import { clear, until } from './testing/stage.js';

describe('a rolling number', () => {
  let element: HTMLElement;
  let roll: DigitRoll;

  beforeEach(() => {
    roll = new DigitRoll();
    ({ element } = roll);
    document.body.append(element);
  });

  afterEach(async () => {
    clear();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  const drum = () => element.querySelector('.drum');

  it('W-18: holds one text node that always is the number', () => {
    const text = element.firstChild;
    for (const n of [1, 2, 12]) {
      roll.show(n, String(n), false);
      expect(element.textContent).to.equal(String(n));
      expect(element.firstChild).to.equal(text);
    }
  });

  it('W-18: moves only the digits that change, and clears up', async () => {
    roll.show(1_299, '1,299', false);
    roll.show(1_301, '1,301', false);
    const moving = [...(drum()?.children ?? [])].map((cell) => (cell as HTMLElement).dataset['was'] ?? '');
    expect(moving.join('|')).to.equal('||2|9|9');
    expect(drum()?.getAttribute('aria-hidden')).to.equal('true');
    await until(() => drum() === null, 'the end of the roll');
    expect(element.className).to.equal('');
  });

  it('W-18: rolls down where it falls', () => {
    roll.show(3, '3', false);
    roll.show(2, '2', false);
    expect(drum()?.classList.contains('down')).to.equal(true);
  });

  it('W-18: of fast changes sets all but the first', () => {
    roll.show(1, '1', false);
    roll.show(2, '2', false);
    expect(drum()).not.to.equal(null);
    roll.show(3, '3', false);
    expect(drum()).to.equal(null);
    expect(element.textContent).to.equal('3');
  });

  it('W-18: does not roll at first, after a jump, or where stillness is wanted', async () => {
    roll.show(1, '1', false);
    expect(drum()).to.equal(null);
    roll.show(2, '2', true);
    expect(drum()).to.equal(null);
    await emulateMedia({ reducedMotion: 'reduce' });
    roll.show(3, '3', false);
    expect(drum()).to.equal(null);
  });
});
