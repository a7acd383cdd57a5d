import { random } from './random.mjs';

export const RATE = 48_000;

/** A few oscillators, some noise and a room: notes are MIDI numbers, times are beats. */
export function band(length, bpm) {
  const audio = new OfflineAudioContext(2, Math.ceil(length * RATE), RATE);
  const at = (beat) => (beat * 60) / bpm;
  const hertz = (note) => 440 * 2 ** ((note - 69) / 12);
  const next = random(99);
  const noise = audio.createBuffer(1, RATE, RATE);
  noise.getChannelData(0).forEach((_, i, data) => (data[i] = next() * 2 - 1));
  const room = audio.createBuffer(2, RATE * 1.6, RATE);
  for (const channel of [0, 1]) {
    room.getChannelData(channel).forEach((_, i, data) => (data[i] = (next() * 2 - 1) * Math.exp(-i / RATE / 0.35)));
  }
  const mix = new GainNode(audio, { gain: 0.5 });
  const wet = new GainNode(audio, { gain: 0.3 });
  mix.connect(audio.destination);
  mix
    .connect(new ConvolverNode(audio, { buffer: room }))
    .connect(wet)
    .connect(audio.destination);

  const play = (
    source,
    beat,
    seconds,
    level,
    attack,
    { cutoff = 20_000, from = cutoff, kind = 'lowpass', pan = 0 } = {},
  ) => {
    const start = at(beat);
    const filter = new BiquadFilterNode(audio, { type: kind, frequency: from });
    const gain = new GainNode(audio, { gain: 0 });
    filter.frequency.setValueAtTime(from, start);
    filter.frequency.exponentialRampToValueAtTime(cutoff, start + seconds * 0.7);
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(level, start + attack);
    gain.gain.exponentialRampToValueAtTime(0.0005, start + seconds);
    source.connect(filter).connect(gain).connect(new StereoPannerNode(audio, { pan })).connect(mix);
    source.start(start);
    source.stop(start + seconds);
  };
  const tone = (type, note, detune = 0) => new OscillatorNode(audio, { type, frequency: hertz(note), detune });
  return {
    audio,
    pluck: (note, beat, pan = 0, level = 0.3) =>
      play(tone('triangle', note), beat, 0.9, level, 0.004, { from: 4200, cutoff: 500, pan }),
    glass: (note, beat, pan = 0, level = 0.16) => play(tone('sine', note), beat, 1.6, level, 0.003, { pan }),
    bass: (note, beat, beats, level = 0.4) =>
      play(tone('triangle', note), beat, at(beats), level, 0.012, { from: 900, cutoff: 220 }),
    pad: (notes, beat, beats, level = 0.055) => {
      for (const note of notes) {
        for (const cents of [-7, 7])
          play(tone('sawtooth', note, cents), beat, at(beats) * 1.15, level, at(beats) * 0.3, {
            from: 500,
            cutoff: 1500,
            pan: cents / 14,
          });
      }
    },
    kick: (beat) => {
      const drum = tone('sine', 31);
      drum.frequency.setValueAtTime(150, at(beat));
      drum.frequency.exponentialRampToValueAtTime(46, at(beat) + 0.09);
      play(drum, beat, 0.3, 0.62, 0.002);
    },
    brush: (beat, level = 0.1, seconds = 0.07) =>
      play(new AudioBufferSourceNode(audio, { buffer: noise }), beat, seconds, level, 0.003, {
        kind: 'highpass',
        cutoff: 6500,
        pan: 0.15,
      }),
  };
}
