/** The magazine’s printing inks: every clip is made of these few. */
export const INK = {
  navy: '#161d4f',
  night: '#0f1438',
  cobalt: '#2b46d1',
  sky: '#b9c6f2',
  peach: '#f5a583',
  rust: '#d9744f',
  sand: '#e9d6b8',
  paper: '#f6efe3',
};
